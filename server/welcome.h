/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WELCOME_H
#define SERVER_WELCOME_H

#include "server/server.h"

/* What a session is told when it has registered: 001 to 005, LUSERS, the
 * message of the day, its user modes. */
void welcome(struct server *srv, struct session *s);

/* Parts of it that have commands of their own. */
void welcome_lusers(struct server *srv, struct session *s);
void welcome_motd(struct server *srv, struct session *s); /* or 422 */

#endif
