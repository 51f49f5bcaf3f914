/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/pane.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "client/match.h"
#include "common/clock.h"
#include "common/text.h"

enum {
	COLUMN_FROM = 60, /* so wide a pane has a nick column */
	WIDE_FROM = 100,
	TIME_FROM = 30,
	SIGN_FROM = 3 /* rows, for "more below" */
};

/* A row of the pane, counted from the lower end of its line. */
struct place {
	size_t index;  /* of the line */
	size_t hidden; /* rows of it below */
};

void
pane_size(struct pane *p, int rows, int width, const struct settings *s)
{
	struct block_form form = {.width = width, .ascii = p->ascii};
	struct buf time = {0};

	snprintf(form.time_format, sizeof(form.time_format), "%s",
	    s->timestamp_format);
	if (s->timestamps && width >= TIME_FROM) {
		block_time(&time, clock_wall_ms(), form.time_format);
		form.time_cells = text_width(time.data, time.len);
		if (form.time_cells > width / 3)
			form.time_cells = 0;
		buf_free(&time);
	}
	if (width >= COLUMN_FROM)
		form.who_cells = width >= WIDE_FROM ? BLOCK_WHO_MAX : 12;
	blocks_form(&p->blocks, &form);
	p->rows = rows;
	p->width = width;
}

void
pane_free(struct pane *p)
{
	blocks_free(&p->blocks);
}

static bool
other_day(const struct line *a, const struct line *b)
{
	time_t ta = (time_t)(a->time_ms / 1000);
	time_t tb = (time_t)(b->time_ms / 1000);
	struct tm da, db;

	localtime_r(&ta, &da);
	localtime_r(&tb, &db);
	return da.tm_yday != db.tm_yday || da.tm_year != db.tm_year;
}

static bool
has_day(const struct room *r, size_t i)
{
	return i == 0 || other_day(room_line(r, i - 1), room_line(r, i));
}

static bool
has_marker(const struct room *r, size_t i)
{
	return r->marker && i > 0 && room_line(r, i - 1)->id <= r->marker &&
	    room_line(r, i)->id > r->marker;
}

static const struct block *
block_at(struct pane *p, const struct room *r, size_t i)
{
	return blocks_get(&p->blocks, r, room_line(r, i));
}

static bool
has_top(const struct room *r, size_t i)
{
	return i == 0 && room_top(r);
}

static size_t
rows_at(struct pane *p, const struct room *r, size_t i)
{
	return block_at(p, r, i)->rows.count + has_top(r, i) + has_day(r, i) +
	    has_marker(r, i);
}

/* Where the pane ends below. */
static struct place
bottom(struct pane *p, const struct room *r)
{
	struct place b = {r->count - 1, 0};
	size_t rows;

	if (!r->anchor)
		return b;
	b.index = room_index(r, r->anchor);
	if (b.index >= r->count)
		return (struct place){r->count - 1, 0};
	rows = rows_at(p, r, b.index);
	b.hidden = r->anchor_hidden < rows ? r->anchor_hidden : rows - 1;
	return b;
}

static void
set_bottom(struct room *r, struct place b)
{
	if (b.index + 1 >= r->count && !b.hidden)
		room_scroll(r, 0, 0);
	else
		room_scroll(r, room_line(r, b.index)->id, (unsigned)b.hidden);
}

static int
text_rows(const struct pane *p, const struct room *r)
{
	return p->rows - (r->anchor && p->rows >= SIGN_FROM);
}

/* The place at which the oldest rows fill the pane. */
static struct place
highest(struct pane *p, const struct room *r)
{
	size_t want = p->rows > SIGN_FROM ? (size_t)p->rows - 1 : 1;
	size_t i, rows = 0;

	for (i = 0; i < r->count; i++) {
		rows += rows_at(p, r, i);
		if (rows >= want)
			return (struct place){i, rows - want};
	}
	return (struct place){r->count - 1, 0};
}

static bool
is_above(struct place a, struct place b)
{
	return a.index < b.index || (a.index == b.index && a.hidden > b.hidden);
}

static struct place
move_up(struct pane *p, const struct room *r, struct place b, size_t rows)
{
	struct place top = highest(p, r);

	for (b.hidden += rows; b.hidden >= rows_at(p, r, b.index); b.index--) {
		b.hidden -= rows_at(p, r, b.index);
		if (!b.index)
			return top;
	}
	return is_above(b, top) ? top : b;
}

