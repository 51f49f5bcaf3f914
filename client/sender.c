/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/sender.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/confide.h"
#include "client/saying.h"
#include "client/verdict.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

#define TOKEN "said"

enum { SEED_BYTES = 9 };

/* Nonces that come again would make what is new a resend. */
static void
make_seed(char seed[2 * SEED_BYTES + 1])
{
	unsigned char bytes[SEED_BYTES];

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		abort();
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(seed + 2 * i, 3, "%02x", bytes[i]);
}

struct sender *
sender_new(void (*settled)(void *arg, const struct sender_result *r), void *arg)
{
	struct sender *s = mem_alloc(sizeof(*s));
	char seed[2 * SEED_BYTES + 1];

	make_seed(seed);
	outbox_init(&s->box, seed);
	s->settled = settled;
	s->arg = arg;
	s->wait_ms = -1;
	return s;
}

void
sender_free(struct sender *s)
{
	if (!s)
		return;
	outbox_free(&s->box);
	doubt_free(&s->doubt);
	free(s->former);
	free(s->renamed);
	free(s);
}

int
sender_say(struct sender *s, const struct sender_text *t)
{
	const char *text = t->text, *end = t->text + t->len;

	if (s->box.bytes > SENDER_BYTES_MAX)
		return -1;
	while (text < end) {
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		struct out_line line = {.target = (char *)t->target,
		    .command = t->command,
		    .text = (char *)text,
		    .len = (size_t)((lf ? lf : end) - text),
		    .ref = t->ref,
		    .group = t->group,
		    .hold_ms = t->hold_ms};

		outbox_add(&s->box, &line);
		text = lf ? lf + 1 : end;
	}
	return 0;
}

size_t
sender_bytes(const struct sender *s)
{
	return s->box.bytes;
}

bool
sender_is_idle(const struct sender *s)
{
	return outbox_is_empty(&s->box);
}

bool
sender_first(const struct sender *s, struct sender_result *r)
{
	const struct out *m = s->box.messages;
	const struct out_line *line = s->box.lines;

	*r = (struct sender_result){
	    .verdict = SENDER_UNKNOWN, .code = "", .why = ""};
	if (m) {
		r->first = m->first;
		r->last = m->last;
		r->target = m->target;
		r->len = outbox_row(m->body, 0, &r->text);
	} else if (line) {
		r->first = line->ref;
		r->last = line->ref;
		r->target = line->target;
		r->text = line->text + line->at;
		r->len = line->len - line->at;
	}
	return m || line;
}

/* It is forgotten, and its end told. */
static void
settle(struct sender *s, struct out *m, struct sender_result *r)
{
	char *target = mem_strdup(m->target), *text;
	const char *row;

	r->len = outbox_row(m->body, 0, &row);
	text = mem_strndup(row, r->len);
	r->first = m->first;
	r->last = m->last;
	r->target = target;
	r->text = text;
	outbox_remove(&s->box, m);
	s->settled(s->arg, r);
	free(target);
	free(text);
}

static void
settle_as(struct sender *s, struct out *m, enum sender_verdict verdict,
    const char *why)
{
	struct sender_result r = {.verdict = verdict, .code = "", .why = why};

	settle(s, m, &r);
}

static void
settle_said(struct sender *s, struct out *m)
{
	settle_as(s, m, SENDER_SAID, "");
}

void
sender_ready(struct sender *s, struct network *n, int64_t now_ms)
{
	s->ready = true;
	s->paced = !confide_is_of(n, "tcpchat");
	/* A JOIN, or whatever else led here. */
	pace_begin(&s->pace, now_ms, 1);
}

void
sender_lost(struct sender *s)
{
	s->ready = false;
	s->pinged = 0;
	s->wait_ms = -1;
	outbox_lost(&s->box);
	doubt_lost(&s->doubt);
}

