/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_redact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/audit.h"
#include "server/author.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/reply.h"
#include "server/rights.h"

struct redaction {
	struct server *srv;
	struct session *s;
	const char *target; /* as given; then as it is spelt */
	const char *msgid;
	const char *reason;     /* NULL: none */
	struct channel *c;      /* NULL: between people */
	const struct user *who; /* of a target that is a person, if here */
	char *account;          /* of one that is not: whom it was for */
	bool found;             /* what follows is of the message */
	bool own;
	int64_t time_ms;
};

static void
fail(const struct redaction *r, const char *code, const char *text)
{
	reply_fail(r->srv, r->s, "REDACT", code, WORDS(r->target, r->msgid),
	    "%s", text);
}

/* Who is gone is known by their nick of then, or by their account, and does
 * not hear of it. */
static bool
is_for_target(const struct redaction *r, const struct event *e)
{
	if (!r->who)
		return text_casecmp(r->target, e->target) == 0 ||
		    (e->arg && text_casecmp(r->target, e->arg) == 0);
	return author_wrote_to(r->srv, e, r->who);
}

static void
look_at(const struct event *e, void *context)
{
	struct redaction *r = context;
	const struct user *u = r->s->user;

	r->own = author_is(r->srv, e, u);
	r->time_ms = e->time_ms;
	if (r->own && !r->c && !r->who)
		mem_replace(&r->account, e->arg);
	if (r->c)
		r->found = true;
	else if (r->own)
		r->found = is_for_target(r, e);
	else
		r->found = author_wrote_to(r->srv, e, u) &&
		    author_is(r->srv, e, r->who);
}

/* The reason is something said. */
static bool
may_speak(const struct redaction *r)
{
	return !r->c || can_act(r->s->user, ACT_SPEAK, r->c, r->reason) == 0;
}

static bool
is_late(const struct redaction *r)
{
	int64_t window = r->srv->settings->redact_ms;

	return window && clock_wall_ms() - r->time_ms > window;
}

static void
fail_late(const struct redaction *r)
{
	char window[32];

	snprintf(window, sizeof(window), "%" PRId64,
	    r->srv->settings->redact_ms / 1000);
	reply_fail(r->srv, r->s, "REDACT", "REDACT_WINDOW_EXPIRED",
	    WORDS(r->target, r->msgid, window),
	    "You can no longer take this message back");
}

static void
publish(const struct redaction *r)
{
	struct event e = hub_event(r->srv, EVENT_REDACT, r->s);
	struct buf words = {0};
	char *reason = NULL;

	buf_addf(&words, "%s %s", r->target, r->msgid);
	if (r->reason && *r->reason)
		reason = find_cut(
		    r->s, "REDACT", words.data, r->reason, IRC_BODY_MAX);
	e.target = r->account ? r->account : r->target;
	e.arg = r->msgid;
	e.body = reason;
	if (r->c && !r->own)
		audit_lobby(r->srv, r->s, r->c, "REDACT", r->msgid);
	hub_publish(r->srv, &e);
	free(reason);
	buf_free(&words);
}

static void
decide(const struct redaction *r)
{
	bool rank = r->c && can_act(r->s->user, ACT_REDACT, r->c, NULL) == 0;

	if (!r->found)
		fail(r, "UNKNOWN_MSGID",
		    "This message does not exist or is too old");
	else if (!rank && (!r->own || !may_speak(r)))
		fail(r, "REDACT_FORBIDDEN",
		    "You are not authorised to delete this message");
	else if (!rank && is_late(r))
		fail_late(r);
	else if (r->srv->store_behind)
		fail(r, "REDACT_FORBIDDEN",
		    "History cannot be changed now; try again later");
	else
		publish(r);
}

static void
redact(struct redaction *r)
{
	const struct store_ops *ops = r->srv->store->ops;

	ops->find(r->srv->store, r->c ? r->c->id : 0, r->msgid, look_at, r);
	decide(r);
}

static void
redact_in_channel(struct redaction *r)
{
	r->c = world_channel(&r->srv->world, r->target);
	if (!r->c || can_act(r->s->user, ACT_READ, r->c, NULL) != 0) {
		reply_fail(r->srv, r->s, "REDACT", "INVALID_TARGET",
		    WORDS(r->target), "You cannot delete messages from there");
		return;
	}
	r->target = r->c->name;
	redact(r);
}

static void
redact_between_people(struct redaction *r)
{
	r->who = find_recipient(r->srv, r->target);
	if (r->who)
		r->target = r->who->nick;
	redact(r);
	free(r->account);
}

void
cmd_redact(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct redaction r = {.srv = srv,
	    .s = s,
	    .target = m->params[0],
	    .msgid = m->params[1],
	    .reason = irc_param(m, 2)};

	if (!session_has(s, CAP_REDACTION))
		reply(srv, s, ERR_UNKNOWNCOMMAND, "REDACT", NULL);
	else if (*r.target == '#')
		redact_in_channel(&r);
	else
		redact_between_people(&r);
}
