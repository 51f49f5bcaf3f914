/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_GUESS_H
#define SERVER_GUESS_H

#include "server/account.h"
#include "server/server.h"

/*
 * How often passwords may be guessed wrongly: from one place (limit.h),
 * whosever they are, and of one name, wherever from (settings.password_tries).
 * The second does not count for places from which somebody has logged in to
 * that account: so nobody is locked out of it by others who guess. A name that
 * is no account counts as one that is.
 *
 * A place that is nobody's (limit.h: loopback where nobody can say whose it is,
 * and addresses without limits) counts by place and name together.
 */

/* Milliseconds until somebody may try; 0: now. */
int64_t guess_wait_ms(
    const struct server *srv, const struct session *s, const char *name);
void guess_wrong(struct server *srv, const struct session *s, const char *name);
/* The same of what is no account's (OPER): by place alone, or anybody could
 * keep its owner from it. */
int64_t guess_wait_here_ms(
    const struct server *srv, const struct session *s, const char *name);
void guess_wrong_here(
    struct server *srv, const struct session *s, const char *name);
/* The place is known to the account from now on; the caller keeps it. */
void guess_right(
    const struct server *srv, const struct session *s, struct account *a);

void guess_free(struct server *srv);

#endif
