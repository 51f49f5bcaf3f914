/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCOUNT_DROP_H
#define SERVER_ACCOUNT_DROP_H

#include "server/account.h"
#include "server/server.h"

/*
 * The end of an account: whoever is logged in to it is not any more, and what
 * belongs to it goes: ways in, nicks, rights in channels, metadata, and the
 * private messages, read markers and places in history, which go in steps. What
 * it said to others is theirs. Its name stays taken.
 */
enum { ACCOUNT_DROP_STEP_MS = 25 };

/* By its owner, or by an operator: then it is audited. */
void account_drop(
    struct server *srv, const struct session *by, struct account *a);

/* What is left of those that were dropped, in steps, also those of earlier
 * runs. Milliseconds until the next is due; -1: nothing is left. */
void account_drop_turn(struct server *srv);
int64_t account_drop_wait(const struct server *srv);

#endif
