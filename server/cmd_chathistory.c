/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_chathistory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/history_page.h"
#include "server/history_targets.h"
#include "server/reply.h"

/* A point that a client names. What is before `before` came before it, what
 * is after `after` came after it, and one of the two sides of `middle` holds
 * each event: the one after it the point's own. */
struct reference {
	const char *msgid; /* NULL: a time, or '*' */
	int64_t time_ms;
	struct store_point before, after, middle;
};

struct request {
	struct server *srv;
	struct session *s;
	const struct irc_msg *m;
	struct page_request page;
	struct reference refs[2];
};

struct subcommand {
	const char *name;
	size_t refs;                    /* that it takes, behind the target */
	bool targets;                   /* which there is none of */
	bool any;                       /* '*' may stand for a reference */
	void (*run)(struct request *r); /* says which ranges the page has */
};

static const char *
param(const struct request *r, size_t i)
{
	return r->m->params[i];
}

static void
fail(const struct request *r, const char *code, const char *context,
    const char *text)
{
	reply_fail(r->srv, r->s, "CHATHISTORY", code,
	    WORDS(param(r, 0), context), "%s", text);
}

static void
add_range(struct request *r, struct store_point after,
    struct store_point before, bool newest)
{
	struct store_range *range = &r->page.ranges[r->page.nranges++];

	range->after = after;
	range->before = before;
	range->newest = newest;
}

static void
run_latest(struct request *r)
{
	add_range(r, r->refs[0].after, STORE_LAST, true);
}

static void
run_before(struct request *r)
{
	add_range(r, STORE_FIRST, r->refs[0].before, true);
}

static void
run_after(struct request *r)
{
	add_range(r, r->refs[0].after, STORE_LAST, false);
}

static void
run_around(struct request *r)
{
	struct store_point upto = r->refs[0].middle, from = upto;

	if (from.seq > 0)
		from.seq--;
	add_range(r, from, STORE_LAST, false);
	add_range(r, STORE_FIRST, upto, true);
}

static void
run_between(struct request *r)
{
	const struct reference *a = &r->refs[0], *b = &r->refs[1];

	if (store_point_cmp(&a->middle, &b->middle) < 0)
		add_range(r, a->after, b->before, false);
	else
		add_range(r, b->after, a->before, true);
}

static const struct subcommand subcommands[] = {
    {"AFTER", 1, false, false, run_after},
    {"AROUND", 1, false, false, run_around},
    {"BEFORE", 1, false, false, run_before},
    {"BETWEEN", 2, false, false, run_between},
    {"LATEST", 1, false, true, run_latest},
    {"TARGETS", 2, true, false, NULL},
};

/* Where the references begin. */
static size_t
first_ref(const struct subcommand *c)
{
	return c->targets ? 1 : 2;
}

static bool
count_right(const struct request *r, const struct subcommand *c)
{
	size_t wanted = first_ref(c) + c->refs + 1;

	if (r->m->nparams < wanted)
		fail(r, "INVALID_PARAMS", NULL, "Insufficient parameters");
	else if (r->m->nparams > wanted)
		fail(r, "INVALID_PARAMS", NULL, "Too many parameters");
	return r->m->nparams == wanted;
}

static bool
read_time(const struct request *r, struct reference *ref, const char *given,
    const char *time)
{
	int64_t ms;

	if (!clock_read_iso(time, &ms)) {
		fail(r, "INVALID_PARAMS", given, "Invalid timestamp");
		return false;
	}
	ref->time_ms = ms;
	ref->before = ref->middle = (struct store_point){ms, 0};
	ref->after = (struct store_point){ms, INT64_MAX};
	return true;
}

static void
fail_type(
    const struct request *r, const struct subcommand *c, const char *given)
{
	const char *target = c->targets ? given : param(r, 1);

	reply_fail(r->srv, r->s, "CHATHISTORY", "INVALID_MSGREFTYPE",
	    WORDS(param(r, 0), target, c->targets ? NULL : given),
	    "Only timestamp%s is known here", c->targets ? "" : " and msgid");
}

