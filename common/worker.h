/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_WORKER_H
#define COMMON_WORKER_H

#include <stddef.h>

/*
 * A small pool of threads for work that would block (name look-ups). A job
 * is a heap object whose owner is the caller until worker_submit, the worker
 * until its `done` is called, then whoever `done` gives it to. `run` is
 * called on a thread and must touch nothing but the job; `done` is called by
 * worker_reap, in the loop. Jobs carry ids, never pointers to what may die.
 */
struct worker;

struct job {
	void (*run)(struct job *job);
	void (*done)(struct job *job, void *context);
	void (*drop)(struct job *job); /* frees it: nobody waits any more */
	struct job *next;
};

/* NULL with errno where threads or descriptors ran out. */
struct worker *worker_start(unsigned threads, size_t max_waiting);
/* -1 with EAGAIN when max_waiting jobs wait already. */
int worker_submit(struct worker *w, struct job *job);
int worker_fd(const struct worker *w); /* readable when worker_reap has work */
void worker_reap(struct worker *w, void *context);
/* Jobs that run are given a quarter of a second to end; these, and jobs not
 * yet begun or not yet reaped, are dropped. A job that takes longer (a
 * resolver that hangs) keeps its memory and ends with the process. */
void worker_stop(struct worker *w);

#endif
