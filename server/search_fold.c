/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_fold.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "common/mem.h"

enum { BOLD = 0x02, COLOR = 0x03, HEX_COLOR = 0x04, PIECE = '\r' };

static size_t
digits(const char *s, size_t most)
{
	size_t n = 0;

	while (n < most && isdigit((unsigned char)s[n]))
		n++;
	return n;
}

/* "\003fg,bg"; the comma belongs to it before a digit only. */
static size_t
color_len(const char *s)
{
	size_t n = digits(s, 2);

	if (n > 0 && s[n] == ',' && isdigit((unsigned char)s[n + 1]))
		n += 1 + digits(s + n + 1, 2);
	return n;
}

static size_t
hex_len(const char *s)
{
	size_t n = 0;

	while (n < 6 && isxdigit((unsigned char)s[n]))
		n++;
	return n == 6 ? n : 0;
}

/* The bytes that format, and are nothing said, at s; 0: none. */
static size_t
format_len(const char *s)
{
	if (*s == COLOR)
		return 1 + color_len(s + 1);
	if (*s == HEX_COLOR)
		return 1 + hex_len(s + 1);
	/* bold, plain, monospace, reverse, italic, strike, underline */
	return strchr("\002\017\021\026\035\036\037", *s) ? 1 : 0;
}

static void
add_plain(struct buf *out, const char *s)
{
	static const char action[] = "\001ACTION ";

	if (!strncmp(s, action, strlen(action)))
		s += strlen(action);
	while (*s) {
		size_t skip = format_len(s);

		if (skip == 0 && *s != PIECE)
			buf_addc(out, *s);
		s += skip ? skip : 1;
	}
}

static bool
is_accent(utf8proc_int32_t c)
{
	return c >= 0x300 && c <= 0x36f;
}

static bool
is_space(utf8proc_int32_t c)
{
	utf8proc_category_t k;

	if (c < 0x80)
		return c <= ' ' || c == 0x7f;
	k = utf8proc_category(c);
	return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL ||
	    k == UTF8PROC_CATEGORY_ZP || k == UTF8PROC_CATEGORY_CC;
}

/* Takes accents out, and makes one space of several. */
static utf8proc_ssize_t
squeeze(utf8proc_int32_t *chars, utf8proc_ssize_t n)
{
	utf8proc_ssize_t kept = 0;

	for (utf8proc_ssize_t i = 0; i < n; i++) {
		if (is_accent(chars[i]))
			continue;
		if (!is_space(chars[i]))
			chars[kept++] = chars[i];
		else if (kept > 0 && chars[kept - 1] != ' ')
			chars[kept++] = ' ';
	}
	return kept > 0 && chars[kept - 1] == ' ' ? kept - 1 : kept;
}

/* -1: it is no text. */
static int
fold_unicode(struct buf *out, const struct buf *plain)
{
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
	    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)plain->data;
	utf8proc_ssize_t len = (utf8proc_ssize_t)plain->len, n;
	utf8proc_int32_t *chars;

	n = utf8proc_decompose(s, len, NULL, 0, how);
	if (n < 0)
		return -1;
	/* encoded in place, and ended by NUL */
	chars = mem_alloc(((size_t)n + 1) * sizeof(*chars));
	utf8proc_decompose(s, len, chars, n, how);
	n = squeeze(chars, n);
	n = utf8proc_reencode(chars, n, UTF8PROC_COMPOSE);
	if (n > 0)
		buf_add(out, chars, (size_t)n);
	free(chars);
	return 0;
}

/* Most are; and what is no text is searched by what is ASCII in it. */
static void
fold_ascii(struct buf *out, const struct buf *plain)
{
	for (size_t i = 0; i < plain->len; i++) {
		unsigned char c = (unsigned char)plain->data[i];

		if (c > ' ' && c < 0x7f)
			buf_addc(out, (char)tolower(c));
		else if (out->len > 0 && out->data[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
	if (out->len > 0 && out->data[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

static bool
is_ascii(const struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if ((unsigned char)b->data[i] >= 0x80)
			return false;
	return true;
}

void
search_fold(struct buf *out, const char *text)
{
	struct buf plain = {0};

	buf_reset(out);
	buf_adds(out, "");
	add_plain(&plain, text);
	if (is_ascii(&plain) || fold_unicode(out, &plain) < 0)
		fold_ascii(out, &plain);
	buf_free(&plain);
}
