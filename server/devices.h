/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DEVICES_H
#define SERVER_DEVICES_H

#include "server/account_devices.h"
#include "server/server.h"

/* The devices of an account: those that are connected, under whatever nick, and
 * those that were. */

/* It comes: remembered for its account, if it has one. */
void devices_came(struct server *srv, const struct session *s);
/* It goes: that too, unless it is to be forgotten. */
void devices_went(struct server *srv, const struct session *s);
/* The next session of an account after s, or its first for NULL; NULL: that was
 * the last. */
struct session *devices_next(
    const struct server *srv, const struct account *a, const struct session *s);
/* Ends those of that name, or the one of that number (a session's id), and
 * forgets the name. How many ended, or were forgotten. */
size_t devices_end(struct server *srv, struct account *a, const char *which);

#endif
