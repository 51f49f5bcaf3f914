/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/manyline.h"

#include <stdlib.h>
#include <string.h>

#include "client/offered.h"

/* The number after a name in "max-bytes=4096,max-lines=24", 0 where there is
 * none. */
static size_t
number_after(const char *value, const char *name)
{
	const char *at = strstr(value, name);

	return at ? strtoul(at + strlen(name), NULL, 10) : 0;
}

void
manyline_caps(struct network *n, const char *list)
{
	char *value = offered_value(list, MANYLINE_CAP);

	if (value) {
		n->multiline_bytes = number_after(value, "max-bytes=");
		n->multiline_lines = number_after(value, "max-lines=");
	}
	free(value);
}
