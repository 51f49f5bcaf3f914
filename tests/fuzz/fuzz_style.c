/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <string.h>

#include "client/style.h"
#include "client/wrap.h"
#include "common/text.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

static bool
is_color(int color)
{
	return color == STYLE_NONE || (color >= 0 && color < STYLE_COLORS) ||
	    (color >= STYLE_RGB && color <= (STYLE_RGB | 0xffffff));
}

static void
check_text(const struct styled *s)
{
	assert(utf8_valid(s->text.data ? s->text.data : "", s->text.len));
	for (size_t i = 0; i < s->text.len; i++)
		assert((unsigned char)s->text.data[i] >= ' ');
}

/* Runs begin at 0 and go on, each inside the text. */
static void
check_runs(const struct styled *s)
{
	assert(s->count >= 1 && s->count <= STYLE_RUNS_MAX);
	assert(s->runs[0].start == 0);
	for (size_t i = 0; i < s->count; i++) {
		assert(i == 0 || s->runs[i].start > s->runs[i - 1].start);
		assert(s->runs[i].start <= s->text.len);
		assert(is_color(s->runs[i].style.fg));
		assert(is_color(s->runs[i].style.bg));
	}
}

/* Only spaces are lost between rows, and none is too wide. */
static void
check_rows(const struct styled *s, int width)
{
	struct wrap w = {0};
	const char *text = s->text.data ? s->text.data : "";
	size_t at = 0;

	wrap_text(&w, text, s->text.len, width, width);
	assert(w.count >= 1);
	for (size_t i = 0; i < w.count; i++) {
		const struct wrap_row *r = &w.rows[i];
		while (at < r->start)
			assert(text[at++] == ' ');
		assert(at == r->start && r->start + r->len <= s->text.len);
		assert(
		    width == 1 || text_width(text + r->start, r->len) <= width);
		at += r->len;
	}
	wrap_free(&w);
}

FUZZ_TARGET(style)
{
	struct styled s = {0};

	style_parse(&s, (const char *)data, len);
	check_text(&s);
	check_runs(&s);
	check_rows(&s, len ? data[0] % 80 + 1 : 1);
	style_free(&s);
	return 0;
}
