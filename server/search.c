/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/search.h"

#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/resource.h>
#endif
#include <utlist.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/mem.h"
#include "server/hub.h"
#include "server/search_file.h"
#include "server/search_index.h"

enum {
	THREADS = 2,
	ASKED_MOST = 64,    /* for all sessions */
	PATIENCE_MS = 5000, /* until one begins */
	PIECE = 256,        /* events, at once */
	DELAY_MS = 1000,
	AGAIN_MS = 30000,
	COMPLAIN_MS = 60000,
	UNWANTED_MS = 1000,
	NICENESS = 10
};

/* The one that brings the index up to date, again and again. */
struct index_job {
	struct job job;
	struct search_index *index;
	bool remake; /* it turned out to be broken */
	enum search_step step;
	int64_t took_ms;
};

struct ask {
	struct job job;
	char *dir;
	uint64_t session_id;
	int64_t asked_ms;
	struct search_query query;
	struct search_result result;
	void (*then)(struct server *srv, struct session *s,
	    const struct search_query *q, const struct search_result *r);
	struct ask *next; /* not yet given to a thread */
};

struct search {
	struct worker *worker; /* NULL: it is not wanted */
	char *dir;
	struct index_job *index; /* NULL: it is with a thread */
	int64_t due_ms;          /* monotonic: when it goes on; 0: not */
	uint64_t seen;           /* changes of the store that it knows of */
	bool broken;             /* a search found it so */
	uint64_t dropped;        /* rows of `removed`, until there */
	int64_t told_ms;         /* monotonic, when it last failed; or 0 */
	struct ask *asked;       /* in this turn */
	size_t nasks;            /* in all */
};

/* A thread's own, where the system has that. */
static void
be_nice(void)
{
#ifdef __linux__
	(void)setpriority(PRIO_PROCESS, 0, NICENESS);
#endif
}

static void
index_run(struct job *job)
{
	struct index_job *i = (struct index_job *)job;
	int64_t begun = clock_mono_ms();

	be_nice();
	if (i->remake)
		search_index_remake(i->index);
	i->step = search_index_step(i->index, PIECE);
	i->took_ms = clock_mono_ms() - begun;
}

static void
index_drop(struct job *job)
{
	struct index_job *i = (struct index_job *)job;

	search_index_free(i->index);
	free(i);
}

/* What the index knows of is not needed any more to take it out. */
static void
drop_removed(struct server *srv, uint64_t until)
{
	struct search *x = srv->search;

	if (until <= x->dropped)
		return;
	if (srv->store->ops->removed_drop(srv->store, until) == 0)
		x->dropped = until;
}

static void
complain(struct search *x, const struct index_job *i, int64_t now_ms)
{
	const char *why = search_index_error(i->index);

	if (i->step == SEARCH_ANEW) {
		log_warn("%s; the index is made anew", why);
	} else if (!x->told_ms || now_ms - x->told_ms >= COMPLAIN_MS) {
		log_error("what is said cannot be searched: %s", why);
		x->told_ms = now_ms;
	}
}

/* When the index goes on: at once while nothing else happens. */
static int64_t
next_step(const struct server *srv, const struct index_job *i)
{
	bool busy = srv->store->changes != srv->search->seen;
	int64_t wait;

	switch (i->step) {
	case SEARCH_IDLE:
		wait = search_index_wait(i->index);
		if (busy)
			wait = clock_sooner(wait, DELAY_MS);
		return wait < 0 ? 0 : srv->now_ms + wait;
	case SEARCH_MORE:
		return srv->now_ms + (busy ? 3 * i->took_ms : 0);
	case SEARCH_ANEW:
		return srv->now_ms + DELAY_MS;
	case SEARCH_FAILED:
		break;
	}
	return srv->now_ms + AGAIN_MS;
}

static void
index_done(struct job *job, void *context)
{
	struct index_job *i = (struct index_job *)job;
	struct server *srv = context;
	struct search *x = srv->search;

	x->index = i;
	x->due_ms = next_step(srv, i);
	x->seen = srv->store->changes;
	if (i->step == SEARCH_ANEW || i->step == SEARCH_FAILED)
		complain(x, i, srv->now_ms);
	else
		drop_removed(srv, search_index_removed(i->index));
}

static struct index_job *
new_index(const char *dir)
{
	struct index_job *i = mem_alloc(sizeof(*i));

	i->job.run = index_run;
	i->job.done = index_done;
	i->job.drop = index_drop;
	i->index = search_index_new(dir);
	return i;
}

/* What is not searched is in no index. */
static void
remove_index(const char *dir)
{
	struct buf path = {0};

	buf_addf(&path, "%s/search.db", dir);
	search_file_remove(path.data);
	buf_free(&path);
}

