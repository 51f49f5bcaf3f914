/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_RESULTS_H
#define CLIENT_RESULTS_H

#include <stdbool.h>

#include "client/found.h"
#include "client/state.h"

/*
 * The window of results: its lines are made from r->found, each time anew.
 * One of them is selected: a result, or the line that stands for the next
 * page.
 */

/* Makes the lines. `select` is the number of the result to select; one that
 * is not there selects where the first page begins. */
void results_draw(struct state *s, struct room *r, size_t select);

/* Selects another line, so many up (by < 0) or down. */
void results_move(struct state *s, struct room *r, int by);

/* The selected result, or NULL; *paging (then) whether it is the line for the
 * next page. */
const struct result *results_selected(const struct room *r, bool *paging);

#endif
