/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HOLDING_H
#define SERVER_HOLDING_H

#include "server/server.h"

/*
 * Lines of what is said in a place whose past is being shown (catchup.h): it
 * has its turn behind that, as it is in the store. Until the turn in which it
 * was said is committed, it is held here for each session: so that it is said
 * at once where it was not kept after all.
 */
void holding_add(struct server *srv, struct catchup *c, struct block *b,
    uint64_t channel_id, const struct event *e);
/* After the commit. */
void holding_settle(struct server *srv);
/* The session ends. */
void holding_forget(struct server *srv, struct session *s);

#endif