static struct place
move_down(struct pane *p, const struct room *r, struct place b, size_t rows)
{
	while (rows > b.hidden) {
		rows -= b.hidden;
		if (b.index + 1 == r->count)
			return (struct place){b.index, 0};
		b.index++;
		b.hidden = rows_at(p, r, b.index);
	}
	b.hidden -= rows;
	return b;
}

void
pane_scroll(struct pane *p, struct room *r, int rows)
{
	struct place b;

	if (!r->count || p->rows < 1)
		return;
	b = bottom(p, r);
	if (rows > 0)
		b = move_up(p, r, b, (size_t)rows);
	else
		b = move_down(p, r, b, (size_t)-rows);
	set_bottom(r, b);
}

void
pane_top(struct pane *p, struct room *r)
{
	if (r->count && p->rows > 0)
		set_bottom(r, highest(p, r));
}

/* Whether all of line i is on the screen. */
static bool
in_sight(struct pane *p, const struct room *r, size_t i)
{
	struct place b = bottom(p, r);
	size_t most = (size_t)text_rows(p, r) + b.hidden, rows = 0;

	if (i > b.index || (i == b.index && b.hidden))
		return false;
	for (size_t at = b.index + 1; at > i; at--) {
		rows += rows_at(p, r, at - 1);
		if (rows > most)
			return false;
	}
	return true;
}

void
pane_show(struct pane *p, struct room *r)
{
	size_t i = room_index(r, r->jump);
	bool there = r->jump && i < r->count && room_line(r, i)->id == r->jump;
	struct place b = {i, 0}, top;

	r->jump = 0;
	if (!there || p->rows < 1 || in_sight(p, r, i))
		return;
	b = move_down(p, r, b, (size_t)p->rows / 2);
	top = highest(p, r);
	set_bottom(r, is_above(b, top) ? top : b);
}

bool
pane_range(struct pane *p, const struct room *r, size_t *first, size_t *last)
{
	size_t rows, want = p->rows > 0 ? (size_t)p->rows : 0;
	struct place b;

	if (!r->count || !want)
		return false;
	b = bottom(p, r);
	*first = *last = b.index;
	rows = rows_at(p, r, b.index) - b.hidden;
	while (*first > 0 && rows < want)
		rows += rows_at(p, r, --*first);
	return true;
}

static void
draw_rule(struct cells c, const char *label, const struct style *style)
{
	const char *rule = c.ascii ? "-" : "\xe2\x94\x80";
	int left = (cells_left(&c) - text_width(label, strlen(label))) / 2;

	cells_fill(&c, rule, left, style);
	cells_str(&c, label, style);
	cells_fill(&c, rule, cells_left(&c), style);
}

static void
draw_top(struct cells c, const char *words)
{
	static const struct style dim = {STYLE_DIM, STYLE_NONE, STYLE_NONE};
	struct buf label = {0};

	buf_addf(&label, " %s ", words);
	draw_rule(c, label.data, &dim);
	buf_free(&label);
}

static void
draw_day(struct cells c, const struct line *line)
{
	static const struct style dim = {STYLE_DIM, STYLE_NONE, STYLE_NONE};
	struct buf day = {0};

	buf_addc(&day, ' ');
	block_time(&day, line->time_ms, "%A, %d %B %Y");
	buf_addc(&day, ' ');
	draw_rule(c, day.data, &dim);
	buf_free(&day);
}

static struct style
who_style(const struct cells *c, const struct line *line)
{
	struct style style = style_plain;

	if (line->kind == SAID_ERROR)
		return (struct style){STYLE_BOLD, 4, STYLE_NONE};
	if (line->kind > SAID_NOTICE || !*line->nick) {
		style.attrs = STYLE_DIM;
	} else if (line->flags & LINE_SELF) {
		style.attrs = STYLE_BOLD;
	} else {
		style = paint_nick(c->paint, line->nick);
		if (line->flags & LINE_MENTION)
			style.attrs = STYLE_BOLD | STYLE_REVERSE;
	}
	return style;
}

