/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CATCHUP_H
#define SERVER_CATCHUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/block.h"
#include "server/store.h"

struct session;

/*
 * What a session that asks for nothing was shown of each place (a channel by
 * its id, or 0: between people), and how far it is known that it got it. A
 * place is one of three:
 *   under way   what was missed is being shown (replay.h); what others say
 *               there now waits for its turn, in the store;
 *   unsure      all of that was written, but no answer covers it yet;
 *   live        else: what is said is shown when it is said.
 * One PING at a time asks for an answer (acknowledge.h); it covers what was
 * written before it.
 */

/* A place under way; a member of what shows it. */
struct catchup_run {
	uint64_t channel_id;
	struct catchup_run *prev, *next;
};

/* An unsure place. */
struct catchup_unsure {
	uint64_t channel_id;
	struct store_point shown; /* up to here; and, unless it has left, */
	bool left;                /* what was said since */
	uint32_t asked;           /* a PING after that one covers it */
	struct catchup_unsure *prev, *next;
};

/* What was said in this turn in a place under way (holding.h). */
struct catchup_held {
	struct block *block;
	uint64_t channel_id;
	struct store_point at;
	struct catchup_held *prev, *next;
};

/* Over the bound the oldest that one has left is forgotten: it is shown again
 * another time. */
enum { CATCHUP_UNSURE_MAX = 256 };
#define CATCHUP_NEVER UINT32_MAX /* no PING covers it */

struct catchup {
	struct session *session; /* not owned */
	char *owner;             /* whose places they are (store_cursor) */
	char *talks;             /* whose the one between people is, or NULL */
	const char *device;      /* borrowed from the session */
	struct catchup_run *runs;
	struct catchup_unsure *unsure; /* oldest first */
	size_t nunsure;
	struct catchup_held *held;
	struct catchup *prev, *next; /* of the server: those that hold */
	bool stray;                  /* in the list of those (stray.h) */
	struct catchup *stray_prev, *stray_next;
	uint32_t asked;              /* PINGs so far */
	bool waits;                  /* the last one has no answer */
	struct store_point asked_at; /* all that was kept when it was sent */
	struct store_point covered;  /* the same of the last answer */
	int64_t asked_ms;            /* monotonic, the last one; or 0 */
	bool burst;                  /* the end of what was missed, too */
	uint64_t talk_seq;           /* the last one between people */
};

/* Owner is copied. */
struct catchup *catchup_new(
    struct session *s, const char *owner, const char *device);
/* It must hold nothing. NULL: nothing happens. */
void catchup_free(struct catchup *c);

/* Whose that place is. */
const char *catchup_owner(const struct catchup *c, uint64_t channel_id);
/* What was between people is not theirs any more, but another's, or (NULL)
 * nobody's. Copied. */
void catchup_talks(struct catchup *c, const char *owner);

struct catchup_run *catchup_under_way(
    const struct catchup *c, uint64_t channel_id);
/* The newest of that place. */
struct catchup_unsure *catchup_unsure(
    const struct catchup *c, uint64_t channel_id);
/* From now on that place is unsure, for any PING that is sent later; what one
 * that has no answer yet covers stays beside it. */
struct catchup_unsure *catchup_doubt(struct catchup *c, uint64_t channel_id,
    struct store_point shown, bool left);
void catchup_sure(struct catchup *c, struct catchup_unsure *u);

#endif
