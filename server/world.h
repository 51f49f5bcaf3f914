/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_WORLD_H
#define SERVER_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uthash.h>

#include "server/event.h"
#include "server/modes.h"

struct session;

/*
 * The shared world: users, channels, memberships. It changes in world_apply
 * and nowhere else; reading is free for all.
 */
struct user {
	uint64_t id;
	char *nick;
	char *folded; /* the key in the world */
	char *name;   /* username, "~" before one that nobody vouches for */
	char *host;   /* as others see it */
	char *realname;
	char *account; /* NULL: none */
	char *away;    /* NULL: here */
	unsigned modes;
	int64_t since_ms;       /* wall time of the registration */
	struct member *members; /* utlist DL by user_prev, user_next */
	size_t nmembers;
	/* Several devices, or none for a while. Linked and unlinked by
	 * session_attach and session_detach only. */
	struct session *sessions;
	uint64_t mark;        /* world_mark: visited in this walk */
	UT_hash_handle hh;    /* by folded nick */
	UT_hash_handle hh_id; /* by id */
};

struct member {
	struct user *user;
	struct channel *channel;
	unsigned modes; /* enum member_mode */
	int64_t since_ms;
	struct member *user_prev, *user_next;
	struct member *channel_prev, *channel_next;
	UT_hash_handle hh; /* in its channel, by the user's id */
};

struct mask {
	char *mask;
	char *by;
	int64_t time_ms;
	struct mask *prev, *next;
};

struct invitation {
	uint64_t user_id;
	struct invitation *prev, *next;
};

struct right { /* a member mode that an account has here for good */
	char *account;
	unsigned modes;
	struct right *prev, *next;
};

/*
 * A channel lives while somebody is in it, and after that, empty and with
 * all its modes enforced, for as long as its history is kept; but an empty
 * one that is invite-only and that nobody has lasting rights in is gone at
 * once, since nobody could come in again. Its id tells one life of the name
 * from the next, and history belongs to the id: who makes a name anew reads
 * nothing of what was said under it before.
 */
struct channel {
	uint64_t id;
	char *name;   /* as its maker spelt it */
	char *folded; /* the key in the world */
	int64_t created_ms;
	unsigned modes;
	char *key;    /* NULL: none */
	size_t limit; /* 0: none */
	char *topic;  /* NULL: none */
	char *topic_by;
	int64_t topic_ms;
	struct mask *lists[MODES_LISTS];
	size_t nmasks; /* over the three */
	struct invitation *invitations;
	struct right *rights;
	struct member *members; /* utlist DL by channel_prev, channel_next */
	struct member *by_user; /* hash */
	size_t nmembers;
	UT_hash_handle hh; /* by folded name */
};

struct whowas {
	char *nick, *name, *host, *realname, *account;
	int64_t time_ms;
	struct whowas *prev, *next;
};

struct world {
	struct user *users; /* hash by folded nick */
	struct user *by_id; /* hash by id */
	struct channel *channels;
	size_t nusers, nchannels, max_users;
	struct whowas *whowas; /* newest first */
	size_t nwhowas, whowas_max;
	uint64_t last_user_id;
	uint64_t last_channel_id;
	uint64_t mark;
	const char *channel_modes; /* borrowed: of a new channel, "+nt" */
	const char *lobby;         /* borrowed: gives nobody op; "" none */
};

void world_init(struct world *w);
void world_free(struct world *w);

struct user *world_user(const struct world *w, const char *nick);
struct user *world_user_by_id(const struct world *w, uint64_t id);
struct channel *world_channel(const struct world *w, const char *name);
struct member *world_member(const struct channel *c, const struct user *u);
struct whowas *world_whowas(const struct world *w, const char *nick);
/* Whether two share a channel. */
bool world_share(const struct user *a, const struct user *b);
/* A new mark: users whose mark differs are not yet visited. */
uint64_t world_mark(struct world *w);

/* Fills who somebody is now; borrowed until the next world_apply. */
void world_actor(struct event_actor *a, const struct user *u);

/*
 * Changes the world as the event says. Deterministic: the same events give
 * the same world. Events that do not fit (somebody unknown, not a member)
 * change nothing. EVENT_JOIN makes the channel where there is none and gives
 * its maker op (not in the lobby), and gives an account its lasting rights.
 */
void world_apply(struct world *w, const struct event *e);

/* A channel from the store, at start; takes copies. */
struct channel *world_restore(
    struct world *w, uint64_t id, const char *name, int64_t created_ms);

/* The modes of a channel as MODE shows them ("+klnt key 5"); the key as "*"
 * unless with_key. */
void channel_modes_text(
    const struct channel *c, bool with_key, struct buf *out);
/* Whether the channel is kept when the last one leaves. */
bool channel_outlives(const struct channel *c);

#endif
