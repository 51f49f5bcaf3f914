/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/skeleton.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"

static const char *
looks_like(char c)
{
	switch (c) {
	case '0':
		return "o";
	case '1':
	case 'I':
	case '|':
		return "l";
	case 'm':
	case 'M':
		return "rn";
	default:
		return NULL;
	}
}

char *
skeleton(const char *nick)
{
	char *out = mem_alloc(2 * strlen(nick) + 1), *to = out;

	for (; *nick; nick++) {
		const char *like = looks_like(*nick);

		if (!like)
			*to++ = text_fold_char(*nick);
		for (; like && *like; like++)
			*to++ = *like;
	}
	return out;
}

bool
skeleton_same(const char *a, const char *b)
{
	char *one = skeleton(a), *two = skeleton(b);
	bool same = !strcmp(one, two);

	free(one);
	free(two);
	return same;
}
