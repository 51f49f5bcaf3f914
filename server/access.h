/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCESS_H
#define SERVER_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "server/channel.h"
#include "server/world.h"

/*
 * The access list of a registered channel: which accounts have which rank
 * there for good. It is what the channel has of rights (channel.h), where each
 * account has one rank and what comes with it: the founder, of whom there is
 * always one, q and o; an admin a and o; then o, h or v alone.
 *
 * MODE gives and takes for the stay there and leaves the list as it is; in a
 * channel that is not registered it changes what an account has for good
 * (apply.h). EVENT_REGISTER and EVENT_ACCESS change the list, and nothing of
 * who is there: that is for whoever publishes them (access_give.h).
 */

/* The member modes of a rank (one enum member_mode); 0 of 0. */
unsigned access_modes(unsigned rank);
/* The rank that an account has on the list, or as a right; 0: none. */
unsigned access_rank(const struct channel *c, const char *account);
/* "founder", "admin", "op", "halfop", "voice"; 0 is "nothing". */
const char *access_rank_name(unsigned rank);
/* The same of a name, in any case; also "protect", and the letters of the
 * modes. 0: it is none. */
unsigned access_rank_named(const char *name);

bool access_registered(const struct channel *c);
/* The founder's account; NULL: it is not registered. */
const char *access_founder(const struct channel *c);
/* How many registered channels an account is the founder of. */
size_t access_founded(const struct world *w, const char *account);
/* Who is to have the channel where its founder is no more: of those who are op
 * or more the highest, who has been on the list longest; or NULL. */
const char *access_heir(const struct channel *c);

/* Changes, for world_apply and the store alone. */
/* Registers it, or (registered) gives it a new founder, of whom the one before
 * stays an admin: others who are founders are admins then. */
void access_register(struct channel *c, const char *founder, int64_t time_ms);
/* It is one as any other, which no account has anything in. */
void access_unregister(struct channel *c);
/* 0 takes it off the list; nothing where the list is full. */
void access_set(struct channel *c, const char *account, unsigned rank);

#endif
