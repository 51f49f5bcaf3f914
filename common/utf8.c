/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/utf8.h"

#include <utf8proc.h>

size_t
utf8_next(const char *s, size_t len, int *cp)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t n;

	if ((unsigned char)*s < 0x80) {
		*cp = *s;
		return 1;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)s,
	    len < 4 ? (utf8proc_ssize_t)len : 4, &code);
	*cp = n > 0 ? code : -1;
	return n > 0 ? (size_t)n : 1;
}

bool
utf8_control(int cp)
{
	return cp < ' ' || (cp >= 0x7f && cp < 0xa0);
}

bool
utf8_valid(const char *s, size_t len)
{
	int cp;

	for (size_t i = 0; i < len;) {
		i += utf8_next(s + i, len - i, &cp);
		if (cp < 0)
			return false;
	}
	return true;
}

size_t
utf8_cut(const char *s, size_t len, size_t max)
{
	utf8proc_int32_t state = 0;
	size_t cluster = 0, character = 0;
	int before = -1, cp;

	if (len <= max)
		return len;
	for (size_t i = 0; i <= max;) {
		size_t n = utf8_next(s + i, len - i, &cp);

		character = i;
		if (before < 0 || cp < 0) {
			cluster = i;
			state = 0;
		} else if (utf8proc_grapheme_break_stateful(before, cp, &state))
			cluster = i;
		before = cp;
		i += n;
	}
	return cluster ? cluster : character;
}
