/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DELIVER_H
#define SERVER_DELIVER_H

#include "server/server.h"

/*
 * Queues the event for everybody who may see it, each once, rendered once
 * for each view. The session that caused it gets its echo in its place in
 * the order (echo-message for messages; always for joins, nicks, …), and
 * only that one has it as part of a labelled answer. Of a message, other
 * sessions of its sender get a copy where they have echo-message or
 * znc.in/self-message.
 */
void deliver(struct server *srv, const struct event *e);

/*
 * Shows the last messages of a channel to one session (after its 366), those
 * before `before` in the store's order, if its user may read them: in
 * a batch of type chathistory where it has batches, with their own time, id and
 * account as tags. Without server-time they would look new, so such a session
 * gets the time (of the server's zone) in front of the text: "[2026-11-21
 * 02:20] text". At most half of what may wait for the session; the oldest stay
 * away first. Nothing for a bot (+B).
 */
void deliver_history(struct server *srv, struct session *s,
    const struct channel *c, struct store_point before);

#endif
