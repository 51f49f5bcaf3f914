/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PANE_H
#define CLIENT_PANE_H

#include "client/block.h"
#include "client/cells.h"
#include "client/settings.h"

/*
 * The scrollback of a room in a window. Its lower end is the room's reading
 * position (room_scroll), which stays with its line when the size changes.
 */
struct pane {
	struct blocks blocks;
	int rows, width;
	bool ascii; /* set by the owner */
};

/* Before the others, whenever the size or the settings may have changed. */
void pane_size(struct pane *p, int rows, int width, const struct settings *s);
void pane_draw(struct pane *p, struct room *r, struct cells cells);
void pane_free(struct pane *p);

/* Brings the line room.jump on the screen, with what is around it, unless it
 * is there; then there is none to show. */
void pane_show(struct pane *p, struct room *r);

/* rows > 0 goes up, to the oldest line at most; < 0 down. */
void pane_scroll(struct pane *p, struct room *r, int rows);
void pane_top(struct pane *p, struct room *r);
/* Which lines are in it, some maybe in part; false where none is. */
bool pane_range(
    struct pane *p, const struct room *r, size_t *first, size_t *last);

#endif
