/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DERIVE_H
#define SERVER_DERIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/worker.h"
#include "server/account.h"
#include "server/limit.h"

struct server;

/*
 * Passwords are slow on purpose, so what is asked about them is done on
 * threads of their own: name look-ups and searches never wait for them. Those
 * who ask from one place (limit.h) stand in one line, and the lines take
 * turns: who asks ten thousand times delays nobody elsewhere by more than one
 * question for each thread. At most DERIVE_LINE stand in a line, and
 * DERIVE_WAITING in all.
 *
 * A job is a heap object, first in the one that its owner makes of it. From
 * derive_ask on it is the pool's, until `done` (in the loop) takes it, or
 * `drop` frees it: where its session has gone before it began, or the server
 * ends. Owners set what is above the line.
 */
enum { DERIVE_LINE = 64, DERIVE_WAITING = 4096 };

struct derive_job {
	struct job job; /* first: the worker's view of it */
	uint64_t session_id;
	struct limit_key from;
	char *password; /* as saslprep made it, wiped; or NULL */
	bool checks;    /* whether it is the one of `verifier` */
	struct verifier verifier;
	uint32_t iterations; /* of a new one; less work is never done */
	void (*done)(struct server *srv, struct derive_job *j);
	void (*drop)(struct derive_job *j);
	/* ---- */
	bool right;
	/* A new one (iterations not 0): where nothing is checked, or it was
	 * right and `verifier` has less than `iterations`. */
	struct verifier made;
	struct derive_job *next; /* in its line */
};

struct derive *derive_start(void); /* NULL: no threads */
void derive_stop(struct derive *d);
int derive_fd(const struct derive *d);
void derive_reap(struct server *srv); /* when derive_fd is readable */

/* -1: too many wait already; the job is still the caller's. */
int derive_ask(struct server *srv, struct derive_job *j);
/* Wipes and frees what a job holds itself, not the job. */
void derive_job_clear(struct derive_job *j);

#endif
