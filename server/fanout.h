/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_FANOUT_H
#define SERVER_FANOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/server.h"

enum { RENDERINGS = 16 };

/* One view's bytes, made when the first recipient of that view is met. */
struct rendering {
	const struct dialect *dialect;
	uint64_t caps;
	unsigned sight;
	struct block *block;
};

/* An event on its way: to whom it went (by mark) and how it looks. */
struct fanout {
	struct server *srv;
	const struct event *e;
	struct user *source; /* NULL: a server, or gone */
	uint64_t mark;
	bool said;      /* a message that is kept, no CTCP, */
	uint64_t place; /* there: a channel's id, or 0 between people */
	struct rendering renderings[RENDERINGS];
	size_t nrenderings;
};

void fanout_begin(struct fanout *f, struct server *srv, const struct event *e);
void fanout_end(struct fanout *f);

/* The event as this session sees it; borrowed until the next call. */
struct block *fanout_render(struct fanout *f, const struct session *s);
bool fanout_caused(const struct fanout *f, const struct session *s);
/* Only the session that caused it may have it as part of its answer. */
void fanout_give(struct fanout *f, struct session *s);
/* The session knows of it, or has it in its turn. */
void fanout_note(struct fanout *f, struct session *s);
/* Whether it waits for its turn there (catchup.h). */
bool fanout_waits(struct fanout *f, struct session *s);
/* Each user once, however many channels are shared; those with any of the
 * member modes any_of, or all where it is 0. */
void fanout_to_user(struct fanout *f, struct user *u);
void fanout_to_channel(
    struct fanout *f, const struct channel *c, unsigned any_of);
/* Does not hand it to somebody who would come up in a walk. */
void fanout_skip(struct fanout *f, struct user *u);

/* One event for one session, with an id and a time of its own; a part of its
 * answer unless that is paused. */
void fanout_one(struct server *srv, struct session *s, struct event *e);
/* The same for one that has both, as it has happened before. */
void fanout_again(struct server *srv, struct session *s, const struct event *e);

#endif
