/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/inputline.h"

#include <string.h>

#include "client/rows.h"
#include "client/wrap.h"
#include "common/buf.h"
#include "common/text.h"

static const struct style control = {STYLE_REVERSE, STYLE_NONE, STYLE_NONE};
static const struct style question_style = {STYLE_BOLD, STYLE_NONE, STYLE_NONE};

static void
begin(struct rows *r, const struct editor_look *look, int width)
{
	rows_begin(
	    r, look->text, look->len, rows_prompt(look->prompt, width), width);
}

static int
question_rows(const struct editor_look *look, int width)
{
	struct wrap w = {0};
	int rows;

	wrap_text(&w, look->question, strlen(look->question), width, width);
	rows = (int)w.count;
	wrap_free(&w);
	return rows;
}

int
inputline_rows(const struct editor_look *look, int width)
{
	struct rows r;
	int row, col, rows;

	if (look->question)
		return question_rows(look, width);
	begin(&r, look, width);
	rows_find(r, look->point, &row, &col, &rows);
	return rows;
}

static void
draw_question(const struct editor_look *look, struct cells c)
{
	struct wrap w = {0};
	int width = cells_left(&c), height = getmaxy(c.win);

	wrap_text(&w, look->question, strlen(look->question), width, width);
	for (size_t i = 0; i < w.count && (int)i < height; i++) {
		struct cells row = c;
		row.row = (int)i;
		cells_text(&row, look->question + w.rows[i].start,
		    w.rows[i].len, &question_style);
		wmove(c.win, row.row, row.col < width ? row.col : width - 1);
	}
	wrap_free(&w);
}

static void
draw_prompt(const struct editor_look *look, struct cells c)
{
	struct buf prompt = {0};

	text_visible(&prompt, look->prompt, strlen(look->prompt), NULL);
	c.end = rows_prompt(look->prompt, cells_left(&c));
	cells_text(
	    &c, prompt.data ? prompt.data : "", prompt.len, &question_style);
	buf_free(&prompt);
}

/* A control character as its letter, a newline as an arrow. */
static void
draw_control(struct cells *c, char ch)
{
	char letter[2] = {(char)(ch == 127 ? '?' : ch + '@'), '\0'};

	if (ch == '\n')
		cells_str(c, c->ascii ? "$" : "\xe2\x86\xb5", &control);
	else
		cells_str(c, letter, &control);
}

static void
draw_cluster(struct cells c, const struct rows *r)
{
	const char *s = r->text + r->at;
	struct buf visible = {0};

	c.col = r->col;
	if ((unsigned char)*s < ' ' || *s == 127) {
		draw_control(&c, *s);
		return;
	}
	/* What cannot be shown takes the cells that were reckoned with. */
	c.end = c.col + r->cells < c.end ? c.col + r->cells : c.end;
	text_visible(&visible, s, r->n, NULL);
	cells_text(&c, visible.data, visible.len, &style_plain);
	buf_free(&visible);
}

void
inputline_draw(const struct editor_look *look, struct cells c)
{
	int width, height, row, col, first;
	struct rows r;

	if (!c.win)
		return;
	if (look->question) {
		draw_question(look, c);
		return;
	}
	width = cells_left(&c);
	height = getmaxy(c.win);
	begin(&r, look, width);
	rows_find(r, look->point, &row, &col, NULL);
	first = row < height ? 0 : row - height + 1;
	if (!first)
		draw_prompt(look, c);
	while (rows_next(&r) && r.row - first < height) {
		c.row = r.row - first;
		if (c.row >= 0)
			draw_cluster(c, &r);
	}
	wmove(c.win, row - first, col < width ? col : width - 1);
}
