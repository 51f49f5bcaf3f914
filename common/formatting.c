/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/formatting.h"

#include <openssl/crypto.h>

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

/* Each reader of a colour: bytes taken, 0 when there is no colour. */
static size_t
take_color(const char *s, size_t len, int *color)
{
	if (!len || digit(s[0]) < 0)
		return 0;
	*color = digit(s[0]);
	if (len < 2 || digit(s[1]) < 0)
		return 1;
	*color = *color * 10 + digit(s[1]);
	return 2;
}

static size_t
take_hex(const char *s, size_t len, int *color)
{
	int value = 0;

	if (len < 6)
		return 0;
	for (int i = 0; i < 6; i++) {
		int one = OPENSSL_hexchar2int((unsigned char)s[i]);

		if (one < 0)
			return 0;
		value = value * 16 + one;
	}
	*color = FORMATTING_RGB | value;
	return 6;
}

/* What follows a colour code: foreground, perhaps a comma and background. */
static size_t
take_colors(struct formatting *f, const char *s, size_t len,
    size_t (*one)(const char *, size_t, int *))
{
	size_t more, n = one(s, len, &f->fg);

	if (!n || n + 1 >= len || s[n] != ',')
		return n;
	more = one(s + n + 1, len - n - 1, &f->bg);
	return more ? n + 1 + more : n;
}

bool
formatting_is_code(char c)
{
	switch ((enum formatting_code)c) {
	case FORMATTING_BOLD:
	case FORMATTING_COLOR:
	case FORMATTING_HEX:
	case FORMATTING_RESET:
	case FORMATTING_MONO:
	case FORMATTING_REVERSE:
	case FORMATTING_ITALIC:
	case FORMATTING_STRIKE:
	case FORMATTING_UNDERLINE:
		return true;
	}
	return false;
}

size_t
formatting_read(struct formatting *f, const char *s, size_t len)
{
	f->code = (enum formatting_code)s[0];
	f->fg = f->bg = FORMATTING_NONE;
	if (f->code == FORMATTING_COLOR)
		return 1 + take_colors(f, s + 1, len - 1, take_color);
	if (f->code == FORMATTING_HEX)
		return 1 + take_colors(f, s + 1, len - 1, take_hex);
	return 1;
}

void
formatting_strip(struct buf *out, const char *s, size_t len)
{
	struct formatting f;
	size_t at = 0, from = 0;

	while (at < len) {
		if (!formatting_is_code(s[at])) {
			at++;
			continue;
		}
		buf_add(out, s + from, at - from);
		at += formatting_read(&f, s + at, len - at);
		from = at;
	}
	buf_add(out, s + from, len - from);
}
