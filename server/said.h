/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SAID_H
#define SERVER_SAID_H

#include "server/server.h"

/*
 * What was said since the last commit, and is to be kept. Where the commit
 * fails, its senders hear of it (FAIL NOT_KEPT), or (history-failure = refuse)
 * it is taken back before anybody is shown it (FAIL NOT_SENT).
 */

/* Whether what cannot be kept is not sent. */
bool said_refuses(const struct server *srv);
/* Between the two, what was appended to the store is delivered. Nothing
 * happens for what is not said, or not in the store. */
void said_begin(struct server *srv, const struct event *e);
void said_end(struct server *srv);
/* How it looks to some of those who get it. */
void said_rendered(struct server *srv, struct block *b);
/* Tells its sender that this one is not kept, or not sent. */
void said_unkept(struct server *srv, const struct event *e);
/* After a commit, whatever became of it, and before anything is written to
 * anybody. */
void said_settle(struct server *srv);
/* At the end. */
void said_free(struct said_turn *t);

#endif
