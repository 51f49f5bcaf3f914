/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/offered.h"

#include <string.h>

#include "common/mem.h"

char *
offered_value(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (; *list; list += strspn(list, " ")) {
		size_t word = strcspn(list, " ");

		if (word >= len && !memcmp(list, name, len) &&
		    (word == len || list[len] == '='))
			return word == len
			    ? mem_strdup("")
			    : mem_strndup(list + len + 1, word - len - 1);
		list += word;
	}
	return NULL;
}
