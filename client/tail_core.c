/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail_core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle_rename.h"
#include "client/history.h"
#include "common/clock.h"
#include "common/text.h"

/* Where a request is not answered, or a connection brings nothing. */
static void
say_gap(struct tail_core *c, struct follow *f, const char *why)
{
	c->ops->gap(c->arg, f, why);
}

static bool
is_labeled(const struct tail_followed *t, const char *label)
{
	return *label == 't' && strtoull(label + 1, NULL, 10) == t->serial;
}

static struct tail_followed *
awaiting(struct tail_core *c, const char *label, const char *target)
{
	bool labels = c->n->caps & CAP_LABELED_RESPONSE;

	for (size_t i = 0; i < c->count; i++) {
		struct tail_followed *t = &c->follows[i];

		if (!follow_awaits(t->f))
			continue;
		if (label ? is_labeled(t, label)
			  : !labels && !text_casecmp(t->f->name, target))
			return t;
	}
	return NULL;
}

static void *
asker(void *arg, const char *label, const char *target)
{
	struct tail_followed *t = awaiting(arg, label, target);

	return t ? t->f : NULL;
}

static bool
is_private(
    const struct tail_core *c, const struct follow *f, const struct tailed *m)
{
	if (m->self && !text_casecmp(m->channel, f->name))
		return true;
	return network_is_me(c->n, m->channel) &&
	    !text_casecmp(m->nick, f->name);
}

static bool
is_of(const struct tail_core *c, const struct follow *f, const struct tailed *m)
{
	return f->channel ? !text_casecmp(m->channel, f->name)
			  : is_private(c, f, m);
}

/* Of a private page, what was said under a former nick of mine is mine. */
static void
told_before(struct follow *f, const struct tailed *told)
{
	struct tailed m = *told;

	if (!f->channel)
		m.self = text_casecmp(m.nick, f->name) != 0;
	follow_page(f, &m);
}

static void
message(void *arg, enum tail_origin origin, void *asked, const struct tailed *m)
{
	struct tail_core *c = arg;

	if (origin == TAIL_PAGE) {
		c->answers = true;
		told_before(asked, m);
		return;
	}
	for (size_t i = 0; i < c->count; i++) {
		struct follow *f = c->follows[i].f;

		if (!is_of(c, f, m))
			continue;
		if (origin == TAIL_LIVE)
			follow_live(f, m);
		else
			follow_replay(f, m);
	}
}

static void
other(void *arg, void *asked, const char *msgid, int64_t time_ms)
{
	struct tail_core *c = arg;

	c->answers = true;
	follow_other(asked, msgid, time_ms);
}

static void
answered(void *arg, void *asked, bool end)
{
	struct tail_core *c = arg;

	c->answers = true;
	follow_answered(asked, end);
}

static const struct tail_hear_ops hear_ops = {
    .asker = asker, .message = message, .other = other, .answered = answered};

void
tail_core_open(struct tail_core *c, struct network *n,
    const struct tail_core_ops *ops, void *arg)
{
	*c = (struct tail_core){.n = n, .ops = ops, .arg = arg};
	c->hear.ops = &hear_ops;
	c->hear.arg = c;
}

void
tail_core_close(struct tail_core *c)
{
	tail_hear_lost(&c->hear);
	for (size_t i = 0; i < c->count; i++)
		follow_free(c->follows[i].f);
	c->count = 0;
}

struct follow *
tail_core_add(struct tail_core *c, const char *name, bool channel,
    const struct tailed_sink *sink)
{
	struct follow *f;

	if (c->count == TAIL_FOLLOWS_MAX)
		return NULL;
	f = follow_new(name, channel, sink);
	c->follows[c->count++].f = f;
	return f;
}

static void
arrive(struct tail_core *c, struct follow *f)
{
	const struct network *n = c->n;

	if (f->step != FOLLOW_AWAY)
		return;
	c->answers = true;
	if (!follow_here(f, clock_wall_ms() + n->ahead_ms, history_can(n),
		!n->no_msgids))
		say_gap(c, f,
		    "this server keeps no history that tcpchat can "
		    "ask for");
}

void
tail_core_ready(struct tail_core *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->follows[i].f->channel)
			arrive(c, c->follows[i].f);
}

static struct follow *
find_channel(const struct tail_core *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->follows[i].f->channel &&
		    !text_casecmp(c->follows[i].f->name, name))
			return c->follows[i].f;
	return NULL;
}

void
tail_core_joined(struct tail_core *c, const char *channel)
{
	struct follow *f = find_channel(c, channel);

	if (f)
		arrive(c, f);
}

static void
leave(struct tail_core *c, const struct incoming *in)
{
	struct follow *f = find_channel(c, in_param(in, 0));

	if (f)
		follow_away(f);
}

static void
rename_to(struct tail_core *c, const char *from, const char *to)
{
	struct follow *f = find_channel(c, from);

	if (!f)
		return;
	follow_rename(f, to);
	c->ops->renamed(c->arg, f);
}

static void
refused(
    struct tail_core *c, struct follow *f, const char *code, const char *why)
{
	bool id = *code && strcmp(code, "INVALID_TARGET") != 0;

	switch (follow_refused(f, id)) {
	case FOLLOW_AGAIN:
		break;
	case FOLLOW_WRONG:
		c->ops->wrong(c->arg, f, why);
		break;
	case FOLLOW_GAP:
		say_gap(c, f, why);
		break;
	}
}

