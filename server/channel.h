/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANNEL_H
#define SERVER_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/hash.h"
#include "server/metadata.h"
#include "server/modes.h"
#include "server/user.h"
#include "server/walk.h"

struct world;

enum {
	CHANNEL_INVITATIONS_MAX = 100,
	CHANNEL_RIGHTS_MAX = 1000,
	CHANNEL_RENAMES = 4,             /* in CHANNEL_RENAMES_MS, and */
	CHANNEL_RENAMES_MS = 10 * 60000, /* former names that are known */
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

/* A name that the channel had, which leads to it for a month (world.h). */
struct former {
	char *folded; /* the key in the world */
	int64_t time_ms;
	struct channel *channel;
	struct former *prev, *next;
	UT_hash_handle hh;
};

/*
 * A channel lives while somebody is in it, and after that, empty and with
 * all its modes enforced, for as long as its history is kept; but an empty
 * one in which nothing was said or set (a misspelt name), or that is
 * invite-only and nobody has lasting op in, is gone at once: there is nothing
 * to keep, or nobody could come in again. One that is registered lasts until it
 * is dropped. Where there are as many channels as
 * may be, the empty one that was silent longest ends for a new one; not the
 * lobby, nor one that an account has lasting op in. Its id tells one life of
 * the name from the next, and history belongs to the id: who makes a name anew
 * reads nothing of what was said under it before.
 */
struct channel {
	uint64_t id;
	const struct world *world;
	char *name;   /* as who named it spelt it */
	char *folded; /* the key in the world */
	int64_t created_ms;
	int64_t active_ms;  /* when it was last used, or made */
	uint64_t said_seq;  /* of the last message kept in this run; or 0 */
	int64_t knocked_ms; /* when somebody last knocked; 0: never */
	unsigned modes;
	bool used;     /* a message, topic or mode of a user was here */
	char *key;     /* NULL: none */
	size_t limit;  /* 0: none */
	char *forward; /* NULL: none */
	/* H: how much of it is kept at most */
	bool history;                    /* it is set */
	int64_t history_most;            /* lines; 0: nothing */
	int64_t history_ms;              /* 0: however old */
	unsigned join_max, join_seconds; /* 0: no throttle */
	unsigned joins;                  /* since joins_ms */
	int64_t joins_ms;
	char *topic; /* NULL: none */
	char *topic_by;
	int64_t topic_ms;
	struct mask *lists[MODES_LISTS];
	size_t nmasks; /* over the three */
	struct invitation *invitations;
	size_t ninvitations;
	struct right *rights; /* of one that is registered: access.h */
	size_t nrights;
	int64_t registered_ms; /* 0: it is not registered */
	char *offered;         /* the account that may found it from now on,
				* or NULL; not kept */
	struct metadata *metadata;
	struct former *formers; /* oldest first; kept by the world */
	size_t nformers;
	int64_t renamed_ms[CHANNEL_RENAMES]; /* the last times, 0: never */
	struct member *members; /* utlist DL by channel_prev, channel_next */
	struct member *by_user; /* hash */
	size_t nmembers;
	struct walk *walks;   /* through members, lists and rights */
	UT_hash_handle hh;    /* by folded name */
	UT_hash_handle hh_id; /* by id */
};

struct channel *channel_new(uint64_t id, const char *name, int64_t created_ms);
void channel_free(struct channel *c); /* nobody may be in it */

/* The modes of a channel as MODE shows them ("+klnt key 5"); the key as "*"
 * unless with_key. */
void channel_modes_text(
    const struct channel *c, bool with_key, struct buf *out);
/* Whether it was renamed as often as may be in the time before. */
bool channel_renamed_enough(const struct channel *c, int64_t now_ms);
/* Appends the parameter of a mode k, l, f, j or H as it is now; false where it
 * is not set. */
bool channel_param(const struct channel *c, char letter, struct buf *out);
/* Whether as many have come in as j lets, and its seconds are not over. */
bool channel_throttled(const struct channel *c, int64_t now_ms);
/* Whether anything that happens there is to be kept (H). */
bool channel_keeps(const struct channel *c);
/* Whether the channel is kept when the last one leaves. */
bool channel_outlives(const struct channel *c);
/* The member modes that an account has here for good; NULL has none. */
unsigned channel_rights(const struct channel *c, const char *account);
bool channel_rights_full(const struct channel *c);
/* Whether it is registered, or any account has op, or what is above it, here
 * for good. */
bool channel_owned(const struct channel *c);
/* Whether it has a founder: an account for good, or somebody in it. */
bool channel_founded(const struct channel *c);
bool channel_invited(const struct channel *c, const struct user *u);
/* The mask as it stands in a list, however it is spelt, or NULL. */
struct mask *channel_mask(
    const struct channel *c, unsigned list, const char *mask);

/* Through who is in it, what stands in one of its lists, or accounts with
 * rights; the next one,
 * which is then passed, or NULL. */
void channel_walk(struct channel *c, struct walk *k);
struct member *channel_walk_member(struct walk *k);
void channel_walk_list(struct channel *c, unsigned list, struct walk *k);
struct mask *channel_walk_mask(struct walk *k);
void channel_walk_rights(struct channel *c, struct walk *k);
struct right *channel_walk_right(struct walk *k);
/* Through the channels that somebody is in. */
void channel_walk_of(struct user *u, struct walk *k);
struct member *channel_walk_own(struct walk *k);

/* Changes, for world_apply and the store alone. Adding what is there and
 * dropping what is not changes nothing. */
/* Sets name and folded; it must stand in no hash by its name then. */
void channel_name(struct channel *c, const char *name);
struct member *channel_enter(
    struct channel *c, struct user *u, int64_t since_ms);
void channel_leave(struct member *m);
void channel_mask_add(struct channel *c, unsigned list, const char *mask,
    const char *by, int64_t time_ms);
void channel_mask_drop(struct channel *c, unsigned list, const char *mask);
void channel_right_add(struct channel *c, const char *account, unsigned modes);
void channel_right_drop(struct channel *c, const char *account, unsigned modes);
/* These and no others; 0 ends them. Nothing where one more is too many. */
void channel_right_set(struct channel *c, const char *account, unsigned modes);
void channel_offer(struct channel *c, const char *account);
/* Over the bound the oldest goes. One of somebody who has left stays until
 * then: ids of users do not come again. */
void channel_invite(struct channel *c, uint64_t user_id);
void channel_uninvite(struct channel *c, uint64_t user_id);
/* Counts somebody who comes in, for j: the first one after its seconds
 * begins them anew. */
void channel_count_join(struct channel *c, int64_t now_ms);
/* Sets flags, and modes with a parameter, from one change. */
void channel_mode(struct channel *c, const struct mode_change *m);

#endif
