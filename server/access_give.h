/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCESS_GIVE_H
#define SERVER_ACCESS_GIVE_H

#include "server/server.h"

/*
 * Who is there gets what their account has in a channel for good, and loses
 * what it had: everybody there sees the MODE. What somebody was given for the
 * stay alone stays.
 */

/* They are logged in as somebody else now, or as nobody; `before` is who that
 * was, or NULL. In all channels they are in, registered or not. */
void access_follow(struct server *srv, struct user *u, const char *before);
/* The account has another rank on the list: `before` are the member modes that
 * it had. */
void access_settle(struct server *srv, const struct channel *c,
    const char *account, unsigned before);
/* It has another founder: q to those of that account and to nobody else, who
 * keep what the list gives them. */
void access_settle_founder(struct server *srv, const struct channel *c);
/* What this one has in the channel for good, and lacks. */
void access_restore(struct server *srv, const struct member *m);
/* It ends if nobody is there and nothing keeps it any more. */
void access_end(struct server *srv, const struct channel *c);

/* The account is no more: it leaves all lists. What it was the founder of goes
 * to its heir (access.h), or is registered no more. */
void access_forget(struct server *srv, const char *account);

#endif
