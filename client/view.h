/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_VIEW_H
#define CLIENT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "client/editor.h"
#include "client/state.h"

/*
 * The screen: title, scrollback, nick list, status and input, drawn with
 * curses from the state and the editor's look; it calls neither of them back
 * but for what room.h offers to views. Draws what fits, down to one cell.
 */
struct view;

/* After tty_open. utf8: see tty_utf8. NO_COLOR is honoured. */
struct view *view_open(bool utf8);
void view_close(struct view *v); /* NULL is allowed */

/* After TTY_RESIZED and tty_suspend: takes the terminal's size; everything
 * is drawn anew. */
void view_resize(struct view *v);
void view_redraw(struct view *v);
void view_size(const struct view *v, int *rows, int *cols);

/* Moves the reading position of the current room. */
void view_scroll(struct view *v, struct state *s, int rows); /* > 0: up */
void view_page(struct view *v, struct state *s, int pages);  /* > 0: up */
void view_top(struct view *v, struct state *s);

/* Which lines of the current room are on screen; false for none. */
bool view_range(struct view *v, struct state *s, size_t *first, size_t *last);

/* Once a turn, where something changed. Times are monotonic. */
void view_draw(struct view *v, struct state *s, const struct editor_look *look,
    int64_t now_ms);
/* When what is shown changes by itself (the clock, a countdown). */
int64_t view_deadline(
    const struct view *v, const struct state *s, int64_t now_ms);

#endif
