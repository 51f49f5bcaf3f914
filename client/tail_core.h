/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_CORE_H
#define CLIENT_TAIL_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/options.h"
#include "client/tail_follow.h"
#include "client/tail_hear.h"

/*
 * All that --tail follows on one network: leads what the server says to each,
 * and asks what they want to know. No socket: it queues in n->out.
 */
enum {
	TAIL_FOLLOWS_MAX = OPTIONS_TAILS_MAX,
	TAIL_AT_ONCE = 4,      /* requests that are awaited */
	TAIL_ANSWER_MS = 30000 /* without any part of an answer, or a JOIN: a
				* server may take its time for many */
};

/* What whoever runs it is told. */
struct tail_core_ops {
	/* Something may be missing of it, and why. */
	void (*gap)(void *arg, struct follow *f, const char *why);
	/* The id to begin after is none of this server's. */
	void (*wrong)(void *arg, struct follow *f, const char *why);
	/* The channel has another name now: it is the one to join. */
	void (*renamed)(void *arg, struct follow *f);
};

struct tail_core {
	struct tail_followed {
		struct follow *f;
		uint64_t serial; /* of the request, as its label has it */
	} follows[TAIL_FOLLOWS_MAX];
	size_t count;
	struct tail_hear hear;
	struct network *n;
	uint64_t serial;
	bool answers;     /* something came of what was asked */
	int64_t until_ms; /* when it is given up */
	const struct tail_core_ops *ops;
	void *arg;
};

void tail_core_open(struct tail_core *c, struct network *n,
    const struct tail_core_ops *ops, void *arg);
void tail_core_close(struct tail_core *c);
/* NULL where TAIL_FOLLOWS_MAX are there. */
struct follow *tail_core_add(struct tail_core *c, const char *name,
    bool channel, const struct tailed_sink *sink);

/* A new connection is welcome: private talk can be followed. */
void tail_core_ready(struct tail_core *c);
/* We are in a channel; others than ours, and a second time, are nothing. */
void tail_core_joined(struct tail_core *c, const char *channel);
void tail_core_heard(struct tail_core *c, const struct incoming *in);
void tail_core_lost(struct tail_core *c);
/* Each turn: asks what is to be asked. */
void tail_core_turn(struct tail_core *c, int64_t now_ms);
int64_t tail_core_deadline(const struct tail_core *c); /* -1 = never */
/* What is said now cannot be taken, and would be lost: nothing more is to be
 * read. */
bool tail_core_is_stuck(const struct tail_core *c);

#endif
