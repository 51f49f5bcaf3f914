/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SHOWING_H
#define SERVER_SHOWING_H

#include "server/server.h"

/*
 * Channels that a session comes to without a JOIN of its own: a new device is
 * shown all that its user is in, and the others of a user those that one of
 * them joins. One answer for all of them (answer.h).
 */

/* The JOIN lines of all channels of its user, at once, then the rest of each
 * (entry.h). */
void showing_all(struct server *srv, struct session *s);
/* A channel that s has joined, to the user's other sessions: they have the JOIN
 * already. */
void showing_others(
    struct server *srv, const struct session *s, struct channel *c);

#endif
