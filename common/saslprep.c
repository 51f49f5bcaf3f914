/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/saslprep.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "common/mem.h"
#include "common/utf8.h"

struct range {
	int first, last;
};

/* RFC 3454, C.1.2: other spaces, which become one. */
static const struct range spaces[] = {{0xa0, 0xa0}, {0x1680, 0x1680},
    {0x2000, 0x200b}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
    {0}};

/* B.1: what becomes nothing. */
static const struct range nothing[] = {{0xad, 0xad}, {0x34f, 0x34f},
    {0x1806, 0x1806}, {0x180b, 0x180d}, {0x200c, 0x200d}, {0x2060, 0x2060},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0}};

/* C.2.1 to C.9 */
static const struct range prohibited[] = {{0x01, 0x1f}, {0x7f, 0x9f},
    {0x340, 0x341}, {0x6dd, 0x6dd}, {0x70f, 0x70f}, {0x180e, 0x180e},
    {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2061, 0x2063}, {0x206a, 0x206f},
    {0x2ff0, 0x2ffb}, {0xe000, 0xf8ff}, {0xfdd0, 0xfdef}, {0xfff9, 0xffff},
    {0x1d173, 0x1d17a}, {0xe0001, 0xe0001}, {0xe0020, 0xe007f},
    {0xf0000, 0x10ffff}, {0}};

static bool
is_in(const struct range *list, int cp)
{
	for (; list->last; list++)
		if (cp >= list->first && cp <= list->last)
			return true;
	return false;
}

static bool
is_allowed(int cp)
{
	return cp >= 0 && (cp & 0xfffe) != 0xfffe && !is_in(prohibited, cp);
}

/* RFC 3454 §6: who writes from right to left begins and ends so, and writes
 * nothing from left to right. */
static bool
is_one_way(const char *s)
{
	bool left = false, right = false, first = false, last = false;

	for (size_t len = strlen(s), at = 0; at < len;) {
		int cp, class;
		size_t n = utf8_next(s + at, len - at, &cp);

		class = utf8proc_get_property(cp)->bidi_class;
		last = class == UTF8PROC_BIDI_CLASS_R ||
		    class == UTF8PROC_BIDI_CLASS_AL;
		first |= last && at == 0;
		right |= last;
		left |= class == UTF8PROC_BIDI_CLASS_L;
		at += n;
	}
	return !right || (!left && first && last);
}

/* Never longer than s. */
static char *
map(const char *s)
{
	size_t len = strlen(s), to = 0;
	char *out = mem_alloc(len + 1);

	for (size_t at = 0; at < len;) {
		int cp;
		size_t n = utf8_next(s + at, len - at, &cp);

		if (is_in(spaces, cp)) {
			out[to++] = ' ';
		} else if (!is_in(nothing, cp)) {
			memcpy(out + to, s + at, n);
			to += n;
		}
		at += n;
	}
	return out;
}

static bool
is_all_allowed(const char *s)
{
	for (size_t len = strlen(s), at = 0; at < len;) {
		int cp;

		at += utf8_next(s + at, len - at, &cp);
		if (!is_allowed(cp))
			return false;
	}
	return true;
}

char *
saslprep(const char *s)
{
	char *mapped = map(s);
	char *out = utf8_valid(s, strlen(s))
	    ? (char *)utf8proc_NFKC((const utf8proc_uint8_t *)mapped)
	    : NULL;

	if (out && (!is_all_allowed(out) || !is_one_way(out)))
		mem_wipe(&out);
	mem_wipe(&mapped);
	return out;
}
