/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/crew.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/clock.h"
#include "common/mem.h"

void
crew_open(struct crew *c, size_t max, const struct crew_ops *ops, void *arg)
{
	*c = (struct crew){.ops = ops, .arg = arg, .max = max};
	for (size_t i = 0; i < CREW_RUNS_MAX; i++)
		c->runs[i].crew = c;
}

static struct tailed *
take_first(struct crew *c)
{
	struct crew_waiting *w = c->waiting;
	struct tailed *m = w->message;

	DL_DELETE(c->waiting, w);
	c->nwaiting--;
	c->bytes -= w->size;
	free(w);
	if (c->nwaiting <= CREW_WAITING / 2 &&
	    c->bytes <= CREW_WAITING_BYTES / 2)
		c->full = false;
	return m;
}

static size_t
drop_waiting(struct crew *c)
{
	size_t count = c->nwaiting;

	while (c->waiting)
		free(take_first(c));
	return count;
}

void
crew_close(struct crew *c)
{
	drop_waiting(c);
	for (size_t i = 0; i < c->max; i++) {
		run_kill(&c->runs[i].run);
		free(c->runs[i].message);
		c->runs[i].message = NULL;
	}
}

bool
crew_take(struct crew *c, const struct tailed *m)
{
	struct crew_waiting *w;
	size_t size = tailed_size(m);

	if (c->full || c->stopping)
		return false;
	w = mem_alloc(sizeof(*w));
	w->message = tailed_copy(m);
	w->size = size;
	DL_APPEND(c->waiting, w);
	c->nwaiting++;
	c->bytes += size;
	c->full = c->nwaiting >= CREW_WAITING || c->bytes >= CREW_WAITING_BYTES;
	return true;
}

bool
crew_hungry(const struct crew *c)
{
	return !c->full && !c->stopping;
}

size_t
crew_poll(const struct crew *c, struct pollfd *fds)
{
	size_t count = 0;

	for (size_t i = 0; i < c->max; i++)
		count += run_poll(&c->runs[i].run, fds + count);
	return count;
}

static void
on_said(void *arg, const char *line, size_t len)
{
	struct crew_run *r = arg;

	(void)len;
	r->crew->ops->said(r->crew->arg, r, line);
}

static void
on_error(void *arg, const char *line, size_t len)
{
	struct crew_run *r = arg;

	(void)len;
	r->crew->ops->error(r->crew->arg, r, line);
}

void
crew_act(struct crew *c, const struct pollfd *fds, size_t count)
{
	static const struct run_ops ops = {.said = on_said, .error = on_error};

	for (size_t i = 0; i < c->max; i++)
		run_act(&c->runs[i].run, fds, count, &ops, &c->runs[i]);
}

static void
end(struct crew *c, struct crew_run *r, int rc)
{
	c->ops->ended(c->arg, r, rc);
	free(r->message);
	r->message = NULL;
}

/* Into that free place, the first one that can be started. */
static void
begin(struct crew *c, struct crew_run *r)
{
	int rc = -1;

	while (rc && c->waiting) {
		r->message = take_first(c);
		r->mood = 0;
		rc = c->ops->begin(c->arg, r);
		if (rc)
			end(c, r, rc);
	}
}

void
crew_turn(struct crew *c, int64_t now_ms, bool held)
{
	for (size_t i = 0; i < c->max; i++) {
		struct crew_run *r = &c->runs[i];

		if (run_turn(&r->run, now_ms))
			end(c, r, 0);
		if (r->run.stage == RUN_FREE && !held && !c->stopping)
			begin(c, r);
	}
}

int64_t
crew_deadline(const struct crew *c)
{
	int64_t first = -1;

	for (size_t i = 0; i < c->max; i++)
		first = clock_sooner(first, run_deadline(&c->runs[i].run));
	return first;
}

size_t
crew_stop(struct crew *c, int64_t now_ms)
{
	c->stopping = true;
	for (size_t i = 0; i < c->max; i++)
		run_stop(&c->runs[i].run, now_ms);
	return drop_waiting(c);
}

size_t
crew_running(const struct crew *c)
{
	size_t count = 0;

	for (size_t i = 0; i < c->max; i++)
		count += c->runs[i].run.stage != RUN_FREE;
	return count;
}
