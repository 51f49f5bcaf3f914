/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/doubt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/history.h"
#include "client/saying.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

void
doubt_lost(struct doubt *d)
{
	mem_replace(&d->target, NULL);
	mem_replace(&d->last_id, NULL);
	d->batch[0] = '\0';
	d->nameless_ms = 0;
}

void
doubt_free(struct doubt *d)
{
	doubt_lost(d);
	free(d->known_target);
	free(d->known_id);
}

void
doubt_knows(
    struct doubt *d, const char *target, const char *msgid, int64_t time_ms)
{
	mem_replace(&d->known_target, target);
	mem_replace(&d->known_id, msgid);
	d->known_ms = time_ms;
}

/* To that target, or to any for NULL. */
static struct out *
first_doubt(const struct outbox *o, const char *target)
{
	struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->state == OUT_DOUBT &&
		    (!target || !text_casecmp(m->target, target)))
			return m;
	return NULL;
}

/* The message after which those in doubt can only be, as CHATHISTORY takes it.
 * By time, those with the same time must not be left out. */
static void
add_reference(struct doubt *d, const struct network *n, const char *msgid,
    int64_t time_ms, struct buf *out)
{
	bool by_id = msgid && *msgid && !n->no_msgids && !strchr(msgid, ' ');
	char iso[CLOCK_ISO_LEN];

	d->asked_ms = by_id ? 0 : time_ms;
	if (by_id) {
		buf_addf(out, "msgid=%s", msgid);
		return;
	}
	clock_iso(time_ms - 1, iso);
	buf_addf(out, "timestamp=%s", iso);
}

static void
ask(struct doubt *d, struct network *n, const char *msgid, int64_t time_ms,
    int64_t now_ms)
{
	struct buf reference = {0};
	char limit[24];

	add_reference(d, n, msgid, time_ms, &reference);
	snprintf(limit, sizeof(limit), "%zu", history_limit(n));
	snprintf(n->label, sizeof(n->label), "doubt%llu",
	    (unsigned long long)++d->serial);
	network_send(
	    n, "CHATHISTORY", "AFTER", d->target, reference.data, limit, NULL);
	n->label[0] = '\0';
	buf_free(&reference);
	d->batch[0] = '\0';
	d->moved = false;
	d->until_ms = now_ms + DOUBT_ANSWER_MS;
}

static void
begin(struct doubt *d, const struct out *m, struct network *n, int64_t now_ms)
{
	bool known = d->known_target && d->known_ms &&
	    !text_casecmp(d->known_target, m->target);

	mem_replace(&d->target, m->target);
	d->pages = 0;
	if (known)
		ask(d, n, d->known_id, d->known_ms, now_ms);
	else
		ask(d, n, NULL, m->server_ms, now_ms);
}

/* All of them, as a resend of one keeps its place before the next. */
static bool
settle_by_nonce(struct outbox *o, const struct network *n)
{
	struct out *m;

	if (!(n->caps & CAP_NONCE))
		return false;
	DL_FOREACH (o->messages, m)
		if (m->state == OUT_DOUBT && !m->nonced)
			return false;
	DL_FOREACH (o->messages, m)
		if (m->state == OUT_DOUBT)
			outbox_set(o, m, OUT_READY);
	return true;
}

static bool
are_known(const struct out *m, const struct network *n)
{
	return m->owner && !text_casecmp(m->owner, saying_owner(n)) &&
	    network_is_me(n, m->nick);
}

/* False: it was waited for long enough. */
static bool
want_name(
    struct doubt *d, const struct out *m, struct network *n, int64_t now_ms)
{
	if (!d->nameless_ms) {
		d->nameless_ms = now_ms;
		d->nick_ms = now_ms + DOUBT_NICK_MS;
	}
	if (!m->nick || now_ms - d->nameless_ms >= DOUBT_NAME_MS)
		return false;
	if (now_ms >= d->nick_ms) {
		network_send(n, "NICK", m->nick, NULL);
		d->nick_ms = now_ms + DOUBT_NICK_MS;
	}
	return true;
}

bool
doubt_turn(struct doubt *d, struct outbox *o, struct network *n, int64_t now_ms,
    const char **why)
{
	const struct out *m = first_doubt(o, NULL);

	if (!m || are_known(m, n))
		d->nameless_ms = 0;
	if (!m || (d->target && now_ms < d->until_ms))
		return true;
	if (d->target)
		*why = "the server does not tell what was said";
	else if (!are_known(m, n) && want_name(d, m, n, now_ms))
		return true;
	else if (!are_known(m, n))
		*why = "we have another name since";
	else if (settle_by_nonce(o, n))
		return true;
	else if (!history_can(n) || !m->server_ms)
		*why = "the server keeps no history that could tell";
	else
		begin(d, m, n, now_ms);
	return d->target && !*why;
}

