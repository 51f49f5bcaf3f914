/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SHARE_H
#define SERVER_SHARE_H

#include "server/server.h"

/*
 * What sessions share: each is counted by its limit_key, and those of one
 * login have one allowance for flood control (limit.h). While there is little
 * of it they take turns, so that a script of somebody does not keep their
 * other windows silent.
 */
void share_join(struct server *srv, struct session *s);
void share_leave(struct server *srv, struct session *s);

/* Whether a line may be taken from it now: there is allowance for it, and none
 * of the others has one that has waited longer. */
bool share_may_take(const struct server *srv, const struct session *s);
/* Milliseconds until there is allowance for one; 0: now. */
int64_t share_wait_ms(const struct server *srv, const struct session *s);
/* A line was taken. */
void share_took(struct session *s);
/* Fills up what has come in since the last call. */
void share_refill(const struct server *srv, struct session *s);

#endif
