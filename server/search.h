/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_H
#define SERVER_SEARCH_H

#include <stdint.h>

#include "server/search_run.h"
#include "server/server.h"

/*
 * Search beside the loop: threads of its own that read history.db, and keep
 * search.db (search_file.h) up to it. The loop gives them what is asked once
 * the turn is committed, so that what was just said is found, and has the
 * index go on a moment after something was said; while much is said that takes
 * a quarter of one processor at most.
 */
struct search;

/* For the store in this folder; where it is not wanted, no file of it is left.
 * NULL with errno. */
struct search *search_start(const char *dir, bool wanted);
void search_stop(struct search *x);

/* Searches for a session, which waits until `then` was called in the loop,
 * unless it is gone by then. The result is borrowed. Takes what the query
 * owns. -1: too many wait already. */
int search_ask(struct server *srv, struct session *s,
    const struct search_query *q,
    void (*then)(struct server *srv, struct session *s,
	const struct search_query *q, const struct search_result *r));

/* Readable when search_reap has work; -1: never. */
int search_fd(const struct server *srv);
void search_reap(struct server *srv);
/* After the commit of each turn. */
void search_turn(struct server *srv);
/* Milliseconds until search_turn has work; -1: none that is known. */
int64_t search_wait(const struct server *srv);

#endif
