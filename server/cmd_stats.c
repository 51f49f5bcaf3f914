/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_stats.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/url.h"
#include "server/answer_rows.h"
#include "server/cmd_kline.h"
#include "server/command.h"
#include "server/find.h"
#include "server/listen.h"
#include "server/people.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24, MS = 1000, KIB = 1024 };
enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

struct number {
	char text[NUMBER_LEN];
};

static struct number
number(uint64_t n)
{
	struct number out;

	snprintf(out.text, sizeof(out.text), "%" PRIu64, n);
	return out;
}

static void
stats_commands(struct server *srv, struct session *s)
{
	for (size_t i = 0; srv->commands[i].name; i++) {
		const struct command_use *use = &srv->uses[i];

		if (use->count > 0)
			reply(srv, s, RPL_STATSCOMMANDS, srv->commands[i].name,
			    number(use->count).text, number(use->bytes).text,
			    "0", NULL);
	}
}

static void
stats_uptime(struct server *srv, struct session *s)
{
	int64_t up = (clock_wall_ms() - srv->started_ms) / MS;

	if (up < 0)
		up = 0;
	reply_text(srv, s, RPL_STATSUPTIME, NULL,
	    "Server Up %" PRId64 " days %d:%02d:%02d", up / DAY,
	    (int)(up % DAY / HOUR), (int)(up % HOUR / MINUTE),
	    (int)(up % MINUTE));
}

static bool
operator_row(struct server *srv, struct session *s, const void *one)
{
	const struct user *u = one;

	if (!(u->modes & USER_OPER) || !can_see_user(s->user, u))
		return false;
	reply_text(srv, s, RPL_STATSDEBUG, WORDS("p"),
	    "%s (%s@%s) idle %" PRId64, u->nick, u->name, u->host,
	    people_idle(srv, u));
	return true;
}

static void
operators_last(struct server *srv, struct session *s, size_t rows)
{
	reply_text(
	    srv, s, RPL_STATSDEBUG, WORDS("p"), "%zu operators are here", rows);
	reply(srv, s, RPL_ENDOFSTATS, "p", NULL);
}

static const struct answer_rows present_operators = {
    ANSWER_USERS, operator_row, operators_last};

static void
link_line(struct server *srv, struct session *s, const struct session *x)
{
	struct buf name = {0};

	buf_addf(&name, "%s[%s@%s]", session_name(x),
	    x->user ? x->user->name : "unknown", x->address);
	reply(srv, s, RPL_STATSLINKINFO, name.data,
	    number(x->conn.out.bytes).text, number(x->said).text,
	    number(x->conn.written / KIB).text, number(x->heard).text,
	    number(x->conn.read / KIB).text,
	    number((uint64_t)(srv->now_ms - x->since_ms) / MS).text, NULL);
	buf_free(&name);
}

static bool
link_row(struct server *srv, struct session *s, const void *one)
{
	link_line(srv, s, one);
	return true;
}

static void
links_last(struct server *srv, struct session *s, size_t rows)
{
	(void)rows;
	reply(srv, s, RPL_ENDOFSTATS, "l", NULL);
}

static const struct answer_rows links = {ANSWER_SESSIONS, link_row, links_last};

static void
operator_line(struct server *srv, struct session *s, const char *title,
    const char *form, const char *name)
{
	struct buf mask = {0};

	buf_addf(&mask, "%s%s%s", form, name, *form ? "" : "@localhost");
	reply(srv, s, RPL_STATSOLINE, "O", mask.data, "*", title, NULL);
	buf_free(&mask);
}

static void
operator_lines(struct server *srv, struct session *s, const char *title,
    const char *form, const struct conf_list *names)
{
	for (size_t i = 0; i < names->count; i++)
		operator_line(srv, s, title, form, names->items[i]);
}

/* The hash of a password is nobody's business. */
static void
stats_operators(struct server *srv, struct session *s)
{
	const struct conf_sections *opers = &srv->settings->opers;
	const struct settings_oper *o = opers->items;

	for (size_t i = 0; i < opers->count; i++) {
		if (*o[i].password_hash)
			reply(srv, s, RPL_STATSOLINE, "O", "*@*", "*",
			    o[i].title, NULL);
		operator_lines(srv, s, o[i].title, "", &o[i].logins);
		operator_lines(srv, s, o[i].title, "account:", &o[i].accounts);
		operator_lines(srv, s, o[i].title, "uid:", &o[i].uids);
	}
}

static void
stats_listeners(struct server *srv, struct session *s)
{
	const struct listener *l;
	struct buf url = {0};

	DL_FOREACH (srv->listeners, l) {
		buf_reset(&url);
		url_format(&url, &l->url);
		reply(srv, s, RPL_STATSPLINE, "P", url.data, NULL);
	}
	buf_free(&url);
}

static void
stats_limits(struct server *srv, struct session *s)
{
	const struct settings *set = srv->settings;

	reply(srv, s, RPL_STATSYLINE, "Y", "users",
	    number((uint64_t)set->ping_ms / MS).text, "0",
	    number((uint64_t)set->output_max).text, NULL);
}

static void
stats_bans(struct server *srv, struct session *s)
{
	kline_list(srv, s, false);
}

static void
stats_address_bans(struct server *srv, struct session *s)
{
	kline_list(srv, s, true);
}

static const struct report {
	char letter;
	bool for_operators;
	void (*run)(struct server *srv, struct session *s);
	const struct answer_rows *rows; /* instead: with their end */
} reports[] = {
    {'D', true, stats_address_bans, NULL},
    {'K', true, stats_bans, NULL},
    {'d', true, stats_address_bans, NULL},
    {'k', true, stats_bans, NULL},
    {'l', true, NULL, &links},
    {'m', false, stats_commands, NULL},
    {'o', true, stats_operators, NULL},
    {'p', false, NULL, &present_operators},
    {'P', true, stats_listeners, NULL},
    {'u', false, stats_uptime, NULL},
    {'y', true, stats_limits, NULL},
};

static const struct report *
find_report(char letter)
{
	size_t n = sizeof(reports) / sizeof(*reports);

	for (size_t i = 0; i < n; i++)
		if (reports[i].letter == letter)
			return &reports[i];
	return NULL;
}

void
cmd_stats(struct server *srv, struct session *s, const struct irc_msg *m)
{
	char query[] = {m->params[0][0], '\0'};
	const struct report *r;
	bool may;

	if (!find_server(srv, s, irc_param(m, 1)))
		return;
	if (query[0] <= ' ' || query[0] > '~')
		query[0] = '*';
	r = find_report(query[0]);
	may = r && (!r->for_operators || s->user->modes & USER_OPER);
	if (may && r->rows) {
		answer_rows(srv, s, r->rows);
		return;
	}
	if (may)
		r->run(srv, s);
	else if (r)
		reply(srv, s, ERR_NOPRIVILEGES, NULL);
	reply(srv, s, RPL_ENDOFSTATS, query, NULL);
}
