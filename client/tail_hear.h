/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_HEAR_H
#define CLIENT_TAIL_HEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "client/incoming.h"
#include "client/tailed.h"
#include "common/buf.h"

/*
 * Puts messages together from what a server says: batches (IRCv3 batch) of
 * history and of messages with several lines (draft/multiline), one in the
 * other. A zeroed one has heard nothing.
 */
enum {
	TAIL_BATCHES_MAX = 16,  /* open at once; the lines of more are passed
				 * over, as servers open one or two */
	TAIL_TEXT_MAX = 2 << 20 /* bytes of a message; more is left out */
};

/* Where a message comes from. */
enum tail_origin {
	TAIL_LIVE,   /* it is said now */
	TAIL_PAGE,   /* it is part of an answer to what was asked */
	TAIL_REPLAY, /* it was said before, and nobody asked */
};

struct tail_hear_ops {
	/* Whose question that answers, by its label, or about that target
	 * where label is NULL; NULL: nobody's. */
	void *(*asker)(void *arg, const char *label, const char *target);
	/* A message; m->channel is the target as the server said it. asker is
	 * NULL but for TAIL_PAGE. */
	void (*message)(void *arg, enum tail_origin origin, void *asker,
	    const struct tailed *m);
	/* Something else in an answer, at that place of the history. */
	void (*other)(
	    void *arg, void *asker, const char *msgid, int64_t time_ms);
	/* The answer is complete; end: nothing follows it. */
	void (*answered)(void *arg, void *asker, bool end);
};

struct tail_hear {
	const struct tail_hear_ops *ops;
	void *arg;
	struct tail_batch {
		char id[64]; /* "" = free */
		enum tail_origin origin;
		void *asker;
		bool owner; /* the answer is complete with it */
		bool end;
		bool lines;          /* of one message: */
		struct tailed *head; /* of it, owned */
		struct buf text;
		size_t count;
	} batches[TAIL_BATCHES_MAX];
};

/* A line, after the client's own handlers. */
void tail_hear(struct tail_hear *h, const struct incoming *in);
/* The connection is lost: what was not complete will not be. */
void tail_hear_lost(struct tail_hear *h);

#endif