struct search *
search_start(const char *dir, bool wanted)
{
	struct search *x = mem_alloc(sizeof(*x));

	x->due_ms = clock_mono_ms();
	if (!wanted) {
		remove_index(dir);
		return x;
	}
	x->worker = worker_start(THREADS, ASKED_MOST + 1);
	if (!x->worker) {
		free(x);
		return NULL;
	}
	x->dir = mem_strdup(dir);
	x->index = new_index(dir);
	return x;
}

static void
ask_free(struct ask *a)
{
	search_query_free(&a->query);
	free(a->dir);
	free(a);
}

static void
ask_drop(struct job *job)
{
	ask_free((struct ask *)job);
}

void
search_stop(struct search *x)
{
	struct ask *a, *next;

	if (!x)
		return;
	LL_FOREACH_SAFE (x->asked, a, next)
		ask_free(a);
	if (x->worker)
		worker_stop(x->worker);
	if (x->index)
		index_drop(&x->index->job);
	free(x->dir);
	free(x);
}

static void
ask_run(struct job *job)
{
	struct ask *a = (struct ask *)job;

	be_nice();
	if (clock_mono_ms() - a->asked_ms > PATIENCE_MS)
		a->result.failed = true;
	else
		search_run(&a->query, a->dir, &a->result);
}

static void
ask_done(struct job *job, void *context)
{
	struct ask *a = (struct ask *)job;
	struct server *srv = context;
	struct session *s = server_session(srv, a->session_id);

	srv->search->nasks--;
	if (a->result.broken && !srv->search->broken) {
		srv->search->broken = true;
		srv->search->due_ms = srv->now_ms;
		log_warn("the index of search is damaged, and made anew");
	}
	if (s && !s->doom) {
		s->waiting = false;
		a->then(srv, s, &a->query, &a->result);
	}
	ask_free(a);
}

int
search_ask(struct server *srv, struct session *s, const struct search_query *q,
    void (*then)(struct server *srv, struct session *s,
	const struct search_query *q, const struct search_result *r))
{
	struct search *x = srv->search;
	struct ask *a = mem_alloc(sizeof(*a));

	a->query = *q;
	if (x->nasks == ASKED_MOST) {
		ask_free(a);
		return -1;
	}
	x->nasks++;
	a->job.run = ask_run;
	a->job.done = ask_done;
	a->job.drop = ask_drop;
	a->dir = mem_strdup(x->dir);
	a->session_id = s->id;
	a->asked_ms = srv->now_ms;
	a->then = then;
	s->waiting = true;
	LL_APPEND(x->asked, a);
	return 0;
}

int
search_fd(const struct server *srv)
{
	const struct search *x = srv->search;

	return x && x->worker ? worker_fd(x->worker) : -1;
}

void
search_reap(struct server *srv)
{
	worker_reap(srv->search->worker, srv);
}

/* There is room: nasks and the index are bounded. */
static void
submit_asked(struct search *x)
{
	struct ask *a, *next;

	LL_FOREACH_SAFE (x->asked, a, next)
		worker_submit(x->worker, &a->job);
	x->asked = NULL;
}

/* Nobody else does away with what is written for the index. */
static void
drop_unwanted(struct server *srv)
{
	struct search *x = srv->search;

	if (srv->now_ms < x->due_ms || srv->store->changes == x->seen)
		return;
	x->seen = srv->store->changes;
	x->due_ms = srv->now_ms + UNWANTED_MS;
	srv->store->ops->removed_drop(srv->store, INT64_MAX);
	/* the turn's commit was before */
	hub_commit(srv);
}

static void
go_on(struct server *srv)
{
	struct search *x = srv->search;

	if (srv->store->changes != x->seen &&
	    (!x->due_ms || x->due_ms > srv->now_ms + AGAIN_MS))
		x->due_ms = srv->now_ms + DELAY_MS;
	if (!x->index || !x->due_ms || srv->now_ms < x->due_ms)
		return;
	x->seen = srv->store->changes;
	x->index->remake = x->broken;
	x->broken = false;
	worker_submit(x->worker, &x->index->job);
	x->index = NULL;
	x->due_ms = 0;
}

void
search_turn(struct server *srv)
{
	if (!srv->search)
		return;
	if (!srv->search->worker) {
		drop_unwanted(srv);
		return;
	}
	submit_asked(srv->search);
	go_on(srv);
}

int64_t
search_wait(const struct server *srv)
{
	const struct search *x = srv->search;

	if (!x || !x->index || !x->due_ms)
		return -1;
	return x->due_ms > srv->now_ms ? x->due_ms - srv->now_ms : 0;
}
