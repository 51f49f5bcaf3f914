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
#include "common/mem.h"
#include "common/text.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/modes.h"
#include "server/people.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24, MS = 1000, USERHOST_MAX = 5, LINE_ROOM = 300 };

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

/* The nicks may stand in one parameter, with spaces, or in several. */
static void
each_nick(struct server *srv, const struct irc_msg *m, size_t most,
    void (*each)(struct buf *out, const struct user *u), struct buf *out)
{
	for (size_t i = 0; i < m->nparams; i++) {
		char *copy = mem_strdup(m->params[i]), *rest = copy, *nick;

		while (most > 0 && (nick = strsep(&rest, " "))) {
			struct user *u = world_user(&srv->world, nick);

			if (!*nick)
				continue;
			most--;
			if (u)
				each(out, u);
		}
		free(copy);
	}
}

static void
add_ison(struct buf *out, const struct user *u)
{
	buf_addf(out, "%s%s", out->len ? " " : "", u->nick);
}

static void
add_userhost(struct buf *out, const struct user *u)
{
	buf_addf(out, "%s%s%s=%c%s@%s", out->len ? " " : "", u->nick,
	    u->modes & USER_OPER ? "*" : "", u->away ? '-' : '+', u->name,
	    u->host);
}

/* How much of a list one answer holds without its last word being cut: half
 * a nick is somebody else's. */
static int
whole_words(const struct server *srv, const struct session *s, const char *list)
{
	size_t used = strlen(":  303  :") + strlen(session_name(s)) +
	    strlen(srv->settings->server_name);
	size_t n = IRC_BODY_MAX > used ? IRC_BODY_MAX - used : 0;

	if (strlen(list) <= n)
		return (int)strlen(list);
	while (n > 0 && list[n] != ' ')
		n--;
	return (int)n;
}

static void
answer_nicks(struct server *srv, struct session *s, const struct irc_msg *m,
    enum numeric n, size_t most,
    void (*each)(struct buf *out, const struct user *u))
{
	struct buf out = {0};

	buf_adds(&out, "");
	each_nick(srv, m, most, each, &out);
	reply_text(
	    srv, s, n, NULL, "%.*s", whole_words(srv, s, out.data), out.data);
	buf_free(&out);
}

void
cmd_ison(struct server *srv, struct session *s, const struct irc_msg *m)
{
	answer_nicks(srv, s, m, RPL_ISON, IRC_BODY_MAX, add_ison);
}

void
cmd_userhost(struct server *srv, struct session *s, const struct irc_msg *m)
{
	answer_nicks(srv, s, m, RPL_USERHOST, USERHOST_MAX, add_userhost);
}
