/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WAITING_H
#define SERVER_WAITING_H

#include "server/server.h"

/*
 * Messages that wait for an account (a login that has connected) which is not
 * here. At most offline-messages (settings) wait for one; of these at most a
 * quarter from one account, and as many from all who have none. How many do is
 * read from the store when the first comes in a run; from when the account
 * connects, none does.
 */
enum waiting_answer {
	WAITING_WAITS,
	WAITING_NOBODY, /* no account of that name, or nothing may wait */
	WAITING_ENOUGH, /* of that sender */
	WAITING_FULL
};

/* Whether one more from that user may wait for that name. */
enum waiting_answer waiting_may(
    struct server *srv, const struct user *from, const char *account);
/* One more does. */
void waiting_sent(
    struct server *srv, const struct user *from, const char *account);
/* The account connects. */
void waiting_came(struct server *srv, const char *account);
/* At the end. */
void waiting_free(struct server *srv);

#endif
