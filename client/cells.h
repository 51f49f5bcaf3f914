/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CELLS_H
#define CLIENT_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include <curses.h>

#include "client/paint.h"
#include "client/style.h"

/*
 * Where on the screen something is drawn, and how. The only place that hands
 * text to curses: each cluster takes the cells that text_cluster says, and
 * whatever the terminal's library thinks of it, no more.
 */
struct cells {
	WINDOW *win; /* NULL draws nothing */
	const struct paint *paint;
	bool ascii;  /* draw '?' for what is not */
	bool colors; /* draw the colours of styles */
	int row, col;
	int end; /* the column at which drawing ends */
};

struct cells cells_at(WINDOW *win, const struct paint *paint, bool ascii);
int cells_left(const struct cells *c);

/* Each draws from row, col on, as much as fits before `end`, and moves col
 * behind it. Control characters become '?'. */
void cells_text(
    struct cells *c, const char *s, size_t len, const struct style *style);
void cells_str(struct cells *c, const char *s, const struct style *style);
void cells_styled(struct cells *c, const struct styled *s, size_t start,
    size_t len, unsigned more_attrs);
/* The same character until `end`, or so many times. */
void cells_fill(
    struct cells *c, const char *cluster, int times, const struct style *style);

#endif
