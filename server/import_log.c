/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_log.h"

#include <string.h>

static const struct import_log_format formats[] = {
    {"irssi", import_log_irssi, IMPORT_LOG_SOMETIMES},
    {"weechat", import_log_weechat, IMPORT_LOG_DATED},
    {"znc", import_log_znc, IMPORT_LOG_UNDATED},
};

const struct import_log_format *
import_log_format(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
