/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/handle_people.h"

#include <string.h>
#include <utlist.h>

#include "client/history.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

/* Before a reason, where there is one. */
static const char *
colon(const char *text)
{
	return *text ? ": " : "";
}

static void
remember_userhost(const struct incoming *in, const char *user, const char *host)
{
	struct buf userhost = {0};

	buf_addf(&userhost, "%s@%s", user, host);
	if (*user && *host)
		mem_replace(&in->n->userhost, userhost.data);
	buf_free(&userhost);
}

static void
i_joined(const struct incoming *in, const char *name)
{
	struct state *s = in->s;
	struct network *n = in->n;
	struct room *r = state_open(s, n, ROOM_CHANNEL, name);
	bool asked = !text_casecmp(n->joining, name);

	if (!r) {
		in_say(in, n->room, SAID_ERROR,
		    "No room for another window: /part %s, or close some",
		    name);
		return;
	}
	remember_userhost(in, in->from.user, in->from.host);
	if (in->n->caps & CAP_EXTENDED_JOIN && in->m->nparams > 1)
		mem_replace(&in->n->persona.logged_in,
		    strcmp(in_param(in, 1), "*") ? in_param(in, 1) : "");
	r->kind = ROOM_CHANNEL;
	room_set_name(r, name);
	room_part_all(r);
	mem_replace(&r->topic, "");
	mem_replace(&r->modes, "");
	r->joined = true;
	r->names_fresh = true;
	r->joined_ms = in->time_ms ? in->time_ms : clock_wall_ms();
	/* The rest of a password would be typed into it. */
	if (!s->current->ask &&
	    (asked || (s->current == n->room && !r->rejoin)))
		state_switch(s, r);
	if (asked)
		mem_replace(&n->joining, "");
	r->rejoin = false;
	room_join(r, n->nick);
	in_event(in, r, LINE_ARRIVED, "You joined %s", r->name);
	history_opened(r);
}

void
handle_join(const struct incoming *in)
{
	const char *name = in_param(in, 0);
	struct room *r = in_room(in, name);

	if (in->self && *name && !in_replay(in)) {
		i_joined(in, name);
		return;
	}
	if (!r || !*in->from.nick)
		return;
	if (!in_replay(in))
		room_join(r, in->from.nick);
	if (in->s->settings->show_joins)
		in_event(in, r, LINE_ARRIVED, "%s joined (%s@%s)",
		    in->from.nick, in->from.user, in->from.host);
	in->s->dirty = true;
}

/* The channel that one is sent to is shown like the one asked for. */
void
handle_forwarded(const struct incoming *in)
{
	struct network *n = in->n;
	const char *from = in_param(in, 1), *to = in_param(in, 2);

	if (!text_casecmp(n->joining, from))
		mem_replace(&n->joining, to);
	in_say(in, in_reply_room(in), SAID_SERVER, "%s sends you on to %s: %s",
	    from, to, in_param(in, in->m->nparams - 1));
}

static void
i_left(struct room *r)
{
	r->joined = false;
	r->rejoin = false;
	r->left_ms = 0;
	history_lost(r);
	room_part_all(r);
}

void
handle_part(const struct incoming *in)
{
	const char *why = in_param(in, 1);
	struct room *r = in_room(in, in_param(in, 0));

	if (!r)
		return;
	if (in->self && !in_replay(in)) {
		i_left(r);
		in_event(in, r, LINE_LEFT, "You left %s%s%s", r->name,
		    colon(why), why);
		return;
	}
	if (!in_replay(in))
		room_part(r, in->from.nick);
	if (in->s->settings->show_joins)
		in_event(in, r, LINE_LEFT, "%s left%s%s", in->from.nick,
		    colon(why), why);
	in->s->dirty = true;
}

static bool
concerns(const struct incoming *in, const struct room *r)
{
	if (r->network != in->n || r->kind == ROOM_SERVER)
		return false;
	return room_member(r, in->from.nick) ||
	    (r->kind == ROOM_QUERY && !text_casecmp(r->name, in->from.nick));
}

