/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/derive.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/server.h"
#include "server/verifier.h"

enum { THREADS_MAX = 4 };

/* Those who ask from one place, and its turn among the places. */
struct line {
	struct limit_key from;
	struct derive_job *jobs; /* utlist LL */
	size_t count;
	struct line *prev, *next;
	UT_hash_handle hh;
};

struct derive {
	struct worker *worker;
	size_t threads;
	size_t running; /* given to the worker, no more than threads */
	size_t waiting;
	struct line *turns;    /* utlist DL, the next one first */
	struct line *by_place; /* hash */
};

/* One is left for the loop. */
static unsigned
count_threads(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	if (cpus > THREADS_MAX)
		return THREADS_MAX;
	return cpus > 1 ? (unsigned)cpus - 1 : 1;
}

struct derive *
derive_start(void)
{
	struct derive *d = mem_alloc(sizeof(*d));

	d->threads = count_threads();
	d->worker = worker_start((unsigned)d->threads, d->threads);
	if (d->worker)
		return d;
	free(d);
	return NULL;
}

static void
line_end(struct derive *d, struct line *l)
{
	DL_DELETE(d->turns, l);
	HASH_DEL(d->by_place, l);
	free(l);
}

void
derive_stop(struct derive *d)
{
	struct line *l, *next;
	struct derive_job *j;

	if (!d)
		return;
	DL_FOREACH_SAFE (d->turns, l, next) {
		while ((j = l->jobs)) {
			LL_DELETE(l->jobs, j);
			j->drop(j);
		}
		line_end(d, l);
	}
	worker_stop(d->worker);
	free(d);
}

int
derive_fd(const struct derive *d)
{
	return worker_fd(d->worker);
}

void
derive_job_clear(struct derive_job *j)
{
	mem_wipe(&j->password);
	explicit_bzero(&j->verifier, sizeof(j->verifier));
	explicit_bzero(&j->made, sizeof(j->made));
}

static void
job_make(struct derive_job *j)
{
	if (verifier_make(&j->made, j->password, j->iterations) < 0)
		explicit_bzero(&j->made, sizeof(j->made));
}

/* An older account must not be told from one that is not there by its
 * time. */
static void
job_check(struct derive_job *j)
{
	struct verifier rest = j->verifier;

	j->right = verifier_check(&j->verifier, j->password);
	if (j->verifier.iterations >= j->iterations)
		return;
	rest.iterations = j->iterations - j->verifier.iterations;
	(void)verifier_check(&rest, j->password);
	explicit_bzero(&rest, sizeof(rest));
	if (j->right)
		job_make(j);
}

static void
job_run(struct job *job)
{
	struct derive_job *j = (struct derive_job *)job;

	if (j->checks)
		job_check(j);
	else
		job_make(j);
}

static void
job_drop(struct job *job)
{
	struct derive_job *j = (struct derive_job *)job;

	j->drop(j);
}

static void
job_done(struct job *job, void *context)
{
	struct derive_job *j = (struct derive_job *)job;
	struct server *srv = context;

	srv->derive->running--;
	j->done(srv, j);
}

/* The first of the line whose turn it is, which then goes to the end. */
static struct derive_job *
take(struct derive *d)
{
	struct line *l = d->turns;
	struct derive_job *j = l->jobs;

	LL_DELETE(l->jobs, j);
	l->count--;
	d->waiting--;
	DL_DELETE(d->turns, l);
	DL_APPEND(d->turns, l);
	if (l->count == 0)
		line_end(d, l);
	return j;
}

static void
pump(struct server *srv)
{
	struct derive *d = srv->derive;

	while (d->turns && d->running < d->threads) {
		struct derive_job *j = take(d);

		if (!server_session(srv, j->session_id) ||
		    worker_submit(d->worker, &j->job) < 0)
			j->drop(j);
		else
			d->running++;
	}
}

void
derive_reap(struct server *srv)
{
	worker_reap(srv->derive->worker, srv);
	pump(srv);
}

static struct line *
line_of(struct derive *d, const struct limit_key *from)
{
	struct line *l;

	HASH_FIND(hh, d->by_place, from, sizeof(*from), l);
	if (l)
		return l;
	l = mem_alloc(sizeof(*l));
	l->from = *from;
	HASH_ADD(hh, d->by_place, from, sizeof(l->from), l);
	DL_APPEND(d->turns, l);
	return l;
}

int
derive_ask(struct server *srv, struct derive_job *j)
{
	struct derive *d = srv->derive;
	struct line *l;

	if (d->waiting == DERIVE_WAITING)
		return -1;
	l = line_of(d, &j->from);
	if (l->count == DERIVE_LINE)
		return -1;
	j->job.run = job_run;
	j->job.done = job_done;
	j->job.drop = job_drop;
	LL_APPEND(l->jobs, j);
	l->count++;
	d->waiting++;
	pump(srv);
	return 0;
}
