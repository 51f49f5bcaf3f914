/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CREW_H
#define CLIENT_CREW_H

#include "client/run.h"
#include "client/tailed.h"

/*
 * Runs for messages, so many at a time; the other messages wait, in their
 * order. What waits is bounded: CREW_WAITING messages or CREW_WAITING_BYTES,
 * whichever comes first, and there is room again once half of that is gone.
 */
enum { CREW_RUNS_MAX = 64, CREW_WAITING = 1000, CREW_WAITING_BYTES = 4 << 20 };

struct crew;

/* One of its runs: what it is for, and what its owner keeps of it. */
struct crew_run {
	struct run run;
	struct tailed *message;
	int mood; /* the owner's, 0 at first */
	struct crew *crew;
};

struct crew_ops {
	/* Starts c->run for c->message. An error number where it cannot: that
	 * message had no run then. */
	int (*begin)(void *arg, struct crew_run *c);
	void (*said)(void *arg, struct crew_run *c, const char *line);
	void (*error)(void *arg, struct crew_run *c, const char *line);
	/* It could not be started (rc), or has ended (rc 0): c->run tells
	 * how. */
	void (*ended)(void *arg, struct crew_run *c, int rc);
};

struct crew_waiting {
	struct crew_waiting *prev, *next;
	struct tailed *message;
	size_t size;
};

struct crew {
	const struct crew_ops *ops;
	void *arg;
	struct crew_run runs[CREW_RUNS_MAX];
	size_t max; /* of them that are used */
	struct crew_waiting *waiting;
	size_t nwaiting, bytes;
	bool full;     /* until there is room again */
	bool stopping; /* nothing is begun any more */
};

void crew_open(
    struct crew *c, size_t max, const struct crew_ops *ops, void *arg);
/* Kills what runs. */
void crew_close(struct crew *c);

/* A copy of m waits for its run; false where too much waits. */
bool crew_take(struct crew *c, const struct tailed *m);
bool crew_hungry(const struct crew *c);

/* Fills RUN_FDS for each of max at most; the number. */
size_t crew_poll(const struct crew *c, struct pollfd *fds);
void crew_act(struct crew *c, const struct pollfd *fds, size_t count);
/* Once a turn: tells what ended, begins what can be. `held`: nothing is to be
 * begun now. */
void crew_turn(struct crew *c, int64_t now_ms, bool held);
int64_t crew_deadline(const struct crew *c); /* -1 = never */

/* Nothing waits any more, and what runs is asked to end. The number of
 * messages that had no run. */
size_t crew_stop(struct crew *c, int64_t now_ms);
size_t crew_running(const struct crew *c);

#endif
