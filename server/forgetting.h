/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_FORGETTING_H
#define SERVER_FORGETTING_H

#include "server/place.h"

/*
 * People have what they said forgotten (HISTORY FORGET): each of their
 * messages loses its text as by REDACT, in steps that are part of a turn's
 * transaction. One looks at STORE_OWN_ROWS rows, and there are 40 of them a
 * second, one wish after the other. What was asked for is durable, and goes on
 * after a restart. Clients that are here are not told of each: there may be a
 * million.
 */
enum { FORGETTING_STEP_MS = 25 };

/* All that the account has said there until now; where NULL: everywhere. -1
 * and errno: EBUSY: it has asked for too much already. */
int forgetting_begin(
    struct server *srv, const char *account, const struct place *where);
/* A step, where one is due; tells the account's people of the end. */
void forgetting_turn(struct server *srv);
/* Milliseconds until then; -1: none is due. */
int64_t forgetting_wait(const struct server *srv);

#endif
