/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HUB_H
#define SERVER_HUB_H

#include "server/server.h"

/*
 * Publishes: stamps the event with id and time, gives it to the store,
 * applies it to the world and delivers it. Handlers decide; this changes.
 */
void hub_publish(struct server *srv, struct event *e);

/* An event of this kind by this session's user (or by the server, for NULL),
 * everything else empty. */
struct event hub_event(
    struct server *srv, enum event_kind kind, const struct session *by);

/* End of the turn: makes durable what was published. */
void hub_commit(struct server *srv);

#endif
