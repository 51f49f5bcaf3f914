/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_log.h"

#include <string.h>

static const struct import_log_format formats[] = {
    {"irssi", import_log_irssi, false},
    {"weechat", import_log_weechat, false},
    {"znc", import_log_znc, true},
};

const struct import_log_format *
import_log_format(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
