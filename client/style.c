/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/style.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/formatting.h"
#include "common/mem.h"
#include "common/text.h"

#define TAB_AS "    "

const struct style style_plain = {0, STYLE_NONE, STYLE_NONE};

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : -1;
}

static int
color_known(int color)
{
	return color == STYLE_COLORS ? STYLE_NONE : color; /* 99: the default */
}

/* Without a colour the code takes those away that were there. */
static void
set_colors(struct style *now, const struct formatting *f)
{
	if (f->fg == FORMATTING_NONE)
		now->bg = STYLE_NONE;
	now->fg = color_known(f->fg);
	if (f->bg != FORMATTING_NONE)
		now->bg = color_known(f->bg);
}

/* Acts on the code at s and returns its length. */
static size_t
take_code(struct style *now, const char *s, size_t len)
{
	struct formatting f;
	size_t n = formatting_read(&f, s, len);

	switch (f.code) {
	case FORMATTING_BOLD:
		now->attrs ^= STYLE_BOLD;
		break;
	case FORMATTING_ITALIC:
		now->attrs ^= STYLE_ITALIC;
		break;
	case FORMATTING_UNDERLINE:
		now->attrs ^= STYLE_UNDERLINE;
		break;
	case FORMATTING_STRIKE:
		now->attrs ^= STYLE_STRIKE;
		break;
	case FORMATTING_MONO:
		now->attrs ^= STYLE_MONO;
		break;
	case FORMATTING_REVERSE:
		now->attrs ^= STYLE_REVERSE;
		break;
	case FORMATTING_RESET:
		*now = style_plain;
		break;
	case FORMATTING_COLOR:
	case FORMATTING_HEX:
		set_colors(now, &f);
		break;
	}
	return n;
}

static bool
same(const struct style *a, const struct style *b)
{
	return a->attrs == b->attrs && a->fg == b->fg && a->bg == b->bg;
}

static void
run_insert(struct styled *out, size_t i, size_t start, struct style style)
{
	if (out->count == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 4;
		out->runs =
		    mem_resize(out->runs, out->cap * sizeof(*out->runs));
	}
	memmove(&out->runs[i + 1], &out->runs[i],
	    (out->count - i) * sizeof(*out->runs));
	out->runs[i] = (struct style_run){start, style};
	out->count++;
}

static void
run_add(struct styled *out, const struct style *now)
{
	struct style_run *last;

	if (!out->count) {
		run_insert(out, 0, 0, *now);
		return;
	}
	last = &out->runs[out->count - 1];
	if (same(&last->style, now))
		return;
	if (last->start == out->text.len)
		last->style = *now;
	else if (out->count < STYLE_RUNS_MAX)
		run_insert(out, out->count, out->text.len, *now);
}

/* Begins a run at byte `at` with the style that is there, unless one begins
 * there already; its number. */
static size_t
run_split(struct styled *out, size_t at)
{
	size_t i = out->count;

	while (i > 0 && out->runs[i - 1].start > at)
		i--;
	if (out->runs[i - 1].start == at)
		return i - 1;
	run_insert(out, i, at, out->runs[i - 1].style);
	return i;
}

static size_t
url_scheme(const char *s, size_t len)
{
	static const char *const schemes[] = {"https://", "http://", "ircs://",
	    "irc://", "gemini://", "ftp://", "mailto:", "www."};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (len > n && !strncasecmp(s, schemes[i], n))
			return n;
	}
	return 0;
}

static bool
url_byte(char c)
{
	return (unsigned char)c > ' ' && !strchr("<>\"{}|\\^`", c);
}

static int
url_depth(const char *s, size_t len)
{
	int depth = 0;

	for (size_t i = 0; i < len; i++)
		depth += (s[i] == '(') - (s[i] == ')');
	return depth;
}

/* Without the sentence's own marks at the end. A closing bracket belongs to
 * the URL where it was opened inside. */
static size_t
url_trimmed(const char *s, size_t len, size_t least)
{
	int depth = url_depth(s, len);

	for (; len > least; len--) {
		if (s[len - 1] == ')' && depth < 0)
			depth++;
		else if (!strchr(".,;:!?'", s[len - 1]))
			break;
	}
	return len;
}

/* The length of the URL at s, 0 when there is none. */
static size_t
url_length(const char *s, size_t len)
{
	size_t scheme = url_scheme(s, len);
	size_t n = scheme;

	if (!scheme)
		return 0;
	while (n < len && url_byte(s[n]))
		n++;
	n = url_trimmed(s, n, scheme);
	return n > scheme ? n : 0;
}

static void
underline_url(struct styled *out, size_t start, size_t len)
{
	size_t from, to;

	if (out->count + 2 > STYLE_RUNS_MAX)
		return;
	from = run_split(out, start);
	to = start + len < out->text.len ? run_split(out, start + len)
					 : out->count;
	for (; from < to; from++)
		out->runs[from].style.attrs |= STYLE_LINK;
}

static bool
word_begins(const struct buf *text, size_t at)
{
	unsigned char before = at ? (unsigned char)text->data[at - 1] : ' ';

	return !(before >= 0x80 || digit((char)before) >= 0 ||
	    (before >= 'a' && before <= 'z') ||
	    (before >= 'A' && before <= 'Z'));
}

static void
underline_urls(struct styled *out)
{
	for (size_t n, at = 0; at < out->text.len; at += n ? n : 1) {
		n = 0;
		if (!word_begins(&out->text, at))
			continue;
		n = url_length(out->text.data + at, out->text.len - at);
		if (n)
			underline_url(out, at, n);
	}
}

static size_t
plain_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] != '\t' && !formatting_is_code(s[n]))
		n++;
	return n;
}

void
style_parse(struct styled *out, const char *text, size_t len)
{
	struct style now = style_plain;
	size_t at = 0, n;

	buf_reset(&out->text);
	out->count = 0;
	run_add(out, &now);
	while (at < len) {
		n = plain_length(text + at, len - at);
		if (n) {
			run_add(out, &now);
			text_visible(&out->text, text + at, n, NULL);
			at += n;
		} else if (text[at] == '\t') {
			run_add(out, &now);
			buf_adds(&out->text, TAB_AS);
			at++;
		} else {
			at += take_code(&now, text + at, len - at);
		}
	}
	underline_urls(out);
}

void
style_free(struct styled *out)
{
	buf_free(&out->text);
	free(out->runs);
	*out = (struct styled){0};
}

const struct style *
style_at(const struct styled *s, size_t at, size_t *from)
{
	while (*from + 1 < s->count && s->runs[*from + 1].start <= at)
		++*from;
	return s->count ? &s->runs[*from].style : &style_plain;
}

unsigned
style_hash(const char *nick)
{
	unsigned h = 2166136261u; /* FNV-1a */

	for (; *nick; nick++)
		h = (h ^ (unsigned char)text_fold_char(*nick)) * 16777619u;
	return h ^ h >> 15;
}
