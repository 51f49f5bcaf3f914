/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEARCH_H
#define CLIENT_SEARCH_H

#include "client/found.h"
#include "client/state.h"

/*
 * /search: asks a server that can search (soju.im/search), else looks through
 * the scrollback of the network's windows; shows what was found in a window
 * of its own (results.h).
 */

/* Begins one and shows its window. -1 with one sentence in err. */
int search_begin(
    struct state *s, struct network *n, const char *typed, struct buf *err);
/* The next page of the window's search, where there is one. */
void search_more(struct state *s, struct room *r);
/* Enter in a window of results: the selected line's place, or page. */
void search_enter(struct state *s, struct room *r);

/* What the server answers. search_answers: whether what now begins to come
 * in answers the last question; `serial` is that of its label, 0 = it has
 * none. */
bool search_answers(struct state *s, struct network *n, unsigned serial);
void search_hit(struct state *s, struct network *n, const struct result *r);
void search_done(struct state *s, struct network *n);
/* What it says about the answer that comes; reached_ms > 0: it has searched up
 * to there only. */
void search_noted(struct state *s, struct network *n, unsigned serial,
    int64_t reached_ms, const char *note);
void search_failed(struct state *s, struct network *n, const char *why);
/* The connection is gone. */
void search_lost(struct state *s, struct network *n);

#endif