/* The name that it was sent to has gone since: it goes to the new one. */
static bool
follows_rename(struct sender *s, struct out *m)
{
	if (!s->former || text_casecmp(m->target, s->former) != 0)
		return false;
	mem_replace(&m->target, s->renamed);
	outbox_set(&s->box, m, OUT_READY);
	return true;
}

static void
judge(struct sender *s, const struct verdict *v)
{
	struct sender_result r = {
	    .verdict = SENDER_REFUSED, .code = v->code, .why = v->why};

	if (v->said) {
		doubt_knows(&s->doubt, v->m->target, v->msgid, v->time_ms);
		settle_said(s, v->m);
	} else if (!follows_rename(s, v->m)) {
		settle(s, v->m, &r);
	}
}

/* What was sent before the PING has been heeded. */
static void
ponged(struct sender *s, const struct incoming *in)
{
	bool answers = saying_answer(in->n) != SAYING_PING;
	uint64_t last = s->pinged;
	struct out *m, *next;

	s->pinged = 0;
	DL_FOREACH_SAFE (s->box.messages, m, next) {
		if (m->id > last || m->state != OUT_FLYING)
			continue;
		if (answers)
			settle_as(s, m, SENDER_SILENT,
			    "the server said nothing to it, but answered what "
			    "came after it");
		else
			settle_said(s, m);
	}
}

static bool
is_our_pong(const struct sender *s, const struct incoming *in)
{
	char token[32];

	if (!s->pinged || strcmp(in->m->command, "PONG") || !in->m->nparams)
		return false;
	snprintf(
	    token, sizeof(token), TOKEN "%llu", (unsigned long long)s->pings);
	return !strcmp(in_param(in, in->m->nparams - 1), token);
}

void
sender_rename(struct sender *s, const char *from, const char *to)
{
	mem_replace(&s->former, from);
	mem_replace(&s->renamed, to);
	outbox_rename(&s->box, from, to);
}

void
sender_heard(struct sender *s, const struct incoming *in)
{
	struct verdict v;

	if (!s->ready)
		return;
	doubt_heard(&s->doubt, &s->box, in);
	v = verdict_of(&s->box, in);
	if (v.m)
		judge(s, &v);
	else if (is_our_pong(s, in))
		ponged(s, in);
}

static void
sweep_found(struct sender *s)
{
	struct out *m, *next;

	DL_FOREACH_SAFE (s->box.messages, m, next)
		if (m->state == OUT_FOUND)
			settle_said(s, m);
}

static void
give_up_doubt(struct sender *s, const char *why)
{
	struct out *m, *next;
	struct buf text = {0};

	doubt_lost(&s->doubt);
	buf_addf(&text, "the connection was lost before an answer came, and %s",
	    why);
	DL_FOREACH_SAFE (s->box.messages, m, next)
		if (m->state == OUT_DOUBT)
			settle_as(s, m, SENDER_UNKNOWN, text.data);
	buf_free(&text);
}

static void
clear_doubt(struct sender *s, struct network *n, int64_t now_ms)
{
	const char *why = NULL;

	if (!doubt_turn(&s->doubt, &s->box, n, now_ms, &why))
		give_up_doubt(s, why);
	sweep_found(s);
}

/* Whether so many rows may go now; else when, unless an answer must come
 * first. */
static bool
may_go(struct sender *s, size_t rows, int64_t now_ms)
{
	unsigned lines = rows < PACE_BURST ? (unsigned)rows : PACE_BURST;
	int64_t wait = s->paced ? pace_wait_ms(&s->pace, now_ms, lines) : 0;

	if (s->box.flying && s->box.flying + rows > SENDER_WINDOW)
		return false;
	if (!wait)
		return true;
	s->wait_ms = now_ms + wait;
	return false;
}

static bool
go(struct sender *s, struct network *n, struct out *m, int64_t now_ms)
{
	if (!may_go(s, m->rows, now_ms) || saying_send(n, m) < 0)
		return false;
	pace_take(&s->pace, now_ms, (unsigned)m->rows);
	m->sent_ms = now_ms;
	outbox_set(&s->box, m, OUT_FLYING);
	return true;
}

