/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_POLLSET_H
#define COMMON_POLLSET_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The descriptors that one turn waits for, built anew each turn from the
 * objects that own them. A zeroed struct is a valid empty set.
 */
struct pollset_who {
	int kind; /* the caller's own meaning */
	void *what;
};

struct pollset {
	struct pollfd *fds;
	struct pollset_who *who;
	size_t count, cap;
	size_t next; /* where pollset_next goes on */
};

void pollset_reset(struct pollset *p); /* empty, keeps its memory */
/* With no events nothing is added: poll would report a hang-up of the peer
 * again and again to somebody who does not read. */
void pollset_add(struct pollset *p, int fd, short events, int kind, void *what);
/* Waits at most timeout_ms (-1: for ever) with the signal mask in place.
 * How many are ready; -1 with errno, EINTR where a signal came. */
int pollset_wait(struct pollset *p, int64_t timeout_ms, const sigset_t *mask);
/* The next one that is ready, with its events. */
bool pollset_next(struct pollset *p, struct pollset_who *who, short *events);
void pollset_free(struct pollset *p);

#endif
