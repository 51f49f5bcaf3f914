/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/cleaning.h"

#include <string.h>

#include "common/utf8.h"

enum { ESC = 0x1b, BEL = 0x07 };

static size_t
span(const char *s, size_t len, char first, char last)
{
	size_t i = 0;

	while (i < len && s[i] >= first && s[i] <= last)
		i++;
	return i;
}

/* "ESC [ … final": 0 where it is not whole. */
static size_t
control_sequence(const char *s, size_t len)
{
	size_t i = 2;

	i += span(s + i, len - i, 0x30, 0x3f);
	i += span(s + i, len - i, 0x20, 0x2f);
	return i < len && s[i] >= 0x40 && s[i] <= 0x7e ? i + 1 : 0;
}

/* "ESC ] … BEL" or "ESC ] … ESC \". */
static size_t
command_string(const char *s, size_t len)
{
	for (size_t i = 2; i < len; i++)
		if (s[i] == BEL)
			return i + 1;
		else if (s[i] == ESC)
			return i + 1 < len && s[i + 1] == '\\' ? i + 2 : 0;
	return 0;
}

/* Bytes of the sequence that begins with this ESC; 1: the ESC alone. */
static size_t
escape_length(const char *s, size_t len)
{
	size_t i = 1 + span(s + 1, len - 1, 0x20, 0x2f), whole = 0;

	if (len > 2 && s[1] == '[')
		whole = control_sequence(s, len);
	else if (len > 2 && s[1] == ']')
		whole = command_string(s, len);
	else if (i < len && s[i] >= 0x30 && s[i] <= 0x7e)
		whole = i + 1;
	return whole ? whole : 1;
}

void
cleaning_add(struct buf *out, const char *line, size_t len)
{
	size_t start = out->len, n;
	int c;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_next(line + i, len - i, &c);
		if (c == ESC)
			n = escape_length(line + i, len - i);
		else if (c < 0)
			buf_adds(out, "\xef\xbf\xbd");
		else if (c == '\t')
			buf_addc(out, ' ');
		else if (!utf8_control(c))
			buf_add(out, line + i, n);
	}
	while (out->len > start && out->data[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}