/* What was one message cannot be known again as several. */
static bool
go_again(struct sender *s, struct network *n, int64_t now_ms)
{
	struct out *m = outbox_again(&s->box);

	if (!m)
		return false;
	if (m->rows > 1 && !(n->caps & CAP_MULTILINE)) {
		settle_as(s, m, SENDER_UNKNOWN,
		    "the server takes no message of several lines any more");
		return true;
	}
	return go(s, n, m, now_ms);
}

static bool
is_held(struct sender *s, const struct out_plan *p, int64_t now_ms)
{
	if (s->hurry || p->hold_ms <= now_ms)
		return false;
	s->wait_ms = p->hold_ms;
	return true;
}

static bool
go_next(struct sender *s, struct network *n, int64_t now_ms)
{
	struct out_limits most;
	struct out_plan p;

	if (!s->box.lines || outbox_is_held(&s->box))
		return false;
	saying_limits(
	    n, s->box.lines, s->paced ? PACE_BURST : SAYING_ROWS_MAX, &most);
	outbox_plan(&s->box, &most, &p);
	if ((most.rows > 1 && is_held(s, &p, now_ms)) ||
	    !may_go(s, p.rows, now_ms)) {
		outbox_drop_plan(&p);
		return false;
	}
	return go(s, n, outbox_make(&s->box, &p), now_ms);
}

static const struct out *
last_flying(const struct sender *s, size_t *count, int64_t *first_ms)
{
	const struct out *m, *last = NULL;

	*count = 0;
	*first_ms = -1;
	DL_FOREACH (s->box.messages, m)
		if (m->state == OUT_FLYING) {
			if (!last || m->sent_ms < *first_ms)
				*first_ms = m->sent_ms;
			last = m;
			++*count;
		}
	return last;
}

static void
ping(struct sender *s, struct network *n, uint64_t last, int64_t now_ms)
{
	char token[32];

	snprintf(
	    token, sizeof(token), TOKEN "%llu", (unsigned long long)++s->pings);
	if (network_send(n, "PING", token, NULL) < 0)
		return;
	s->pinged = last;
	pace_take(&s->pace, now_ms, 1);
}

/* A PING behind what is in flight, where one is due. */
static void
ask_behind(struct sender *s, struct network *n, int64_t now_ms)
{
	bool answers = saying_answer(n) != SAYING_PING;
	int64_t first_ms, due_ms;
	size_t count;
	const struct out *last = last_flying(s, &count, &first_ms);

	if (!last || s->pinged)
		return;
	due_ms = answers ? first_ms + SENDER_QUIET_MS : now_ms;
	if (!answers && s->box.lines && count < SENDER_PINGED)
		return;
	if (!answers && s->paced)
		due_ms += pace_wait_ms(&s->pace, now_ms, 1);
	if (due_ms <= now_ms)
		ping(s, n, last->id, now_ms);
	else
		s->wait_ms = clock_sooner(s->wait_ms, due_ms);
}

/* Where a PING is due, nothing more goes before it. */
static bool
awaits_ping(const struct sender *s, const struct network *n)
{
	int64_t first_ms;
	size_t count;

	if (saying_answer(n) != SAYING_PING || s->pinged)
		return false;
	last_flying(s, &count, &first_ms);
	return count >= SENDER_PINGED;
}

void
sender_turn(struct sender *s, struct network *n, int64_t now_ms)
{
	s->wait_ms = -1;
	if (!s->ready)
		return;
	clear_doubt(s, n, now_ms);
	while (!s->box.doubtful && !awaits_ping(s, n) &&
	    (go_again(s, n, now_ms) || go_next(s, n, now_ms)))
		;
	ask_behind(s, n, now_ms);
}

int64_t
sender_deadline(const struct sender *s)
{
	return s->ready ? clock_sooner(s->wait_ms, doubt_deadline(&s->doubt))
			: -1;
}
