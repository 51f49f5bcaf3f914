/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEEK_H
#define CLIENT_SEEK_H

#include <stdbool.h>
#include <stdint.h>

#include "client/match.h"
#include "client/room.h"

/*
 * Searching a window's scrollback while one types. All that matches stands
 * out there (room.find), the line that was found is selected and on screen.
 * A zeroed one is not active.
 */
struct seek {
	bool active;
	uint64_t room; /* its id */
	char *text;
	struct pattern pattern;
	uint64_t from;       /* the line at which it began */
	uint64_t found;      /* the line shown, 0 = none */
	const char *trouble; /* what was not found, or NULL */

	/* how it was before */
	uint64_t anchor, selected;
	unsigned anchor_hidden;
};

/* Begins at the line at the lower end of the screen. */
void seek_begin(struct seek *k, struct room *r, uint64_t from);
/* Another text: the nearest line above where it began, else below it. */
void seek_type(struct seek *k, struct room *r, const char *text);
/* The next match above (by < 0) or below the one shown. */
void seek_step(struct seek *k, struct room *r, int by);
/* Ends it, there or (back) where one was before. r NULL: the window is
 * gone. */
void seek_end(struct seek *k, struct room *r, bool back);

#endif