/* The name we had asked for is free: after a lost connection our own old one
 * often has it until the server notices. */
static void
claim_wish(const struct incoming *in)
{
	struct network *n = in->n;

	if (n->status == NETWORK_ONLINE && !network_is_me(n, n->wish) &&
	    !text_casecmp(in->from.nick, n->wish))
		network_send(n, "NICK", n->wish, NULL);
}

void
handle_quit(const struct incoming *in)
{
	const char *why = in_param(in, 0);
	struct room *r;

	if (in_page(in) && in->s->settings->show_joins)
		in_event(in, NULL, LINE_LEFT, "%s quit%s%s", in->from.nick,
		    colon(why), why);
	if (!*in->from.nick || in->self || in_replay(in))
		return;
	claim_wish(in);
	DL_FOREACH (in->s->rooms, r) {
		if (!concerns(in, r))
			continue;
		room_part(r, in->from.nick);
		if (in->s->settings->show_joins)
			in_event(in, r, LINE_LEFT, "%s quit%s%s", in->from.nick,
			    colon(why), why);
	}
	in->s->dirty = true;
}

void
handle_kick(const struct incoming *in)
{
	const char *why = in_param(in, 2);
	struct room *r = in_room(in, in_param(in, 0));
	const char *who = in_param(in, 1);

	if (!r)
		return;
	if (!network_is_me(in->n, who) || in_replay(in)) {
		if (!in_replay(in))
			room_part(r, who);
		in_event(in, r, LINE_LEFT, "%s kicked %s%s%s", in->from.nick,
		    who, colon(why), why);
		return;
	}
	i_left(r);
	in_event(in, r, LINE_MENTION | LINE_LEFT, "%s kicked you%s%s",
	    in->from.nick, colon(why), why);
	in_say(
	    in, r, SAID_CLIENT, "/join %s goes back in, if you may", r->name);
}

void
handle_nick(const struct incoming *in)
{
	const char *to = in_param(in, 0);
	struct room *r;

	if (in_page(in))
		in_event(in, NULL, 0, "%s is %s now", in->from.nick, to);
	if (!*in->from.nick || !*to || strlen(to) > ROOM_NAME_MAX ||
	    in_replay(in))
		return;
	if (in->self) {
		mem_replace(&in->n->nick, to);
		mem_replace(&in->n->wish, to);
		in_event(in, in->n->room, 0, "You are %s now", to);
	} else {
		claim_wish(in);
	}
	DL_FOREACH (in->s->rooms, r) {
		if (!concerns(in, r))
			continue;
		room_rename(r, in->from.nick, to);
		if (r->kind == ROOM_QUERY && !in_room(in, to))
			room_set_name(r, to);
		if (in->self)
			in_event(in, r, 0, "You are %s now", to);
		else
			in_event(in, r, 0, "%s is %s now", in->from.nick, to);
	}
	in->s->dirty = true;
}

/* away-notify: too many to be lines; the list of nicks shows it. */
void
handle_away(const struct incoming *in)
{
	struct member *m;
	struct room *r;

	DL_FOREACH (in->s->rooms, r) {
		if (r->network != in->n)
			continue;
		m = room_member(r, in->from.nick);
		if (m)
			m->away = *in_param(in, 0) != '\0';
	}
	in->s->dirty = true;
}

void
handle_chghost(const struct incoming *in)
{
	if (in->self)
		remember_userhost(in, in_param(in, 0), in_param(in, 1));
}

void
handle_invite(const struct incoming *in)
{
	const char *who = in_param(in, 0), *channel = in_param(in, 1);
	struct room *r = in_room(in, channel);

	if (network_is_me(in->n, who))
		in_event(in, in_reply_room(in), LINE_MENTION,
		    "%s invites you to %s: /join %s", in->from.nick, channel,
		    channel);
	else if (r)
		in_event(in, r, 0, "%s invited %s", in->from.nick, who);
}
