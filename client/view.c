/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/view.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curses.h>

#include "client/bars.h"
#include "client/cells.h"
#include "client/inputline.h"
#include "client/nicklist.h"
#include "client/paint.h"
#include "client/pane.h"
#include "common/clock.h"
#include "common/mem.h"

enum {
	INPUT_ROWS_MAX = 6,
	NICKS_FROM = 70, /* so wide a screen has room for the nick list */
	MINUTE_MS = 60000
};

/* Which rows and columns belong to what; 0 rows or columns = not there. */
struct layout {
	int rows, cols;
	int title, pane, status, input; /* rows */
	int nicks;                      /* columns */
};

struct view {
	bool ascii;
	bool redraw;
	struct paint paint;
	struct pane pane;
	struct layout layout;
	WINDOW *title, *text, *nicks, *status, *input;
};

struct view *
view_open(bool utf8)
{
	struct view *v = mem_alloc(sizeof(*v));

	v->ascii = v->pane.ascii = !utf8;
	paint_init(&v->paint);
	return v;
}

static void
window_close(WINDOW **w)
{
	if (*w)
		delwin(*w);
	*w = NULL;
}

static void
windows_close(struct view *v)
{
	window_close(&v->title);
	window_close(&v->text);
	window_close(&v->nicks);
	window_close(&v->status);
	window_close(&v->input);
}

void
view_close(struct view *v)
{
	if (!v)
		return;
	windows_close(v);
	pane_free(&v->pane);
	free(v);
}

static WINDOW *
window_open(int rows, int cols, int row, int col)
{
	WINDOW *w;

	if (rows < 1 || cols < 1)
		return NULL;
	w = newwin(rows, cols, row, col);
	if (w)
		leaveok(w, TRUE);
	return w;
}

static void
windows_open(struct view *v)
{
	const struct layout *l = &v->layout;
	int text_cols = l->cols - l->nicks;

	windows_close(v);
	v->title = window_open(l->title, l->cols, 0, 0);
	v->text = window_open(l->pane, text_cols, l->title, 0);
	v->nicks = window_open(l->pane, l->nicks, l->title, text_cols);
	v->status = window_open(l->status, l->cols, l->title + l->pane, 0);
	v->input =
	    window_open(l->input, l->cols, l->title + l->pane + l->status, 0);
	if (v->text)
		idlok(v->text, TRUE);
	if (v->input)
		leaveok(v->input, FALSE);
}

/* The input grows over at most half of the screen. */
static int
input_rows(const struct editor_look *look, int rows, int cols)
{
	int want = inputline_rows(look, cols);
	int most = rows / 2 < INPUT_ROWS_MAX ? rows / 2 : INPUT_ROWS_MAX;

	return want < most ? want : most > 1 ? most : 1;
}

static int
nick_cols(const struct state *s, int cols)
{
	int64_t want = s->settings->nick_list_width;

	if (!s->settings->nick_list || cols < NICKS_FROM || !s->current ||
	    s->current->kind != ROOM_CHANNEL || want < 1)
		return 0;
	return want < cols / 3 ? (int)want : cols / 3;
}

static struct layout
lay_out(const struct state *s, const struct editor_look *look)
{
	struct layout l = {.rows = LINES, .cols = COLS};

	l.input = input_rows(look, l.rows, l.cols);
	l.status = l.rows - l.input > 1;
	l.title = l.rows - l.input > 2;
	l.pane = l.rows - l.input - l.status - l.title;
	l.nicks = nick_cols(s, l.cols);
	return l;
}

static bool
same_layout(const struct layout *a, const struct layout *b)
{
	return a->rows == b->rows && a->cols == b->cols &&
	    a->title == b->title && a->pane == b->pane &&
	    a->status == b->status && a->input == b->input &&
	    a->nicks == b->nicks;
}

static void
take_layout(struct view *v, const struct layout *l, const struct state *s)
{
	if (!same_layout(&v->layout, l) || !v->input) {
		v->layout = *l;
		windows_open(v);
	}
	pane_size(&v->pane, l->pane, l->cols - l->nicks, s->settings);
}

void
view_resize(struct view *v)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	v->redraw = true;
}

void
view_redraw(struct view *v)
{
	v->redraw = true;
}

void
view_size(const struct view *v, int *rows, int *cols)
{
	(void)v;
	*rows = LINES;
	*cols = COLS;
}

void
view_scroll(struct view *v, struct state *s, int rows)
{
	if (s->current)
		pane_scroll(&v->pane, s->current, rows);
}

void
view_page(struct view *v, struct state *s, int pages)
{
	int page = v->pane.rows > 3 ? v->pane.rows - 2 : 1;

	view_scroll(v, s, pages * page);
}

void
view_top(struct view *v, struct state *s)
{
	if (s->current)
		pane_top(&v->pane, s->current);
}

bool
view_range(struct view *v, struct state *s, size_t *first, size_t *last)
{
	return s->current && pane_range(&v->pane, s->current, first, last);
}

static struct cells
blank(const struct view *v, WINDOW *w)
{
	struct cells c = cells_at(w, &v->paint, v->ascii);

	if (w)
		werase(w);
	return c;
}

static void
draw_text(struct view *v, struct state *s)
{
	struct cells c = blank(v, v->text);

	c.colors = s->settings->colors;
	if (s->current && s->current->jump)
		pane_show(&v->pane, s->current);
	if (s->current)
		pane_draw(&v->pane, s->current, c);
	c = blank(v, v->nicks);
	c.colors = s->settings->colors;
	if (s->current && v->nicks)
		nicklist_draw(s->current, c);
}

static void
show(const struct view *v)
{
	WINDOW *const all[] = {
	    v->title, v->text, v->nicks, v->status, v->input};

	/* The input comes last: its cursor is the one that stays. */
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i])
			wnoutrefresh(all[i]);
	doupdate();
}

void
view_draw(struct view *v, struct state *s, const struct editor_look *look,
    int64_t now_ms)
{
	struct layout l = lay_out(s, look);

	take_layout(v, &l, s);
	if (v->redraw)
		clearok(curscr, TRUE);
	v->redraw = false;
	bars_title(s, blank(v, v->title));
	draw_text(v, s);
	if (look->nchoices)
		bars_choices(look, blank(v, v->status));
	else
		bars_status(s, blank(v, v->status), now_ms);
	inputline_draw(look, blank(v, v->input));
	show(v);
}

int64_t
view_deadline(const struct view *v, const struct state *s, int64_t now_ms)
{
	int64_t minute = MINUTE_MS - clock_wall_ms() % MINUTE_MS;

	(void)v;
	if (s->current && s->current->network->status == NETWORK_WAITING)
		return now_ms + 1000;
	return now_ms + minute;
}
