/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_USER_H
#define SERVER_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/hash.h"
#include "server/event.h"
#include "server/marker.h"
#include "server/metadata.h"
#include "server/walk.h"

struct session;

enum { USER_SPOKEN_TO_MAX = 16 };

struct user {
	uint64_t id;
	char *nick;
	char *folded;   /* the key in the world */
	char *skeleton; /* another one: skeleton.h */
	char *name;     /* username, "~" before one that nobody vouches for */
	char *host;     /* as others see it */
	char *realname;
	char *account; /* NULL: none */
	/* The id of the event that made it: nobody else ever has it. */
	char guest[EVENT_ID_LEN];
	char *away; /* NULL: here */
	unsigned modes;
	char *oper;      /* the section by which it is an operator, or NULL */
	char *oper_hash; /* of the password that it gave for that, or NULL */
	/* Ids of those it sent messages to last, a ring: they may answer in
	 * spite of R. 0: none. */
	uint64_t spoken_to[USER_SPOKEN_TO_MAX];
	size_t nspoken_to;
	int64_t knocked_ms; /* when it last knocked anywhere; 0: never */
	struct metadata *metadata;
	struct markers markers; /* of one without an account */
	int64_t since_ms;       /* wall time of the registration */
	struct member *members; /* utlist DL by user_prev, user_next */
	size_t nmembers;
	struct walk *walks; /* through its memberships */
	/* Several devices, or none for a while. Linked and unlinked by
	 * session_attach and session_detach only. */
	struct session *sessions;
	uint64_t mark;        /* world_mark: visited in this walk */
	UT_hash_handle hh;    /* by folded nick */
	UT_hash_handle hh_id; /* by id */
	UT_hash_handle hh_skeleton;
};

/* Who was here under a nick. */
struct whowas {
	char *nick, *name, *host, *realname, *account;
	int64_t time_ms;
	struct whowas *prev, *next;
};

/* Copies who the actor is; without id, in no channel. */
struct user *user_new(const struct event_actor *a);
void user_free(struct user *u);
/* Sets nick and folded; the user must stand in no hash by nick then. */
void user_rename(struct user *u, const char *nick);

/* Whether it sent a message to the other, and not to too many since. */
bool user_spoke_to(const struct user *u, const struct user *other);
void user_note_spoken_to(struct user *u, const struct user *other);

struct whowas *whowas_new(const struct user *u, int64_t time_ms);
void whowas_free(struct whowas *w);

#endif
