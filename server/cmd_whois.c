/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_whois.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/modes.h"
#include "server/people.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24, MS = 1000, LINE_ROOM = 300 };

static void
flush_channels(struct server *srv, struct session *s, const struct user *u,
    struct buf *line)
{
	if (line->len > 0)
		reply_text(srv, s, RPL_WHOISCHANNELS, WORDS(u->nick), "%s",
		    line->data);
	buf_reset(line);
}

static void
whois_channels(struct server *srv, struct session *s, const struct user *u)
{
	bool all = session_has(s, CAP_MULTI_PREFIX);
	struct buf line = {0};

	for (const struct member *m = u->members; m; m = m->user_next) {
		if (!can_see_member(s->user, m))
			continue;
		if (line.len + strlen(m->channel->name) > LINE_ROOM)
			flush_channels(srv, s, u, &line);
		buf_addf(&line, "%s%s%s", line.len ? " " : "",
		    modes_prefixes(m->modes, all), m->channel->name);
	}
	flush_channels(srv, s, u, &line);
	buf_free(&line);
}

static void
whois_idle(struct server *srv, struct session *s, const struct user *u)
{
	char idle[NUMBER_LEN], since[NUMBER_LEN];

	snprintf(idle, sizeof(idle), "%" PRId64, people_idle(srv, u));
	snprintf(since, sizeof(since), "%" PRId64, u->since_ms / MS);
	reply(srv, s, RPL_WHOISIDLE, u->nick, idle, since, NULL);
}

static void
whois_standing(struct server *srv, struct session *s, const struct user *u)
{
	const char *address = people_address(s->user, u);

	if (u->account)
		reply(srv, s, RPL_WHOISACCOUNT, u->nick, u->account, NULL);
	if (people_local(u))
		reply_text(srv, s, RPL_WHOISSPECIAL, WORDS(u->nick),
		    "is a local user of this machine");
	if (u->modes & USER_OPER)
		reply(srv, s, RPL_WHOISOPERATOR, u->nick, NULL);
	if (u->modes & USER_BOT)
		reply(srv, s, RPL_WHOISBOT, u->nick, NULL);
	if (address)
		reply(srv, s, RPL_WHOISACTUALLY, u->nick, address, NULL);
}

static void
whois_one(struct server *srv, struct session *s, const struct user *u)
{
	const struct settings *set = srv->settings;

	reply_text(srv, s, RPL_WHOISUSER, WORDS(u->nick, u->name, u->host, "*"),
	    "%s", u->realname);
	whois_channels(srv, s, u);
	reply_text(srv, s, RPL_WHOISSERVER, WORDS(u->nick, set->server_name),
	    "%s", set->description);
	if (u->away)
		reply_text(srv, s, RPL_AWAY, WORDS(u->nick), "%s", u->away);
	whois_standing(srv, s, u);
	whois_idle(srv, s, u);
}

/* WHOIS nick, or WHOIS server nick. */
void
cmd_whois(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *nick = irc_param(m, m->nparams > 1);
	struct user *u;

	if (!nick || !*nick) {
		reply(srv, s, ERR_NONICKNAMEGIVEN, NULL);
		return;
	}
	u = find_user(srv, s, nick);
	if (u)
		whois_one(srv, s, u);
	reply(srv, s, RPL_ENDOFWHOIS, nick, NULL);
}

static void
whowas_one(struct server *srv, struct session *s, const struct whowas *w)
{
	char left[CLOCK_ISO_LEN];

	clock_iso(w->time_ms, left);
	reply_text(srv, s, RPL_WHOWASUSER,
	    WORDS(w->nick, w->name, w->host, "*"), "%s", w->realname);
	reply_text(srv, s, RPL_WHOISSERVER,
	    WORDS(w->nick, srv->settings->server_name), "%s", left);
	if (w->account)
		reply(srv, s, RPL_WHOISACCOUNT, w->nick, w->account, NULL);
}

static void
whowas_all(struct server *srv, struct session *s, const char *nick, size_t most)
{
	const struct whowas *w = world_whowas(&srv->world, nick);

	if (!w)
		reply(srv, s, ERR_WASNOSUCHNICK, nick, NULL);
	for (; w && most > 0 && reply_room(s); w = w->next)
		if (!text_casecmp(w->nick, nick)) {
			whowas_one(srv, s, w);
			most--;
		}
	reply(srv, s, RPL_ENDOFWHOWAS, nick, NULL);
}

void
cmd_whowas(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *nick = irc_param(m, 0), *count = irc_param(m, 1);
	long given = count ? strtol(count, NULL, 10) : 0;
	size_t rows = given > 0 ? (size_t)given : SIZE_MAX;

	if (nick && *nick)
		whowas_all(srv, s, nick, rows);
	else
		reply(srv, s, ERR_NONICKNAMEGIVEN, NULL);
}
