/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_stats.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/url.h"
#include "server/command.h"
#include "server/find.h"
#include "server/listen.h"
#include "server/people.h"
#include "server/reply.h"

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

static void
stats_present_operators(struct server *srv, struct session *s)
{
	size_t n = 0;

	for (const struct user *u = srv->world.users; u; u = u->hh.next) {
		if (!(u->modes & USER_OPER) || !can_see_user(s->user, u) ||
		    !reply_room(s))
			continue;
		n++;
		reply_text(srv, s, RPL_STATSDEBUG, WORDS("p"),
		    "%s (%s@%s) idle %" PRId64, u->nick, u->name, u->host,
		    people_idle(srv, u));
	}
	reply_text(
	    srv, s, RPL_STATSDEBUG, WORDS("p"), "%zu operators are here", n);
}

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

static void
stats_links(struct server *srv, struct session *s)
{
	const struct session *x;

	DL_FOREACH (srv->sessions, x) {
		if (!reply_room(s)) {
			reply(srv, s, ERR_TOOMANYMATCHES, "STATS", NULL);
			break;
		}
		link_line(srv, s, x);
	}
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
		for (size_t k = 0; k < o[i].logins.count; k++) {
			struct buf mask = {0};

			buf_addf(&mask, "%s@localhost", o[i].logins.items[k]);
			reply(srv, s, RPL_STATSOLINE, "O", mask.data, "*",
			    o[i].title, NULL);
			buf_free(&mask);
		}
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

static const struct report {
	char letter;
	bool for_operators;
	void (*run)(struct server *srv, struct session *s);
} reports[] = {
    {'l', true, stats_links},
    {'m', false, stats_commands},
    {'o', true, stats_operators},
    {'p', false, stats_present_operators},
    {'P', true, stats_listeners},
    {'u', false, stats_uptime},
    {'y', true, stats_limits},
};

static void
run_report(struct server *srv, struct session *s, char letter)
{
	size_t n = sizeof(reports) / sizeof(*reports);

	for (size_t i = 0; i < n; i++) {
		if (reports[i].letter != letter)
			continue;
		if (reports[i].for_operators && !(s->user->modes & USER_OPER))
			reply(srv, s, ERR_NOPRIVILEGES, NULL);
		else
			reports[i].run(srv, s);
	}
}

void
cmd_stats(struct server *srv, struct session *s, const struct irc_msg *m)
{
	char query[] = {m->params[0][0], '\0'};

	if (!find_server(srv, s, irc_param(m, 1)))
		return;
	if (query[0] <= ' ' || query[0] > '~')
		query[0] = '*';
	run_report(srv, s, query[0]);
	reply(srv, s, RPL_ENDOFSTATS, query, NULL);
}
