/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tailing.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "client/pipe_words.h"
#include "client/when.h"
#include "common/clock.h"
#include "common/mem.h"

static bool
is_channel(const char *name)
{
	return strchr("#&", *name);
}

static int
read_since(struct tailing *t)
{
	const char *since = t->o->since;

	if (!since)
		return 0;
	t->since_ms = when_parse(since, clock_wall_ms());
	if (t->since_ms >= 0)
		return 0;
	if (!*since || strpbrk(since, " \r\n") ||
	    strlen(since) > FOLLOW_ID_MAX) {
		pipe_say("--since: how long ago (1h, 2d), a moment "
			 "(2026-11-03T14:30) or the id of a message");
		return -1;
	}
	if (t->o->ntails > 1) {
		pipe_say("--since %s: an id is of one channel, and several "
			 "are followed; begin at a moment instead: --since 1h",
		    since);
		return -1;
	}
	t->since_id = mem_strdup(since);
	return 0;
}

static void
begin_since(const struct tailing *t, struct follow *f)
{
	if (t->since_id)
		follow_since(f, t->since_id, 0);
	else if (t->since_ms >= 0)
		follow_since(f, "", t->since_ms);
}

static void
on_gap(void *arg, struct follow *f, const char *why)
{
	(void)arg;
	pipe_say("Something may be missing in %s here: %s", f->name, why);
}

static void
on_wrong(void *arg, struct follow *f, const char *why)
{
	struct tailing *t = arg;

	pipe_fail(t->p, EX_DATAERR,
	    "--since %s: %s has no such message (%s); begin at a moment "
	    "instead: --since 1h",
	    t->since_id ? t->since_id : "", f->name, why);
}

static void
on_renamed(void *arg, struct follow *f)
{
	struct tailing *t = arg;

	pipe_join(t->p, f->name);
}

static const struct tail_core_ops core_ops = {
    .gap = on_gap, .wrong = on_wrong, .renamed = on_renamed};

int
tailing_open(
    struct tailing *t, const struct options *o, const struct tailed_sink *sink)
{
	*t = (struct tailing){.o = o, .sink = sink, .since_ms = -1};
	return read_since(t);
}

void
tailing_close(struct tailing *t)
{
	tail_core_close(&t->core);
	free(t->since_id);
}

static void
begin(struct tailing *t, struct pipe *p)
{
	t->p = p;
	tail_core_open(&t->core, p->n, &core_ops, t);
	for (size_t i = 0; i < t->o->ntails; i++)
		begin_since(t,
		    tail_core_add(&t->core, t->o->tails[i],
			is_channel(t->o->tails[i]), t->sink));
}

/* Bouncers put one into channels before the welcome is complete. */
void
tailing_ready(struct tailing *t, struct pipe *p)
{
	if (!t->p)
		begin(t, p);
	tail_core_ready(&t->core);
	for (size_t i = 0; i < t->core.count; i++) {
		const struct follow *f = t->core.follows[i].f;
		const struct room *r = state_find(&p->state, p->n, f->name);

		if (!f->channel)
			continue;
		pipe_join(p, f->name);
		if (r && r->joined)
			tail_core_joined(&t->core, f->name);
	}
}

void
tailing_heard(struct tailing *t, const struct incoming *in)
{
	if (t->p && t->p->n->ready)
		tail_core_heard(&t->core, in);
}

void
tailing_lost(struct tailing *t)
{
	tail_core_lost(&t->core);
}

static void
connect_first(struct tailing *t, struct pipe *p)
{
	if (t->connects)
		return;
	t->connects = true;
	p->n->multiline = true;
	pipe_connect(p);
}

void
tailing_turn(struct tailing *t, struct pipe *p)
{
	connect_first(t, p);
	if (!t->p)
		return;
	if (t->p->ready)
		tail_core_turn(&t->core, t->p->now_ms);
	t->p->n->deaf = t->p->ready && tail_core_is_stuck(&t->core);
}

int64_t
tailing_deadline(const struct tailing *t)
{
	return t->connects ? tail_core_deadline(&t->core) : 0;
}
