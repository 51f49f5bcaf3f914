/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_whois.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/modes.h"
#include "server/people.h"
#include "server/presence.h"
#include "server/reply.h"
#include "server/rights.h"
#include "server/service.h"

enum { NUMBER_LEN = 24, MS = 1000, LINE_ROOM = 300, VISITS = 64 };

/* WHOIS of a list: somebody, their channels line by line, the rest, the next
 * one. */
struct whois {
	struct answer answer;
	char *list, *rest;
	const char *nick; /* being told about, as it was asked for; or NULL */
	uint64_t user_id;
	struct walk walk; /* of their channels */
};

/* A line of channels, of which a bounded number is looked at. */
static void
whois_channels(struct server *srv, struct session *s, const struct user *u,
    struct walk *walk)
{
	bool all = session_has(s, CAP_MULTI_PREFIX);
	struct buf line = {0};

	for (int i = 0; i < VISITS && walk->at; i++) {
		const struct member *m = walk->at;

		if (line.len + strlen(m->channel->name) > LINE_ROOM)
			break;
		if (can_see_member(s->user, m))
			buf_addf(&line, "%s%s%s", line.len ? " " : "",
			    modes_prefixes(m->modes, all), m->channel->name);
		channel_walk_own(walk);
	}
	if (line.len > 0)
		reply_text(
		    srv, s, RPL_WHOISCHANNELS, WORDS(u->nick), "%s", line.data);
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

/* Each device may have its own. */
static void
whois_certificates(struct server *srv, struct session *s, const struct user *u)
{
	const struct session *device;

	DL_FOREACH2 (u->sessions, device, user_next)
		if (device->certificate)
			reply_text(srv, s, RPL_WHOISCERTFP, WORDS(u->nick),
			    "has client certificate fingerprint %s",
			    device->certificate);
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
	if (u->modes & USER_SECURE)
		reply(srv, s, RPL_WHOISSECURE, u->nick, NULL);
	if (address)
		whois_certificates(srv, s, u);
	if (address && u->sessions->gateway)
		reply_text(srv, s, RPL_WHOISSPECIAL, WORDS(u->nick),
		    "is connected through the gateway %s",
		    u->sessions->gateway);
	if (u->modes & USER_OPER)
		reply(srv, s, RPL_WHOISOPERATOR, u->nick, NULL);
	if (u->modes & USER_BOT)
		reply(srv, s, RPL_WHOISBOT, u->nick, NULL);
	if (address)
		reply(srv, s, RPL_WHOISACTUALLY, u->nick, address, NULL);
}

static void
whois_metadata(struct server *srv, struct session *s, const struct user *u)
{
	const struct metadata *m = u->metadata;

	for (; m && session_has(s, CAP_METADATA); m = m->next)
		reply_text(srv, s, RPL_WHOISKEYVALUE,
		    WORDS(u->nick, m->key, "*"), "%s", m->value);
}

static void
whois_service(struct server *srv, struct session *s, const struct service *v)
{
	const char *here = srv->settings->server_name;

	reply_text(srv, s, RPL_WHOISUSER, WORDS(v->name, v->name, here, "*"),
	    "%s", v->description);
	reply_text(srv, s, RPL_WHOISSERVER, WORDS(v->name, here), "%s",
	    srv->settings->description);
	reply_text(srv, s, RPL_WHOISSPECIAL, WORDS(v->name),
	    "is a service of this server: /msg %s HELP", v->name);
}

static void
whois_first(struct server *srv, struct session *s, struct whois *w)
{
	const struct service *v = service_find(srv, w->nick);
	struct user *u = v ? NULL : find_user(srv, s, w->nick);

	if (v)
		whois_service(srv, s, v);
	if (!u)
		return;
	w->user_id = u->id;
	reply_text(srv, s, RPL_WHOISUSER, WORDS(u->nick, u->name, u->host, "*"),
	    "%s", u->realname);
	channel_walk_of(u, &w->walk);
}

static void
whois_rest(struct server *srv, struct session *s, const struct user *u)
{
	const struct settings *set = srv->settings;

	reply_text(srv, s, RPL_WHOISSERVER, WORDS(u->nick, set->server_name),
	    "%s", set->description);
	if (presence_of(u))
		reply_text(
		    srv, s, RPL_AWAY, WORDS(u->nick), "%s", presence_of(u));
	whois_standing(srv, s, u);
	whois_idle(srv, s, u);
	whois_metadata(srv, s, u);
}

static void
whois_last(struct server *srv, struct session *s, struct whois *w,
    const struct user *u)
{
	if (u)
		whois_rest(srv, s, u);
	reply(srv, s, RPL_ENDOFWHOIS, w->nick, NULL);
	walk_end(&w->walk);
	w->nick = NULL;
	w->user_id = 0;
}

static bool
whois_step(struct server *srv, struct session *s, struct answer *a)
{
	struct whois *w = (struct whois *)a;
	const struct user *u = world_user_by_id(&srv->world, w->user_id);

	if (w->nick && u && w->walk.at)
		whois_channels(srv, s, u, &w->walk);
	else if (w->nick)
		whois_last(srv, s, w, u);
	else if ((w->nick = find_word(&w->rest)))
		whois_first(srv, s, w);
	else
		return false;
	return true;
}

static void
whois_end(struct answer *a)
{
	struct whois *w = (struct whois *)a;

	walk_end(&w->walk);
	free(w->list);
	free(w);
}

static const struct answer_kind whois_kind = {whois_step, whois_end};

/* Whether the list names somebody, and no more than may be named at once. */
static bool
may_ask(struct server *srv, struct session *s, const char *list)
{
	int64_t most = srv->settings->targets;
	size_t n = list ? find_count(list) : 0;

	if (n == 0)
		reply(srv, s, ERR_NONICKNAMEGIVEN, NULL);
	else if (most > 0 && n > (size_t)most)
		reply(srv, s, ERR_TOOMANYTARGETS, list, NULL);
	else
		return true;
	return false;
}

/* WHOIS nick[,…], or WHOIS server nick[,…], where the nick itself says: the
 * server that it is on. */
static bool
asks_here(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (m->nparams < 2 || !text_casecmp(m->params[0], m->params[1]))
		return true;
	return find_server(srv, s, m->params[0]);
}

void
cmd_whois(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *list = irc_param(m, m->nparams > 1);
	struct whois *w;

	if (!asks_here(srv, s, m) || !may_ask(srv, s, list))
		return;
	allowance_take(s->allowance, (unsigned)find_count(list) - 1);
	w = mem_alloc(sizeof(*w));
	w->answer.kind = &whois_kind;
	w->list = w->rest = mem_strdup(list);
	answer_begin(srv, s, &w->answer);
}

struct whowas_list {
	struct answer answer;
	char *list, *rest;
	const char *nick; /* being looked for, or NULL */
	size_t most;      /* of one nick */
	size_t found;
	struct walk walk;
};

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
whowas_next(struct server *srv, struct session *s, struct whowas_list *l)
{
	const struct whowas *w =
	    l->found < l->most ? world_walk_was(&l->walk) : NULL;

	if (w) {
		if (text_casecmp(w->nick, l->nick) != 0)
			return;
		whowas_one(srv, s, w);
		l->found++;
		return;
	}
	if (!l->found)
		reply(srv, s, ERR_WASNOSUCHNICK, l->nick, NULL);
	reply(srv, s, RPL_ENDOFWHOWAS, l->nick, NULL);
	walk_end(&l->walk);
	l->nick = NULL;
	l->found = 0;
}

static bool
whowas_step(struct server *srv, struct session *s, struct answer *a)
{
	struct whowas_list *l = (struct whowas_list *)a;

	if (l->nick)
		whowas_next(srv, s, l);
	else if ((l->nick = find_word(&l->rest)))
		world_walk_whowas(&srv->world, &l->walk);
	else
		return false;
	return true;
}

static void
whowas_end(struct answer *a)
{
	struct whowas_list *l = (struct whowas_list *)a;

	walk_end(&l->walk);
	free(l->list);
	free(l);
}

static const struct answer_kind whowas_kind = {whowas_step, whowas_end};

/* A count that is none, or not above 0, means all (RFC 2812 §3.6.3). */
void
cmd_whowas(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *list = irc_param(m, 0), *count = irc_param(m, 1);
	long given = count ? strtol(count, NULL, 10) : 0;
	struct whowas_list *l;

	if (!may_ask(srv, s, list))
		return;
	allowance_take(s->allowance, (unsigned)find_count(list) - 1);
	l = mem_alloc(sizeof(*l));
	l->answer.kind = &whowas_kind;
	l->list = l->rest = mem_strdup(list);
	l->most = given > 0 ? (size_t)given : SIZE_MAX;
	answer_begin(srv, s, &l->answer);
}
