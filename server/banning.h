/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_BANNING_H
#define SERVER_BANNING_H

#include <stdbool.h>

#include "common/buf.h"
#include "server/ban.h"
#include "server/server.h"

/*
 * The bans of this server (ban.h), which outlive it in the store, and every
 * way in that asks for them: who is accepted (address, uid), has shown a
 * certificate, has logged in, registers, or changes what a mask means.
 */
void banning_load(struct server *srv);
/* All of them, to the store. */
void banning_keep(struct server *srv);

/* Appends to why, and true, where whoever comes from there is banned. */
bool banning_at_door(
    struct server *srv, const struct ban_subject *guest, struct buf *why);
/* Ends the session (465 and ERROR) where one means it, by all that is known of
 * it: true. */
bool banning_check(struct server *srv, struct session *s);

/* The same of one that is about to register as that. */
bool banning_check_as(
    struct server *srv, struct session *s, const char *nick, const char *user);

/* What is known of a session; borrowed. */
struct ban_subject banning_subject(const struct session *s);
/* "until 2026-11-26 05:00 UTC" or "for good" */
void banning_until(struct buf *out, const struct ban *b);
/* "You are banned from this server until … UTC: reason". */
void banning_tell(struct buf *out, const struct ban *b);
/* Ends whom it means; how many sessions. */
size_t banning_end(struct server *srv, const struct ban *b);

#endif
