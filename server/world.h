/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WORLD_H
#define SERVER_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/channel.h"
#include "server/event.h"
#include "server/modes.h"
#include "server/user.h"
#include "server/walk.h"

/*
 * The shared world: users, channels, memberships. It changes in world_apply
 * (apply.h) and nowhere else; reading is free for all.
 */
struct world {
	struct user *users;       /* hash by folded nick */
	struct user *by_id;       /* hash by id */
	struct user *by_skeleton; /* hash; several may have the same */
	struct channel *channels; /* hash by folded name */
	struct channel *channels_by_id;
	struct former *formers; /* hash by folded name */
	struct metadata_account *metadata;
	size_t nusers, nchannels, max_users;
	struct whowas *whowas; /* newest first */
	size_t nwhowas, whowas_max;
	uint64_t last_user_id;
	uint64_t last_channel_id;
	uint64_t mark;
	struct walk *user_walks, *channel_walks, *whowas_walks;
	const char *channel_modes; /* borrowed: of a new channel, "+nt" */
	const char *lobby;         /* borrowed: gives nobody op; "" none */
};

void world_init(struct world *w);
/* No session may be attached to a user any more. */
void world_free(struct world *w);

struct user *world_user(const struct world *w, const char *nick);
/* One who is here under a nick with the same skeleton (skeleton.h). */
struct user *world_lookalike(const struct world *w, const char *nick);
/* The first who is here with that account, or NULL. */
struct user *world_user_of(const struct world *w, const char *account);
struct user *world_user_by_id(const struct world *w, uint64_t id);
struct channel *world_channel(const struct world *w, const char *name);
struct channel *world_channel_by_id(const struct world *w, uint64_t id);
/* The channel that had this name, where no other has taken it and not more
 * than a month has gone by since; or NULL, as for the name of the lobby. */
struct channel *world_renamed(
    const struct world *w, const char *name, int64_t now_ms);
struct member *world_member(const struct channel *c, const struct user *u);
struct whowas *world_whowas(const struct world *w, const char *nick);
/* Whether the channel is the lobby, which nobody owns. */
bool world_is_lobby(const struct channel *c);
/* The empty channel that nobody owns and that was silent longest, or NULL:
 * the one to end where there is no room for another. */
struct channel *world_silent(const struct world *w);
/* Through all users or channels, in the order in which they came, whatever
 * they are called meanwhile; or who was here, the last one first. The next
 * one, which is then passed, or NULL. */
void world_walk_users(struct world *w, struct walk *k);
struct user *world_walk_user(struct walk *k);
void world_walk_channels(struct world *w, struct walk *k);
struct channel *world_walk_channel(struct walk *k);
void world_walk_whowas(struct world *w, struct walk *k);
struct whowas *world_walk_was(struct walk *k);

/* A new mark: users whose mark differs are not yet visited. */
uint64_t world_mark(struct world *w);

/* Fills who somebody is now; borrowed until the next world_apply. */
void world_actor(struct event_actor *a, const struct user *u);

/* A channel from the store, at start; takes copies. NULL where the name is
 * taken already. */
struct channel *world_restore(
    struct world *w, uint64_t id, const char *name, int64_t created_ms);

/* Changes, for world_apply and the store alone. */
struct user *world_user_add(
    struct world *w, const struct event_actor *a, int64_t since_ms);
void world_user_rename(
    struct world *w, struct user *u, const char *nick, int64_t time_ms);
/* Out of all channels too; those that end with their last member end. */
void world_user_drop(struct world *w, struct user *u, int64_t time_ms);
struct channel *world_channel_add(
    struct world *w, const char *name, int64_t created_ms);
void world_channel_drop(struct world *w, struct channel *c);
/* All but the name stays; the old one leads to the new one from now on, and
 * so do the channels that forward to it.
 * Nothing where another channel has the name. */
void world_channel_rename(
    struct world *w, struct channel *c, const char *name, int64_t time_ms);
/* A name that the channel had until then. Over the bound the oldest goes. */
void world_former_add(
    struct world *w, struct channel *c, const char *name, int64_t time_ms);
/* Into the channel again, from the store, at start, with these member modes
 * and those that the account has for good. */
void world_enter(
    struct channel *c, struct user *u, unsigned modes, int64_t time_ms);
/* Out of the channel, which may end by that. */
void world_leave(struct world *w, struct member *m);

#endif
