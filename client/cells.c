/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/cells.h"

#include <string.h>
#include <wchar.h>

#include "common/text.h"
#include "common/utf8.h"

enum { REPLACEMENT = 0xfffd, ZWJ = 0x200d, VS16 = 0xfe0f };

/* One cell's character with its marks. */
struct glyph {
	wchar_t chars[CCHARW_MAX + 1];
	int count;
	int cells;
};

struct cells
cells_at(WINDOW *win, const struct paint *paint, bool ascii)
{
	return (struct cells){.win = win,
	    .paint = paint,
	    .ascii = ascii,
	    .colors = true,
	    .end = win ? getmaxx(win) : 0};
}

int
cells_left(const struct cells *c)
{
	return c->end > c->col ? c->end - c->col : 0;
}

static void
put(struct cells *c, struct glyph *g, const struct paint_cell *paint)
{
	cchar_t cell;

	if (!g->count)
		return;
	g->chars[g->count] = L'\0';
	if (setcchar(&cell, g->chars, paint->attrs, (short)paint->pair, NULL) ==
	    OK)
		mvwadd_wch(c->win, c->row, c->col, &cell);
	c->col += g->cells;
	g->count = g->cells = 0;
}

static void
put_char(struct cells *c, wchar_t ch, const struct paint_cell *paint)
{
	struct glyph g = {.chars = {ch}, .count = 1, .cells = 1};

	put(c, &g, paint);
}

/* A character of the cluster; false when it and the rest have no place. */
static bool
add_char(struct cells *c, struct glyph *g, int cp, int end,
    const struct paint_cell *paint)
{
	int cells = wcwidth((wchar_t)cp);

	if (cells < 0)
		return false;
	if (cells == 0) {
		/* What follows a joiner has no cells of its own; terminals
		 * disagree on both of these. */
		if (cp == ZWJ || cp == VS16)
			return cp == VS16;
		if (g->count && g->count < CCHARW_MAX)
			g->chars[g->count++] = (wchar_t)cp;
		return true;
	}
	if (c->col + g->cells + cells > end)
		return false;
	put(c, g, paint);
	g->chars[g->count++] = (wchar_t)cp;
	g->cells = cells;
	return true;
}

static void
put_cluster(struct cells *c, const char *s, size_t len, int cells,
    const struct paint_cell *paint)
{
	struct glyph g = {.count = 0};
	int cp, end = c->col + cells, begin = c->col;
	size_t n;

	while (len > 0) {
		n = utf8_next(s, len, &cp);
		if (cp < 0 || !add_char(c, &g, cp, end, paint))
			break;
		s += n;
		len -= n;
	}
	put(c, &g, paint);
	if (c->col == begin)
		put_char(c, REPLACEMENT, paint);
	while (c->col < end)
		put_char(c, L' ', paint);
}

static bool
plain_ascii(const char *s, size_t len)
{
	return len == 1 && *s >= ' ' && *s < 127;
}

static void
put_any(struct cells *c, const char *s, size_t len, int cells,
    const struct paint_cell *paint)
{
	int end = c->col + cells;

	if (plain_ascii(s, len)) {
		put_char(c, (wchar_t)*s, paint);
	} else if (c->ascii || (unsigned char)*s < ' ' || *s == 127) {
		while (c->col < end)
			put_char(c, L'?', paint);
	} else {
		put_cluster(c, s, len, cells, paint);
	}
}

void
cells_text(
    struct cells *c, const char *s, size_t len, const struct style *style)
{
	struct paint_cell paint;
	int cells;
	size_t n;

	if (!c->win || c->row >= getmaxy(c->win))
		return;
	paint = paint_style(c->paint, style, c->colors);
	for (; len > 0; s += n, len -= n) {
		n = text_cluster(s, len, &cells);
		if (cells > cells_left(c)) {
			c->end = c->col;
			return;
		}
		if (cells > 0)
			put_any(c, s, n, cells, &paint);
	}
}

void
cells_str(struct cells *c, const char *s, const struct style *style)
{
	cells_text(c, s, strlen(s), style);
}

void
cells_styled(struct cells *c, const struct styled *s, size_t start, size_t len,
    unsigned more_attrs)
{
	size_t at = start, end = start + len, next, run = 0;

	while (at < end) {
		struct style style = *style_at(s, at, &run);

		next = run + 1 < s->count ? s->runs[run + 1].start : end;
		next = next < end ? next : end;
		style.attrs |= more_attrs;
		cells_text(c, s->text.data + at, next - at, &style);
		at = next;
	}
}

void
cells_fill(
    struct cells *c, const char *cluster, int times, const struct style *style)
{
	while (times-- > 0 && cells_left(c) > 0)
		cells_str(c, cluster, style);
}
