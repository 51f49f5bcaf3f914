/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HISTORY_PLACE_H
#define CLIENT_HISTORY_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "client/page.h"
#include "client/state.h"

/* Where pages go among the lines of a window, and where moments are. */

enum { HISTORY_SKEW_MS = 10000 /* between clocks of a network */ };

/* The oldest line that history knows; r->count where there is none. */
size_t history_oldest(const struct room *r);
/* The first line at that moment or after it, where what was said then is
 * loaded; r->count where it is not. */
size_t history_moment(const struct room *r, int64_t time_ms);
/* Has the view show line i with what is around it, and marks it. */
void history_show(struct room *r, size_t i);

/* Takes the lines of an answer into the room, and notes what is known now
 * and what of it is still wanted. */
void place_open(struct state *s, struct room *r, struct page *p);
void place_older(struct state *s, struct room *r, struct page *p);
void place_gap(struct state *s, struct room *r, struct page *p);
void place_around(struct state *s, struct room *r, struct page *p);

#endif
