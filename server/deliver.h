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

#endif