int64_t
doubt_deadline(const struct doubt *d)
{
	if (d->target)
		return d->until_ms;
	return d->nameless_ms ? d->nick_ms : -1;
}

/* The rest of them did not arrive. */
static void
finish(struct doubt *d, struct outbox *o)
{
	struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->state == OUT_DOUBT &&
		    !text_casecmp(m->target, d->target)) {
			m->seen = 0;
			outbox_set(o, m, OUT_READY);
		}
	doubt_lost(d);
}

static bool
is_next_row(const struct out *m, const char *text)
{
	const char *row;
	size_t len = outbox_row(m->body, m->seen, &row);

	return strlen(text) == len && !memcmp(row, text, len);
}

/* A line of ours: of the first that is in doubt and has it as its next. What
 * is known to stand comes again where it was asked for by time. */
static void
find(struct doubt *d, struct outbox *o, const struct incoming *in)
{
	const char *msgid = irc_tag(in->m, "msgid");
	struct out *m;

	if (msgid && *msgid && d->known_id && !strcmp(msgid, d->known_id))
		return;
	DL_FOREACH (o->messages, m) {
		if (m->state != OUT_DOUBT ||
		    strcmp(in->m->command, m->command) ||
		    text_casecmp(m->target, d->target) ||
		    !is_next_row(m, in_param(in, 1)))
			continue;
		if (++m->seen < m->rows)
			return;
		outbox_set(o, m, OUT_FOUND);
		doubt_knows(d, m->target, d->last_id, d->last_ms);
		return;
	}
}

static void
note(struct doubt *d, struct outbox *o, const struct incoming *in)
{
	const char *msgid = irc_tag(in->m, "msgid");
	bool begins = !strcmp(in->m->command, "BATCH");

	if (begins && *in_param(in, 0) != '+')
		return;
	if (msgid && *msgid)
		mem_replace(&d->last_id, msgid);
	if (in->time_ms)
		d->last_ms = in->time_ms;
	d->moved |= in->time_ms > d->asked_ms;
	if (!begins && in->self)
		find(d, o, in);
}

static bool
has_our_label(const struct doubt *d, const struct incoming *in)
{
	const char *label = in_label(in);
	char mine[32];

	snprintf(
	    mine, sizeof(mine), "doubt%llu", (unsigned long long)d->serial);
	return label && !strcmp(label, mine);
}

static bool
names_target(const struct doubt *d, const struct incoming *in)
{
	for (size_t i = 1; i < in->m->nparams; i++)
		if (!text_casecmp(in_param(in, i), d->target))
			return true;
	return false;
}

/* Whether it is about what was asked. */
static bool
is_answer(const struct doubt *d, const struct incoming *in)
{
	return in->n->caps & CAP_LABELED_RESPONSE ? has_our_label(d, in)
						  : names_target(d, in);
}

static bool
is_refusal(const struct doubt *d, const struct incoming *in)
{
	const char *command = in->m->command;

	if (!strcmp(command, "FAIL"))
		return !strcmp(in_param(in, 0), "CHATHISTORY") &&
		    is_answer(d, in);
	return !strcmp(command, "421") &&
	    !strcmp(in_param(in, 1), "CHATHISTORY");
}

/* The answer is complete: what was asked for ends there, or goes on. */
static void
end_page(struct doubt *d, struct outbox *o, const struct incoming *in)
{
	if (!d->moved || !first_doubt(o, d->target))
		finish(d, o);
	else if (++d->pages < DOUBT_PAGES_MAX)
		ask(d, in->n, d->last_id, d->last_ms, in->now_ms);
	else
		d->until_ms = 0;
}

static bool
is_batch(const struct doubt *d, const struct incoming *in)
{
	const char *id = irc_tag(in->m, "batch");

	return *d->batch && (in_replay(in) || (id && !strcmp(id, d->batch)));
}

void
doubt_heard(struct doubt *d, struct outbox *o, const struct incoming *in)
{
	const char *command = in->m->command, *reference = in_param(in, 0);
	bool batch = !strcmp(command, "BATCH");

	if (!d->target)
		return;
	if (batch && *reference == '-' && *d->batch &&
	    !strcmp(reference + 1, d->batch))
		end_page(d, o, in);
	else if (is_batch(d, in))
		note(d, o, in);
	else if (batch && *reference == '+' &&
	    strstr(in_param(in, 1), "chathistory") && is_answer(d, in))
		snprintf(d->batch, sizeof(d->batch), "%s", reference + 1);
	else if (!strcmp(command, "ACK") && is_answer(d, in))
		finish(d, o);
	else if (is_refusal(d, in))
		d->until_ms = 0;
}
