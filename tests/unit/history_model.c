/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/history_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"

#define BEGIN INT64_C(1700000000000)

enum { TIMES = 12 }; /* milliseconds, and so many ties */

unsigned
model_chance(struct model *m, unsigned n)
{
	return (unsigned)rand_r(&m->seed) % n;
}

void
model_id(struct model *m, char id[EVENT_ID_LEN], int64_t time_ms)
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

	for (int i = 9; i >= 0; i--, time_ms /= 32)
		id[i] = digits[time_ms % 32];
	for (int i = 10; i < 26; i++)
		id[i] = digits[model_chance(m, 32)];
	id[26] = '\0';
}

int64_t
model_time(struct model *m)
{
	return BEGIN + (int64_t)model_chance(m, TIMES);
}

/* Behind all that are not later. */
static struct model_event *
insert(struct model *m, int64_t time_ms)
{
	size_t i = m->n++;

	for (; i > 0 && m->events[i - 1].time_ms > time_ms; i--)
		m->events[i] = m->events[i - 1];
	m->events[i] = (struct model_event){.time_ms = time_ms};
	return &m->events[i];
}

void
model_fill(struct model *m, bool (*append)(struct event *e, bool redacted))
{
	static const enum event_kind kinds[] = {EVENT_MESSAGE, EVENT_MESSAGE,
	    EVENT_NOTICE, EVENT_JOIN, EVENT_TOPIC, EVENT_REDACT};
	size_t n = model_chance(m, MODEL_MOST + 1);

	for (m->n = 0; m->n < n;) {
		struct event e = {.time_ms = model_time(m)};
		struct model_event *me = insert(m, e.time_ms);

		e.kind = kinds[model_chance(m, 6)];
		e.status = model_chance(m, 8) ? 0 : '@';
		model_id(m, e.id, e.time_ms);
		memcpy(me->id, e.id, sizeof(me->id));
		me->said = e.kind == EVENT_MESSAGE || e.kind == EVENT_NOTICE;
		/* alice has no rank, and has not draft/message-redaction */
		me->shown = append(&e, me->said && model_chance(m, 8) == 0) &&
		    e.kind != EVENT_REDACT;
	}
}

void
model_ref(struct model *m, struct model_ref *r, bool may_be_all)
{
	char word[32];

	r->kind = (enum model_ref_kind)model_chance(m, may_be_all ? 4 : 3);
	if (r->kind == REF_MESSAGE && m->n == 0)
		r->kind = REF_TIME;
	r->time_ms = model_time(m);
	strcpy(r->text, "*");
	if (r->kind == REF_MESSAGE) {
		r->i = model_chance(m, (unsigned)m->n);
		r->time_ms = m->events[r->i].time_ms;
		snprintf(
		    r->text, sizeof(r->text), "msgid=%s", m->events[r->i].id);
	} else if (r->kind == REF_TIME) {
		clock_iso(r->time_ms, word);
		snprintf(r->text, sizeof(r->text), "timestamp=%s", word);
	} else if (r->kind == REF_OTHER_ID) {
		model_id(m, word, r->time_ms);
		snprintf(r->text, sizeof(r->text), "msgid=%s", word);
	}
}

static bool
is_before(const struct model *m, size_t i, const struct model_ref *r)
{
	int64_t t = m->events[i].time_ms;

	switch (r->kind) {
	case REF_MESSAGE:
		return i < r->i;
	case REF_TIME:
		return t < r->time_ms;
	case REF_OTHER_ID:
		return t <= r->time_ms;
	default:
		return true;
	}
}

static bool
is_after(const struct model *m, size_t i, const struct model_ref *r)
{
	int64_t t = m->events[i].time_ms;

	switch (r->kind) {
	case REF_MESSAGE:
		return i > r->i;
	case REF_TIME:
		return t > r->time_ms;
	case REF_OTHER_ID:
		return t >= r->time_ms;
	default:
		return true;
	}
}

/* AROUND cuts history in two, the message itself first in the second. */
static bool
is_in_front(const struct model *m, size_t i, const struct model_ref *r)
{
	return r->kind == REF_MESSAGE ? i < r->i
				      : m->events[i].time_ms < r->time_ms;
}

/* The first point of BETWEEN is before the second; else one goes back. */
static bool
goes_forth(const struct model_ref *a, const struct model_ref *b)
{
	if (a->time_ms != b->time_ms)
		return a->time_ms < b->time_ms;
	if (b->kind != REF_MESSAGE)
		return false;
	return a->kind != REF_MESSAGE || a->i < b->i;
}

static bool
is_shown(const struct model *m, size_t i)
{
	return m->events[i].shown && (m->playback || m->events[i].said);
}

struct choice {
	bool in[MODEL_MOST];
	bool end;
};

/* Keeps the first or the last max that are shown. */
static void
keep(const struct model *m, struct choice *c, size_t max, bool newest)
{
	for (size_t k = 0; k < m->n; k++) {
		size_t i = newest ? m->n - 1 - k : k;

		if (!c->in[i])
			continue;
		c->in[i] = is_shown(m, i) && max > 0;
		max -= c->in[i];
		c->end = c->end && (c->in[i] || !is_shown(m, i));
	}
}

static void
choose_around(const struct model *m, struct choice *c,
    const struct model_ref *r, size_t limit)
{
	struct choice front = {.end = true};
	size_t found = 0;

	for (size_t i = 0; i < m->n; i++) {
		front.in[i] = is_in_front(m, i, r);
		c->in[i] = !front.in[i];
	}
	keep(m, c, limit - limit / 2, false);
	for (size_t i = 0; i < m->n; i++)
		found += c->in[i];
	keep(m, &front, limit - found, true);
	for (size_t i = 0; i < m->n; i++)
		c->in[i] = c->in[i] || front.in[i];
	c->end = c->end && front.end;
}

static bool
is_within(const struct model *m, size_t i, const char *subcommand,
    const struct model_ref *a, const struct model_ref *b)
{
	if (!strcmp(subcommand, "BEFORE"))
		return is_before(m, i, a);
	if (strcmp(subcommand, "BETWEEN") != 0)
		return is_after(m, i, a);
	if (goes_forth(a, b))
		return is_after(m, i, a) && is_before(m, i, b);
	return is_after(m, i, b) && is_before(m, i, a);
}

static bool
counts_back(const char *subcommand, const struct model_ref *a,
    const struct model_ref *b)
{
	if (!strcmp(subcommand, "BETWEEN"))
		return !goes_forth(a, b);
	return strcmp(subcommand, "AFTER") != 0;
}

static void
choose(const struct model *m, struct choice *c, const char *subcommand,
    const struct model_ref *a, const struct model_ref *b, size_t limit)
{
	for (size_t i = 0; i < m->n; i++)
		c->in[i] = is_within(m, i, subcommand, a, b);
	keep(m, c, limit, counts_back(subcommand, a, b));
}

void
model_answer(const struct model *m, const char *subcommand,
    const struct model_ref *a, const struct model_ref *b, size_t limit,
    struct buf *out)
{
	struct choice c = {.end = true};

	if (!strcmp(subcommand, "AROUND"))
		choose_around(m, &c, a, limit);
	else
		choose(m, &c, subcommand, a, b, limit);
	for (size_t i = 0; i < m->n; i++)
		if (c.in[i])
			buf_addf(out, "%s ", m->events[i].id);
	buf_adds(out, c.end ? "end" : "");
}
