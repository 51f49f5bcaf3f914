/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DELIVER_H
#define SERVER_DELIVER_H

#include "server/server.h"

/*
 * Queues the event for everybody who may see it, each once, rendered once
 * for each view. The session that caused it gets its echo in its place in
 * the order (echo-message for messages; always for joins, nicks, …).
 */
void deliver(struct server *srv, const struct event *e);

/* Shows the last messages of a channel to one session (after its 366),
 * in a batch of type chathistory where it has batches. Only to sessions
 * with server-time: without it old lines would look new, so they get them
 * with the time in front of the text. */
void deliver_history(
    struct server *srv, struct session *s, const struct channel *c);

#endif
