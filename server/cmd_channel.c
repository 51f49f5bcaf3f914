/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_channel.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer_rows.h"
#include "server/audit.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/names.h"
#include "server/presence.h"
#include "server/reply.h"
#include "server/rights.h"

enum { A_LINE = 4 }; /* channels that cost one more */

static void
set_topic(struct server *srv, struct session *s, const struct channel *c,
    const char *text)
{
	struct event e = hub_event(srv, EVENT_TOPIC, s);
	char *cut = find_cut(
	    s, "TOPIC", c->name, text, (size_t)srv->settings->topic_length);

	e.target = c->name;
	e.body = cut;
	audit_lobby(srv, s, c, "TOPIC", cut);
	hub_publish(srv, &e);
	free(cut);
}

void
cmd_topic(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct channel *c = find_channel(srv, s, m->params[0]);

	if (!c)
		return;
	if (m->nparams == 1)
		names_topic(srv, s, c, true);
	else if (find_may(srv, s, ACT_TOPIC, c, NULL))
		set_topic(srv, s, c, m->params[1]);
}

/* Each costs as in a JOIN. All channels of the server are no answer (Modern
 * IRC). */
void
cmd_names(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *list = m->nparams > 0 ? m->params[0] : "";
	size_t n = find_count(list);

	allowance_take(s->allowance, (unsigned)(n / A_LINE));
	if (n > 0)
		names_send(srv, s, list);
	else
		reply(srv, s, RPL_ENDOFNAMES, "*", NULL);
}

static void
kick_one(struct server *srv, struct session *s, const char *channel,
    const char *nick, const char *reason)
{
	struct channel *c = world_channel(&srv->world, channel);
	struct user *u = find_user(srv, s, nick);
	struct event e = hub_event(srv, EVENT_KICK, s);

	if (!c || !u)
		return;
	if (!world_member(c, u)) {
		reply(srv, s, ERR_USERNOTINCHANNEL, u->nick, c->name, NULL);
		return;
	}
	if (can_act(s->user, ACT_KICK, c, u->nick) != 0) {
		reply_text(srv, s, ERR_CHANOPRIVSNEEDED, WORDS(c->name),
		    "You may not kick %s, who is not below you", u->nick);
		return;
	}
	e.target = channel;
	e.arg = u->nick;
	e.body = reason;
	audit_lobby(srv, s, c, "KICK", u->nick);
	hub_publish(srv, &e);
}

/* The longest nick counts, so that the reason fits behind each of them. */
static char *
kick_reason(struct server *srv, struct session *s, const char *channel,
    const char *reason)
{
	size_t nick = (size_t)srv->settings->nick_length + 1;
	size_t max = (size_t)srv->settings->kick_length;
	char *target = mem_alloc(strlen(channel) + nick + 1), *cut;

	strcpy(target, channel);
	memset(target + strlen(channel), 'n', nick);
	cut = find_cut(s, "KICK", target, reason, max);
	free(target);
	return cut;
}

static void
kick_all(struct server *srv, struct session *s, const char *channel,
    const char *nicks, const char *reason)
{
	char *copy = mem_strdup(nicks), *rest = copy, *nick;

	while ((nick = strsep(&rest, ","))) {
		struct channel *c = world_channel(&srv->world, channel);

		/* One's own name may stand in the middle of the list. */
		if (*nick && c && find_may(srv, s, ACT_KICK, c, NULL))
			kick_one(srv, s, channel, nick, reason);
	}
	free(copy);
}

static void
kick_in(struct server *srv, struct session *s, const char *channel,
    const char *nicks, const char *reason)
{
	struct channel *c = find_channel(srv, s, channel);
	char *name, *cut;

	if (!c || !find_may(srv, s, ACT_KICK, c, NULL))
		return;
	name = mem_strdup(c->name);
	cut = kick_reason(srv, s, name, reason);
	kick_all(srv, s, name, nicks, cut);
	free(name);
	free(cut);
}

/* As many channels as nicks (RFC 2812 §3.2.8): the first from the first. */
static void
kick_pairs(struct server *srv, struct session *s, const char *channels,
    const char *nicks, const char *reason)
{
	char *a = mem_strdup(channels), *b = mem_strdup(nicks);
	char *rest_a = a, *rest_b = b, *channel, *nick;

	while ((channel = find_word(&rest_a)) && (nick = find_word(&rest_b)))
		kick_in(srv, s, channel, nick, reason);
	free(a);
	free(b);
}

void
cmd_kick(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *channels = m->params[0], *nicks = m->params[1];
	const char *reason = irc_param(m, 2);
	int64_t most = srv->settings->targets;

	if (!reason || !*reason)
		reason = s->user->nick;
	if (most > 0 && find_count(nicks) > (size_t)most)
		reply(srv, s, ERR_TOOMANYTARGETS, nicks, NULL);
	else if (!strchr(channels, ','))
		kick_in(srv, s, channels, nicks, reason);
	else if (find_count(channels) != find_count(nicks))
		reply(srv, s, ERR_NEEDMOREPARAMS, "KICK", NULL);
	else
		kick_pairs(srv, s, channels, nicks, reason);
}

static bool
invitation_row(struct server *srv, struct session *s, const void *one)
{
	const struct channel *c = one;

	if (!channel_invited(c, s->user))
		return false;
	reply(srv, s, RPL_INVITELIST, c->name, NULL);
	return true;
}

static void
invitations_last(struct server *srv, struct session *s, size_t rows)
{
	(void)rows;
	reply(srv, s, RPL_ENDOFINVITELIST, NULL);
}

static const struct answer_rows invitations = {
    ANSWER_CHANNELS, invitation_row, invitations_last};

static void
invite(struct server *srv, struct session *s, const char *nick,
    const char *channel)
{
	const struct member *on;
	struct user *u = find_user(srv, s, nick);
	struct channel *c = u ? find_channel(srv, s, channel) : NULL;
	struct event e;

	if (!c || !find_may(srv, s, ACT_INVITE, c, NULL))
		return;
	on = world_member(c, u);
	if (on && can_see_member(s->user, on)) {
		reply(srv, s, ERR_USERONCHANNEL, u->nick, c->name, NULL);
		return;
	}
	reply(srv, s, RPL_INVITING, u->nick, c->name, NULL);
	if (presence_of(u))
		reply_text(
		    srv, s, RPL_AWAY, WORDS(u->nick), "%s", presence_of(u));
	e = hub_event(srv, EVENT_INVITE, s);
	e.target = u->nick;
	e.arg = c->name;
	hub_publish(srv, &e);
}

void
cmd_invite(struct server *srv, struct session *s, const struct irc_msg *m)
{
	if (m->nparams == 0)
		answer_rows(srv, s, &invitations);
	else if (m->nparams == 1)
		reply(srv, s, ERR_NEEDMOREPARAMS, "INVITE", NULL);
	else
		invite(srv, s, m->params[0], m->params[1]);
}