static unsigned
text_attrs(const struct line *line)
{
	if (line->flags & LINE_MENTION)
		return STYLE_BOLD;
	return line->kind == SAID_EVENT || line->kind == SAID_GAP ? STYLE_DIM
								  : 0;
}

static void
draw_who(struct cells *c, const struct block *b, int who_cells,
    const struct style *style)
{
	if (!who_cells)
		return;
	if (b->who.len) {
		c->col += who_cells - text_width(b->who.data, b->who.len);
		cells_text(c, b->who.data, b->who.len, style);
	}
	c->col = b->indent;
}

static void
draw_first(struct pane *p, struct cells *c, const struct block *b,
    const struct line *line, bool selected)
{
	const struct block_form *form = &p->blocks.form;
	struct style style = who_style(c, line);
	struct style dim = {STYLE_DIM, STYLE_NONE, STYLE_NONE};

	if (selected) {
		style.attrs ^= STYLE_REVERSE;
		dim.attrs = STYLE_REVERSE;
	}
	if (form->time_cells) {
		cells_str(c, b->time, &dim);
		c->col = form->time_cells + 1;
	}
	draw_who(c, b, form->who_cells, &style);
	if (b->head.len)
		cells_text(c, b->head.data, b->head.len, &style);
}

/* A row of text, in which what is searched for stands out. */
static void
draw_found(struct cells *c, const struct block *b, const struct wrap_row *row,
    unsigned attrs, const struct pattern *find)
{
	const struct buf *text = &b->text.text;
	size_t at = row->start, end = row->start + row->len;
	struct match m = {0};

	while (find && text->len && m.start < end &&
	    pattern_find(find, text->data, text->len, m.start + m.len, &m)) {
		size_t first = m.start > at ? m.start : at;
		size_t last = m.start + m.len < end ? m.start + m.len : end;

		if (first >= last)
			continue;
		cells_styled(c, &b->text, at, first - at, attrs);
		cells_styled(
		    c, &b->text, first, last - first, attrs | STYLE_REVERSE);
		at = last;
	}
	cells_styled(c, &b->text, at, end - at, attrs);
}

/* Row number i of a line, its day and marker not counted. */
static void
draw_text_row(struct pane *p, struct cells c, const struct block *b,
    const struct line *line, size_t i, const struct room *r)
{
	const struct wrap_row *row = &b->rows.rows[i];
	bool selected = line->id == r->selected;
	unsigned attrs = text_attrs(line) | (selected ? STYLE_BOLD : 0);

	if (i == 0)
		draw_first(p, &c, b, line, selected);
	else
		c.col = b->indent;
	draw_found(&c, b, row, attrs, r->find);
}

static void
draw_row(
    struct pane *p, const struct room *r, size_t i, size_t row, struct cells c)
{
	static const struct style marker = {STYLE_BOLD, 4, STYLE_NONE};
	const struct line *line = room_line(r, i);

	if (has_top(r, i) && row-- == 0)
		draw_top(c, room_top(r));
	else if (has_day(r, i) && row-- == 0)
		draw_day(c, line);
	else if (has_marker(r, i) && row-- == 0)
		draw_rule(c, " new ", &marker);
	else
		draw_text_row(p, c, block_at(p, r, i), line, row, r);
}

static void
draw_sign(struct cells c, int row)
{
	static const struct style style = {
	    STYLE_REVERSE, STYLE_NONE, STYLE_NONE};
	static const char sign[] = " -- more below -- ";
	int left = cells_left(&c) - (int)sizeof(sign) + 1;

	c.row = row;
	c.col = left > 0 ? left / 2 : 0;
	cells_str(&c, sign, &style);
}

void
pane_draw(struct pane *p, struct room *r, struct cells c)
{
	struct place at;
	size_t rows;

	if (!r->count || p->rows < 1 || !c.win)
		return;
	at = bottom(p, r);
	c.row = text_rows(p, r);
	if (c.row < p->rows)
		draw_sign(c, p->rows - 1);
	for (;; at.index--, at.hidden = 0) {
		rows = rows_at(p, r, at.index) - at.hidden;
		while (rows > 0 && c.row > 0) {
			c.row--;
			draw_row(p, r, at.index, --rows, c);
		}
		if (!c.row || !at.index)
			return;
	}
}
