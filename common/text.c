/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text.h"

#include <string.h>
#include <utf8proc.h>

#include "common/mem.h"
#include "common/utf8.h"

enum { NEAREST_LEN = 48, NEAREST_DISTANCE = 2 };

char
text_fold_char(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
text_casecmp(const char *a, const char *b)
{
	while (*a && text_fold_char(*a) == text_fold_char(*b))
		a++, b++;
	return (unsigned char)text_fold_char(*a) -
	    (unsigned char)text_fold_char(*b);
}

void
text_fold(char *out, const char *s)
{
	while ((*out++ = text_fold_char(*s++)))
		continue;
}

char *
text_folded(const char *s)
{
	char *out = mem_alloc(strlen(s) + 1);

	text_fold(out, s);
	return out;
}

static size_t
character(const char *s)
{
	int cp;

	return utf8_next(s, strnlen(s, 4), &cp);
}

bool
text_match(const char *mask, const char *s)
{
	/* Only the last star is ever tried again: what an earlier one took
	 * cannot matter, so the steps are at most the lengths' product. */
	const char *star = NULL, *retry = NULL;

	while (*s) {
		if (*mask == '*') {
			star = ++mask;
			retry = s;
		} else if (*mask == '?') {
			mask++;
			s += character(s);
		} else if (text_fold_char(*mask) == text_fold_char(*s)) {
			mask++, s++;
		} else if (star) {
			retry += character(retry);
			mask = star;
			s = retry;
		} else
			return false;
	}
	mask += strspn(mask, "*");
	return !*mask;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits (one letter more, less or other; two swapped) that make a into b,
 * both at most NEAREST_LEN long. */
static size_t
distance(const char *a, size_t alen, const char *b, size_t blen)
{
	size_t rows[3][NEAREST_LEN + 1];
	size_t *old = rows[0], *last = rows[1], *row = rows[2], *spare;

	for (size_t j = 0; j <= blen; j++)
		last[j] = j;
	for (size_t i = 1; i <= alen; i++) {
		row[0] = i;
		for (size_t j = 1; j <= blen; j++) {
			char x = text_fold_char(a[i - 1]);
			char y = text_fold_char(b[j - 1]);

			row[j] = least(last[j], row[j - 1]) + 1;
			row[j] = least(row[j], last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == text_fold_char(b[j - 2]) &&
			    y == text_fold_char(a[i - 2]))
				row[j] = least(row[j], old[j - 2] + 1);
		}
		spare = old, old = last, last = row, row = spare;
	}
	return last[blen];
}

const char *
text_nearest(const char *s, const char *const *list)
{
	const char *found = NULL;
	size_t len = strlen(s), best = least(NEAREST_DISTANCE + 1, len);

	if (len > NEAREST_LEN)
		return NULL;
	for (; *list; list++) {
		size_t d, n = strlen(*list);

		if (n > NEAREST_LEN)
			continue;
		d = distance(s, len, *list, n);
		if (d < best) {
			best = d;
			found = *list;
		}
	}
	return found;
}

static const utf8proc_property_t *
property(int cp)
{
	return utf8proc_get_property(cp);
}

static bool
is_pictogram(int cp)
{
	return property(cp)->boundclass ==
	    UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool
is_regional(int cp)
{
	return cp >= 0x1f1e6 && cp <= 0x1f1ff;
}

static bool
is_mark(int cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_ME;
}

/* As terminals and wcwidth have it, from which utf8proc differs for
 * spacing marks, visible format characters and the later parts of Hangul
 * syllables. */
static int
char_width(int cp)
{
	const utf8proc_property_t *p = property(cp);

	if (p->category == UTF8PROC_CATEGORY_MC ||
	    (p->category == UTF8PROC_CATEGORY_CF &&
		p->boundclass == UTF8PROC_BOUNDCLASS_PREPEND))
		return 1;
	if (p->boundclass == UTF8PROC_BOUNDCLASS_V ||
	    p->boundclass == UTF8PROC_BOUNDCLASS_T)
		return 0;
	return utf8proc_charwidth(cp);
}

static int
first_width(int cp)
{
	if (cp < 0 || utf8proc_category(cp) == UTF8PROC_CATEGORY_CC ||
	    is_mark(cp))
		return 1;
	return char_width(cp);
}

/* Cells of a cluster when cp joins it, that were `cells` with `before`. */
static int
joined_width(int cells, int before, int cp)
{
	if (is_regional(cp) || (before == 0x200d && is_pictogram(cp)))
		return 2;
	if (!cells)
		return char_width(cp);
	/* in Thai and Indic scripts a cell of its own; also for what joins a
	 * format character that is seen */
	if (property(before)->boundclass == UTF8PROC_BOUNDCLASS_PREPEND ||
	    property(cp)->boundclass == UTF8PROC_BOUNDCLASS_SPACINGMARK)
		cells += char_width(cp);
	return cells > 2 ? 2 : cells;
}

static bool
is_plain(const char *s)
{
	return *s >= ' ' && *s <= '~';
}

size_t
text_cluster(const char *s, size_t len, int *cells)
{
	utf8proc_int32_t state = 0;
	size_t i;
	int before, cp;

	if (is_plain(s) && (len == 1 || is_plain(s + 1))) {
		*cells = 1;
		return 1;
	}
	i = utf8_next(s, len, &before);
	*cells = first_width(before);
	while (i < len && before >= 0) {
		size_t n = utf8_next(s + i, len - i, &cp);

		if (cp < 0 ||
		    utf8proc_grapheme_break_stateful(before, cp, &state))
			break;
		*cells = joined_width(*cells, before, cp);
		before = cp;
		i += n;
	}
	return i;
}

int
text_width(const char *s, size_t len)
{
	int width = 0, cells;

	for (size_t i = 0; i < len; width += cells)
		i += text_cluster(s + i, len - i, &cells);
	return width;
}

static bool
is_selector(int cp)
{
	return (cp >= 0xfe00 && cp <= 0xfe0f) ||
	    (cp >= 0xe0100 && cp <= 0xe01ef);
}

/* Default_Ignorable_Code_Point though not assigned: utf8proc, which has the
 * property for the others, knows nothing about these. */
static bool
is_reserved_hidden(int cp)
{
	return cp == 0x2065 || (cp >= 0xfff0 && cp <= 0xfff8) ||
	    (cp >= 0xe0000 && cp <= 0xe0fff);
}

static bool
is_hidden(int cp)
{
	const utf8proc_property_t *p = property(cp);

	switch (p->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	case UTF8PROC_CATEGORY_CF:
		/* a few, such as the Arabic number sign, are seen */
		return p->boundclass != UTF8PROC_BOUNDCLASS_PREPEND;
	default:
		return p->ignorable || is_reserved_hidden(cp);
	}
}

static bool
is_arabic(int cp)
{
	return cp >= 0x620 && cp <= 0x8ff && !is_hidden(cp);
}

/* Whether a hidden character has a visible effect between its neighbours
 * (0 at the ends): joins an emoji sequence, shapes a letter. */
static bool
is_shaping(int before, int cp, int after)
{
	bool virama = property(before)->combining_class == 9;

	if (is_selector(cp))
		return before > ' ' && !is_hidden(before) && !is_mark(before);
	if (cp == 0x200c) /* ZWNJ: Persian, Indic scripts */
		return virama || (is_arabic(before) && is_arabic(after));
	if (cp != 0x200d)
		return false;
	if (virama)
		return true;
	return is_pictogram(after) &&
	    (is_pictogram(before) || is_selector(before) ||
		(before >= 0x1f3fb && before <= 0x1f3ff));
}

/* Terminals disagree on the width of a narrow character with the emoji
 * selector, and agree on it without. */
static bool
is_dropped(int before, int cp, int after)
{
	return cp == 0xfe0f && after != 0x200d && before > ' ' &&
	    utf8proc_charwidth(before) == 1;
}

struct neighbours {
	int before; /* 0 where there is none */
	int cp;
	int after;
	bool lone; /* nothing before for a mark to stand on */
};

static void
add_visible(struct buf *out, const char *s, size_t n, struct neighbours *c,
    const char *keep)
{
	if (c->cp > 0 && c->cp < 0x80 && keep && strchr(keep, c->cp)) {
		buf_add(out, s, n);
		c->lone = true;
		return;
	}
	if (c->cp < 0 ||
	    (is_hidden(c->cp) && !is_shaping(c->before, c->cp, c->after))) {
		buf_adds(out, "\xef\xbf\xbd");
		c->lone = false;
		return;
	}
	if (is_dropped(c->before, c->cp, c->after))
		return;
	if (c->lone && is_mark(c->cp))
		buf_adds(out, "\xe2\x97\x8c"); /* U+25CC, made for this */
	buf_add(out, s, n);
	c->lone = false;
}

void
text_visible(struct buf *out, const char *s, size_t len, const char *keep)
{
	struct neighbours c = {.lone = true};
	size_t n, next;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &c.cp);
		next = i + n;
		c.after = 0;
		if (next < len)
			utf8_next(s + next, len - next, &c.after);
		add_visible(out, s + i, n, &c, keep);
		c.before = c.cp < 0 ? 0 : c.cp;
	}
}
