/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCEPT_H
#define SERVER_ACCEPT_H

#include "server/limit.h"
#include "server/listen.h"
#include "server/server.h"

/*
 * Takes those who wait at a listener, some of them each turn. Who comes over
 * a limit is told so and closed. Where descriptors have run out, the spare
 * one is used to tell them; where even that is gone, nobody is accepted for
 * a second.
 */
void accept_waiting(struct server *srv, const struct listener *l);

void accept_open_spare(struct server *srv);
/* Whether listeners are polled now. */
bool accept_ready(const struct server *srv);

/* Unlinks it from the server's tables; the session itself stays. */
void accept_forget(struct server *srv, struct session *s);

/* It turns out to come from elsewhere: counts it there from now on, or dooms
 * it where there are too many. */
void accept_recount(
    struct server *srv, struct session *s, const struct limit_key *key);

#endif
