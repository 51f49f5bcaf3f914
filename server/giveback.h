/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_GIVEBACK_H
#define SERVER_GIVEBACK_H

#include "server/account.h"
#include "server/server.h"

/*
 * Nicks belong to accounts, but may be somebody else's for a while: of who was
 * here before there was the account, or has logged out of it. When the owner
 * wants it, the other gets one that is free, and is told why.
 */

/* Whether somebody else has that nick, who would have to give it to a session
 * of this account (NULL: none). */
bool giveback_owed(
    const struct server *srv, const char *account, const char *nick);
/* Takes it from who owes it, if somebody does. */
void giveback_settle(struct server *srv, const char *account, const char *nick);
/* Takes it from who has it. */
void giveback_take(struct server *srv, const char *nick);
/* The session has logged in under a nick that is not its account's: where
 * somebody else has the one of the account's name, it gets that, unless a
 * channel keeps its own (rights.h, keeps_name). */
void giveback_login(struct server *srv, struct session *s);

#endif
