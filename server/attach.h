/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ATTACH_H
#define SERVER_ATTACH_H

#include "server/server.h"

/*
 * Several devices of one user. A session that registers with an account, and
 * the nick of a user who is here with the same one, becomes a device of that
 * user, who may have none for now (absence.h). It is told all that there is to
 * know; nobody else sees anything. The host stays that of the first one.
 */

/* The user that the session would join under that nick; NULL: nobody. */
struct user *attach_whom(
    const struct server *srv, const struct session *s, const char *nick);
/* It does; it is told nothing yet. */
void attach(struct server *srv, struct session *s, struct user *u);
/* One of the devices is gone, others are there. */
void attach_left(struct server *srv, struct user *u);

#endif