static bool
read_ref(const struct request *r, const struct subcommand *c,
    struct reference *ref, const char *given)
{
	if (!strncmp(given, "timestamp=", 10))
		return read_time(r, ref, given, given + 10);
	if (!strncmp(given, "msgid=", 6) && !c->targets) {
		ref->msgid = given + 6;
		return true;
	}
	if (c->any && !strcmp(given, "*")) {
		ref->after = STORE_FIRST;
		return true;
	}
	if (strchr(given, '='))
		fail_type(r, c, given);
	else
		fail(r, "INVALID_PARAMS", given, "Invalid message reference");
	return false;
}

static bool
read_refs(struct request *r, const struct subcommand *c)
{
	for (size_t i = 0; i < c->refs; i++)
		if (!read_ref(r, c, &r->refs[i], param(r, first_ref(c) + i)))
			return false;
	return true;
}

/* At least 1; more than may be is as much as may be. */
static bool
read_limit(struct request *r)
{
	const char *given = param(r, r->m->nparams - 1);
	size_t most = (size_t)r->srv->settings->history_page;
	unsigned long n = strtoul(given, NULL, 10);

	if (strspn(given, "0123456789") != strlen(given) || n == 0) {
		fail(r, "INVALID_PARAMS", given, "Invalid limit");
		return false;
	}
	r->page.limit = n < most ? n : most;
	return true;
}

/* -1 where history cannot be read. */
static int
locate(const struct request *r, struct reference *ref)
{
	const struct store_ops *ops = r->srv->store->ops;
	struct store_range range = {.channel_id = 0};
	struct store_point at;
	int64_t ms;
	int found;

	place_range(&r->page.place, &range);
	found = ops->locate(r->srv->store, &range, ref->msgid, &at);
	if (found > 0)
		ref->before = ref->after = ref->middle = at;
	if (found != 0)
		return found < 0 ? -1 : 0;
	ms = event_id_time(ref->msgid);
	ref->middle = ref->after = (struct store_point){ms, 0};
	ref->before = (struct store_point){ms, INT64_MAX};
	return 0;
}

static bool
is_id(const struct request *r, const struct reference *ref)
{
	if (!ref->msgid || event_id_time(ref->msgid) >= 0)
		return true;
	reply_fail(r->srv, r->s, "CHATHISTORY", "MESSAGE_ERROR",
	    WORDS(param(r, 0), r->page.place.name, ref->msgid),
	    "There is no message of that id");
	return false;
}

static bool
locate_refs(struct request *r, const struct subcommand *c)
{
	for (size_t i = 0; i < c->refs; i++) {
		if (!is_id(r, &r->refs[i]))
			return false;
		if (!r->refs[i].msgid || locate(r, &r->refs[i]) == 0)
			continue;
		fail(r, "MESSAGE_ERROR", r->page.place.name,
		    "Messages could not be retrieved");
		return false;
	}
	return true;
}

static void
show_page(struct request *r, const struct subcommand *c)
{
	if (!place_find(r->srv, r->s->user, param(r, 1), &r->page.place)) {
		fail(r, "INVALID_TARGET", param(r, 1),
		    "Messages could not be retrieved");
		return;
	}
	if (!locate_refs(r, c)) {
		place_free(&r->page.place);
		return;
	}
	r->page.command = c->name;
	c->run(r);
	history_page(r->srv, r->s, &r->page);
}

static void
show_targets(const struct request *r)
{
	int64_t a = r->refs[0].time_ms, b = r->refs[1].time_ms;
	struct targets_request targets = {.after_ms = a < b ? a : b,
	    .before_ms = a < b ? b : a,
	    .newest = a > b,
	    .limit = r->page.limit};

	history_targets(r->srv, r->s, &targets);
}

void
cmd_chathistory(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct subcommand *c = FIND_ROW(subcommands, m->params[0]);
	struct request r = {.srv = srv, .s = s, .m = m};

	if (!session_has(s, CAP_CHATHISTORY))
		reply(srv, s, ERR_UNKNOWNCOMMAND, "CHATHISTORY", NULL);
	else if (!c)
		fail(&r, "INVALID_PARAMS", NULL, "Unknown command");
	else if (count_right(&r, c) && read_refs(&r, c) && read_limit(&r)) {
		if (c->targets)
			show_targets(&r);
		else
			show_page(&r, c);
	}
}
