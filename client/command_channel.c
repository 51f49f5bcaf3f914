/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_channel.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

static void
join_one(struct call *c, const char *name, const char *key)
{
	struct room *r = state_find(c->s, c->n, name);

	if (r && r->joined) {
		state_switch(c->s, r);
		return;
	}
	mem_replace(&c->n->joining, name);
	if (r)
		mem_replace(&r->key, key);
	network_join(c->n, name, key);
}

/* "/join lobby" means #lobby. */
void
command_join(struct call *c)
{
	char *names = call_word(c), *save = NULL;
	const char *key = call_word(c);

	for (char *name = strtok_r(names, ",", &save); name;
	     name = strtok_r(NULL, ",", &save)) {
		struct buf full = {0};

		buf_addf(&full, "%s%s",
		    network_is_channel(c->n, name) ? "" : "#", name);
		join_one(c, full.data, key);
		buf_free(&full);
	}
}

static void
part(struct call *c, const char *channel)
{
	if (*c->args)
		network_send(c->n, "PART", channel, c->args, NULL);
	else
		network_send(c->n, "PART", channel, NULL);
}

void
command_part(struct call *c)
{
	const char *channel = call_channel(c);

	if (channel)
		part(c, channel);
}

void
command_close(struct call *c)
{
	struct room *r = c->room;

	if (r->kind == ROOM_SERVER) {
		call_fail(c,
		    "The server's window stays; /disconnect ends its "
		    "connection, /quit leaves tcpchat");
		return;
	}
	if (r->joined)
		part(c, r->name);
	state_close(c->s, r);
}

/* "/topic -" removes it. */
void
command_topic(struct call *c)
{
	const char *channel = call_channel(c);

	if (!channel)
		return;
	if (!*c->args) {
		network_send(c->n, "TOPIC", channel, NULL);
		return;
	}
	/* an empty last parameter, which network_send writes as ':' */
	network_send(
	    c->n, "TOPIC", channel, strcmp(c->args, "-") ? c->args : "", NULL);
}

void
command_names(struct call *c)
{
	const char *channel = call_channel(c);
	struct room *r = channel ? state_find(c->s, c->n, channel) : NULL;

	if (r)
		r->names_asked = true;
	if (channel)
		network_send(c->n, "NAMES", channel, NULL);
}

void
command_list(struct call *c)
{
	c->n->listed = 0;
	if (*c->args)
		network_send(c->n, "LIST", c->args, NULL);
	else
		network_send(c->n, "LIST", NULL);
}

void
command_invite(struct call *c)
{
	const char *nick = call_word(c), *channel = call_channel(c);

	if (channel)
		network_send(c->n, "INVITE", nick, channel, NULL);
}

void
command_kick(struct call *c)
{
	const char *channel = call_channel(c), *nick = call_word(c);

	if (channel && *nick)
		network_send(c->n, "KICK", channel, nick,
		    *c->args ? c->args : nick, NULL);
}

/* A plain nick stands for everybody of that name. */
static void
ban(struct call *c, const char *change)
{
	const char *channel = call_channel(c), *who = call_word(c);
	struct buf mask = {0};

	if (!channel)
		return;
	buf_adds(&mask, who);
	if (*who && !strpbrk(who, "!@*?$"))
		buf_adds(&mask, "!*@*");
	if (*who)
		network_send(c->n, "MODE", channel, change, mask.data, NULL);
	else
		network_send(c->n, "MODE", channel, "+b", NULL);
	buf_free(&mask);
}

void
command_ban(struct call *c)
{
	ban(c, "+b");
}

void
command_unban(struct call *c)
{
	ban(c, "-b");
}

static void
each_nick(struct call *c, const char *change)
{
	const char *channel = call_channel(c);

	for (const char *nick = channel ? call_word(c) : ""; *nick;
	     nick = call_word(c))
		network_send(c->n, "MODE", channel, change, nick, NULL);
}

void
command_op(struct call *c)
{
	each_nick(c, "+o");
}

void
command_deop(struct call *c)
{
	each_nick(c, "-o");
}

void
command_voice(struct call *c)
{
	each_nick(c, "+v");
}

void
command_devoice(struct call *c)
{
	each_nick(c, "-v");
}

/* Without a target: the channel of this window, else ourselves. */
void
command_mode(struct call *c)
{
	bool sign = *c->args == '+' || *c->args == '-';
	const char *target;
	struct buf line = {0};

	if (*c->args && !sign)
		target = call_word(c);
	else
		target =
		    c->room->kind == ROOM_CHANNEL ? c->room->name : c->n->nick;
	buf_addf(&line, "MODE %s%s%s", target, *c->args ? " " : "", c->args);
	network_send_raw(c->n, line.data);
	buf_free(&line);
}
