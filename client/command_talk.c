/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_talk.h"

#include "client/history.h"
#include "client/talk.h"

static void
say_to(struct call *c, const char *target, enum said kind, const char *text)
{
	if (talk_send(c->s, c->n, target, kind, text) < 0)
		call_fail(c, "Not everything could be sent; try again later");
}

void
command_me(struct call *c)
{
	if (c->room->kind == ROOM_SERVER || c->room->kind == ROOM_RESULTS)
		call_fail(c, "/me belongs into a channel or a private talk");
	else
		say_to(c, c->room->name, SAID_ACTION, c->args);
}

void
command_msg(struct call *c)
{
	const char *target = call_word(c);

	say_to(c, target, SAID_MESSAGE, c->args);
}

void
command_notice(struct call *c)
{
	const char *target = call_word(c);

	say_to(c, target, SAID_NOTICE, c->args);
}

void
command_query(struct call *c)
{
	const char *nick = call_word(c);
	struct room *r;

	if (network_is_channel(c->n, nick)) {
		call_fail(c, "%s is a channel: /join %s", nick, nick);
		return;
	}
	r = state_find(c->s, c->n, nick);
	if (!r) {
		r = state_open(c->s, c->n, ROOM_QUERY, nick);
		if (r)
			history_opened(r);
	}
	if (!r) {
		call_fail(c, "Too many windows; /close some first");
		return;
	}
	state_switch(c->s, r);
	c->n->reply_room = r->id;
	if (*c->args)
		say_to(c, nick, SAID_MESSAGE, c->args);
}
