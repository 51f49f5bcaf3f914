/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PRESENCE_H
#define SERVER_PRESENCE_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Whether somebody is here, over all of their devices. Each session says of
 * itself that its person is here, is away with a text, or (AWAY *, by
 * draft/pre-away) that nobody is at it; the last counts as no device at all.
 * One is away when no session says here: with the text that was said last,
 * or, where nobody is at any device, with PRESENCE_ABSENT. Somebody without a
 * device (absence.h) is away too: as they were, or with PRESENCE_LOST, which
 * nobody is told who does not ask, or, who stays for good, PRESENCE_NONE.
 */
#define PRESENCE_ABSENT "Nobody is at this device now"
#define PRESENCE_LOST   "The connection is lost"
#define PRESENCE_NONE   "Not connected now"

/* What to say of somebody to who asks; NULL: here. */
const char *presence_of(const struct user *u);

/* What a session says; text NULL: here. Before registration it is only
 * remembered. */
void presence_set(
    struct server *srv, struct session *s, const char *text, bool absent);

/* Publishes EVENT_AWAY where what all sessions say together is no longer what
 * is known of the user: after one came, went or said so (by; else NULL). */
void presence_settle(
    struct server *srv, struct user *u, const struct session *by);

#endif