/* Whose request a refusal is about; by its label, or what it names. */
static struct follow *
refused_one(struct tail_core *c, const struct incoming *in, size_t first)
{
	const char *label = in_label(in);
	struct tail_followed *t = NULL;

	if (label)
		t = awaiting(c, label, "");
	for (size_t i = first; !label && !t && i + 1 < in->m->nparams; i++)
		t = awaiting(c, NULL, in_param(in, i));
	return t ? t->f : NULL;
}

static void
hear_fail(struct tail_core *c, const struct incoming *in)
{
	const char *code = in_param(in, 1);
	struct follow *f = NULL;

	if (!strcmp(in_param(in, 0), "CHATHISTORY"))
		f = refused_one(c, in, 2);
	/* Whom one has never written with is no error. */
	if (f && !f->channel && !strcmp(code, "INVALID_TARGET"))
		follow_answered(f, true);
	else if (f)
		refused(c, f, code, in_param(in, in->m->nparams - 1));
}

/* Nothing that was asked is answered. */
static void
give_up(struct tail_core *c, const char *why)
{
	for (size_t i = 0; i < c->count; i++)
		if (follow_awaits(c->follows[i].f))
			refused(c, c->follows[i].f, "", why);
}

/* ERR_UNKNOWNCOMMAND and its like. */
static void
hear_numeric(struct tail_core *c, const struct incoming *in)
{
	if (*in->m->command != '4' ||
	    strcmp(in_param(in, 1), "CHATHISTORY") != 0)
		return;
	in->n->no_history = true;
	give_up(c, in_param(in, in->m->nparams - 1));
}

static void
hear_ack(struct tail_core *c, const struct incoming *in)
{
	const char *label = in_label(in);
	struct tail_followed *t = label ? awaiting(c, label, "") : NULL;

	if (t)
		follow_answered(t->f, true);
}

static void
hear_change(struct tail_core *c, const struct incoming *in)
{
	const char *command = in->m->command, *from, *to;

	if (in->self && !strcmp(command, "JOIN"))
		tail_core_joined(c, in_param(in, 0));
	else if (in->self && !strcmp(command, "PART"))
		leave(c, in);
	else if (!strcmp(command, "KICK") &&
	    network_is_me(in->n, in_param(in, 1)))
		leave(c, in);
	else if (rename_told(in, &from, &to))
		rename_to(c, from, to);
	else if (!strcmp(command, "FAIL"))
		hear_fail(c, in);
	else if (!strcmp(command, "ACK"))
		hear_ack(c, in);
	else
		hear_numeric(c, in);
}

void
tail_core_heard(struct tail_core *c, const struct incoming *in)
{
	tail_hear(&c->hear, in);
	if (!in_replay(in))
		hear_change(c, in);
}

void
tail_core_lost(struct tail_core *c)
{
	tail_hear_lost(&c->hear);
	for (size_t i = 0; i < c->count; i++)
		follow_away(c->follows[i].f);
}

static void
ask(struct tail_core *c, struct tail_followed *t)
{
	struct buf reference = {0};
	const char *sub;
	char number[24];

	sub = follow_ask(t->f, history_limit(c->n), &reference);
	t->serial = ++c->serial;
	snprintf(number, sizeof(number), "%zu", t->f->limit);
	snprintf(c->n->label, sizeof(c->n->label), "t%llu",
	    (unsigned long long)t->serial);
	network_send(
	    c->n, "CHATHISTORY", sub, t->f->name, reference.data, number, NULL);
	c->n->label[0] = '\0';
	buf_free(&reference);
}

static size_t
in_flight(const struct tail_core *c)
{
	size_t count = 0;

	for (size_t i = 0; i < c->count; i++)
		count += follow_awaits(c->follows[i].f);
	return count;
}

static void
watch(struct tail_core *c, struct follow *f)
{
	follow_turn(f);
	if (f->lost)
		say_gap(c, f, "the reader of this output is too slow");
	f->lost = false;
}

bool
tail_core_is_stuck(const struct tail_core *c)
{
	bool stuck = false;

	for (size_t i = 0; i < c->count; i++)
		stuck = stuck || follow_is_stuck(c->follows[i].f);
	return stuck;
}

/* Where nothing is asked, or read, nothing can come. */
static void
watch_answers(struct tail_core *c, int64_t now_ms)
{
	bool answers = c->answers || !in_flight(c) || tail_core_is_stuck(c);

	if (!answers && now_ms < c->until_ms)
		return;
	if (!answers)
		give_up(c, "the server does not answer");
	c->answers = false;
	c->until_ms = now_ms + TAIL_ANSWER_MS;
}

void
tail_core_turn(struct tail_core *c, int64_t now_ms)
{
	size_t busy;

	watch_answers(c, now_ms);
	for (size_t i = 0; i < c->count; i++)
		watch(c, c->follows[i].f);
	busy = in_flight(c);
	for (size_t i = 0; i < c->count && busy < TAIL_AT_ONCE; i++) {
		if (!follow_wants(c->follows[i].f))
			continue;
		ask(c, &c->follows[i]);
		busy++;
	}
}

int64_t
tail_core_deadline(const struct tail_core *c)
{
	return in_flight(c) ? c->until_ms : -1;
}
