/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <utlist.h>

#include "common/mem.h"

enum { PATIENCE_NS = 250000000, SECOND_NS = 1000000000 };

struct worker {
	pthread_mutex_t lock; /* over what stands up to `stopping` */
	pthread_cond_t wake;
	pthread_cond_t idle; /* nothing runs any more */
	unsigned running;
	struct job *waiting;
	struct job *finished;
	size_t nwaiting;
	size_t max_waiting;
	bool stopping;
	int pipe[2]; /* a byte in it: `finished` is not empty */
	unsigned nthreads;
	struct worker *left; /* another that was not waited for at its end */
	pthread_t threads[];
};

/* With the lock held: the next job, or NULL when it is time to end. */
static struct job *
worker_take(struct worker *w)
{
	struct job *job;

	while (!w->waiting && !w->stopping)
		pthread_cond_wait(&w->wake, &w->lock);
	if (w->stopping)
		return NULL;
	job = w->waiting;
	LL_DELETE(w->waiting, job);
	w->nwaiting--;
	w->running++;
	return job;
}

static void
worker_finish(struct worker *w, struct job *job)
{
	/* one byte for a batch, so that the pipe never fills */
	if (!w->finished && write(w->pipe[1], "", 1) < 0)
		abort();
	LL_APPEND(w->finished, job);
	if (--w->running == 0)
		pthread_cond_signal(&w->idle);
}

static void *
worker_main(void *arg)
{
	struct worker *w = arg;
	struct job *job;

	pthread_mutex_lock(&w->lock);
	while ((job = worker_take(w))) {
		pthread_mutex_unlock(&w->lock);
		job->run(job);
		pthread_mutex_lock(&w->lock);
		worker_finish(w, job);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static int
worker_pipe(struct worker *w)
{
	if (pipe(w->pipe) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(w->pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(w->pipe[i], F_SETFD, FD_CLOEXEC);
	}
	return 0;
}

/* Signals belong to the loop alone. */
static int
worker_thread(struct worker *w)
{
	sigset_t all, old;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&w->threads[w->nthreads], NULL, worker_main, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!error)
		w->nthreads++;
	return error;
}

struct worker *
worker_start(unsigned threads, size_t max_waiting)
{
	struct worker *w =
	    mem_alloc(sizeof(*w) + threads * sizeof(*w->threads));
	int error = 0;

	w->max_waiting = max_waiting;
	if (worker_pipe(w) < 0) {
		free(w);
		return NULL;
	}
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	pthread_cond_init(&w->idle, NULL);
	while (!error && w->nthreads < threads)
		error = worker_thread(w);
	if (!error)
		return w;
	worker_stop(w);
	errno = error;
	return NULL;
}

int
worker_submit(struct worker *w, struct job *job)
{
	bool room;

	pthread_mutex_lock(&w->lock);
	room = w->nwaiting < w->max_waiting;
	if (room) {
		LL_APPEND(w->waiting, job);
		w->nwaiting++;
		pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	if (room)
		return 0;
	errno = EAGAIN;
	return -1;
}

int
worker_fd(const struct worker *w)
{
	return w->pipe[0];
}

void
worker_reap(struct worker *w, void *context)
{
	struct job *batch, *job, *next;
	char byte;

	pthread_mutex_lock(&w->lock);
	batch = w->finished;
	w->finished = NULL;
	if (batch && read(w->pipe[0], &byte, 1) < 0)
		abort();
	pthread_mutex_unlock(&w->lock);
	LL_FOREACH_SAFE (batch, job, next)
		job->done(job, context);
}

static void
drop_all(struct job *list)
{
	struct job *job, *next;

	LL_FOREACH_SAFE (list, job, next)
		job->drop(job);
}

/* With the lock held: whether what runs came to its end soon enough. */
static bool
worker_settles(struct worker *w)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += PATIENCE_NS;
	until.tv_sec += until.tv_nsec / SECOND_NS;
	until.tv_nsec %= SECOND_NS;
	while (w->running)
		if (pthread_cond_timedwait(&w->idle, &w->lock, &until) != 0)
			return w->running == 0;
	return true;
}

/* Its thread still uses all of it: the process's end ends it. Until then it is
 * not lost, also where the thread has come to its end meanwhile. */
static void
leave(struct worker *w)
{
	static struct worker *left;

	w->left = left;
	left = w;
}

void
worker_stop(struct worker *w)
{
	bool settled;

	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->wake);
	settled = worker_settles(w);
	pthread_mutex_unlock(&w->lock);
	if (!settled) {
		leave(w);
		return;
	}
	for (unsigned i = 0; i < w->nthreads; i++)
		pthread_join(w->threads[i], NULL);
	drop_all(w->waiting);
	drop_all(w->finished);
	pthread_cond_destroy(&w->wake);
	pthread_cond_destroy(&w->idle);
	pthread_mutex_destroy(&w->lock);
	close(w->pipe[0]);
	close(w->pipe[1]);
	free(w);
}
