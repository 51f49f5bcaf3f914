/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/links.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/link.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/worker.h"

enum { LOOKUP_THREADS = 2 };

struct links {
	struct state *s;
	struct link *list;
	struct worker *worker; /* started with the first look-up */
	uint64_t next_id;
};

struct links *
links_open(struct state *s)
{
	struct links *ls = mem_alloc(sizeof(*ls));

	ls->s = s;
	return ls;
}

void
links_close(struct links *ls)
{
	struct link *l, *next;

	if (!ls)
		return;
	LL_FOREACH_SAFE (ls->list, l, next)
		link_free(l);
	if (ls->worker)
		worker_stop(ls->worker);
	free(ls);
}

static void
looked_up(struct job *job, void *context)
{
	struct links *ls = context;
	struct lookup *found = (struct lookup *)job;
	const char *why =
	    found->error ? gai_strerror(found->error) : "no address";
	struct link *l;

	LL_FOREACH (ls->list, l)
		if (l->attempt.lookup_id == found->id)
			attempt_addresses(&l->attempt, found->addresses,
			    found->count, why, clock_mono_ms());
	free(found);
}

static int
submit(struct links *ls, struct attempt *a)
{
	struct lookup *job;

	if (!ls->worker)
		ls->worker = worker_start(LOOKUP_THREADS, STATE_NETWORKS_MAX);
	if (!ls->worker)
		return -1;
	a->lookup_id = ++ls->next_id;
	job = lookup_new(&a->places[a->place], a->lookup_id, looked_up);
	if (worker_submit(ls->worker, &job->job) == 0)
		return 0;
	free(job);
	return -1;
}

static void
look_up(struct links *ls, struct attempt *a, int64_t now_ms)
{
	if (!a->want_lookup)
		return;
	a->want_lookup = false;
	if (submit(ls, a) < 0)
		attempt_addresses(a, NULL, 0, strerror(errno), now_ms);
}

size_t
links_poll(const struct links *ls, struct pollfd *fds)
{
	size_t count = 0;
	struct link *l;

	LL_FOREACH (ls->list, l) {
		fds[count].fd = link_fd(l, &fds[count].events);
		fds[count++].revents = 0;
		fds[count++] =
		    (struct pollfd){.fd = link_err_fd(l), .events = POLLIN};
	}
	if (ls->worker)
		fds[count++] = (struct pollfd){
		    .fd = worker_fd(ls->worker), .events = POLLIN};
	return count;
}

void
links_act(
    struct links *ls, const struct pollfd *fds, size_t count, int64_t now_ms)
{
	size_t i = 0;
	struct link *l;

	LL_FOREACH (ls->list, l) {
		if (i + 1 >= count)
			break;
		if (fds[i++].revents)
			link_ready(l, now_ms);
		if (fds[i++].revents)
			link_err_ready(l);
	}
	if (i < count && fds[i].revents)
		worker_reap(ls->worker, ls);
}

static bool
has_link(const struct links *ls, const struct network *n)
{
	struct link *l;

	LL_FOREACH (ls->list, l)
		if (l->n == n)
			return true;
	return false;
}

void
links_turn(struct links *ls, int64_t now_ms)
{
	struct network *n;
	struct link *l;

	DL_FOREACH (ls->s->networks, n)
		if (!has_link(ls, n)) {
			l = link_new(ls->s, n);
			LL_APPEND(ls->list, l);
		}
	LL_FOREACH (ls->list, l) {
		link_turn(l, now_ms);
		look_up(ls, &l->attempt, now_ms);
	}
}

int64_t
links_deadline(const struct links *ls)
{
	int64_t first = -1;
	struct link *l;

	LL_FOREACH (ls->list, l) {
		int64_t at = link_deadline(l);

		if (at >= 0 && (first < 0 || at < first))
			first = at;
	}
	return first;
}

bool
links_sent(const struct links *ls)
{
	struct link *l;

	LL_FOREACH (ls->list, l)
		if (l->step == LINK_UP && conn_waits(&l->conn))
			return false;
	return true;
}

bool
links_idle(const struct links *ls)
{
	struct link *l;

	LL_FOREACH (ls->list, l)
		if (l->step != LINK_DOWN)
			return false;
	return true;
}
