/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLACE_H
#define SERVER_PLACE_H

#include <stdbool.h>

#include "server/server.h"
#include "server/store.h"

/*
 * Whose history a name means to somebody: that of a channel, by its name or
 * one that it had (can_follow), or what was said between them and one other.
 * That one is who is here under the nick, else the account of that name, else
 * whoever they knew by that nick last (correspondent.h). Owns its strings.
 */
struct place {
	uint64_t channel_id; /* 0: a talk, and then: */
	char *owner, *peer;
	char *name; /* as answers call it */
};

/* false where there is none, or they may not read it: alike. */
bool place_find(struct server *srv, const struct user *u, const char *name,
    struct place *p);
/* The talk of this owner with that peer; takes copies. */
void place_talk(
    struct place *p, const char *owner, const char *peer, const char *name);
void place_channel(struct place *p, const struct channel *c);
void place_free(struct place *p);

/* Whether they may still read it. */
bool place_readable(
    const struct server *srv, const struct user *u, const struct place *p);
/* Sets the place of a range; it borrows the strings. */
void place_range(const struct place *p, struct store_range *r);

/* Whom a nick or the name of an account means to an owner, as a peer; false:
 * nobody. */
bool place_peer(
    struct server *srv, const char *owner, const char *name, struct buf *peer);

#endif
