/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command_server.h"

#include <string.h>
#include <utlist.h>

#include "client/dial.h"
#include "common/mem.h"

static void
send_with(struct call *c, const char *command)
{
	if (*c->args)
		network_send(c->n, command, c->args, NULL);
	else
		network_send(c->n, command, NULL);
}

void
command_away(struct call *c)
{
	send_with(c, "AWAY");
}

static bool
has_socket(const struct network *n)
{
	return n->status == NETWORK_REGISTERING || n->status == NETWORK_ONLINE;
}

/* Offline, the wish is what the next connection asks for. */
void
command_nick(struct call *c)
{
	const char *nick = call_word(c);

	if (has_socket(c->n)) {
		network_send(c->n, "NICK", nick, NULL);
		return;
	}
	network_set_nick(c->n, nick);
	c->s->dirty = true;
	call_say(c, "You will be %s", nick);
}

void
command_raw(struct call *c)
{
	if (has_socket(c->n))
		network_send_raw(c->n, c->args);
	else
		call_fail(c, "Not connected: nothing was sent");
}

void
command_who(struct call *c)
{
	const char *mask = *c->args ? c->args : call_channel(c);

	if (mask)
		network_send(c->n, "WHO", mask, NULL);
}

/* Asking the user's own server (the nick twice) tells how long it is idle. */
void
command_whois(struct call *c)
{
	const char *nick = *c->args       ? call_word(c)
	    : c->room->kind == ROOM_QUERY ? c->room->name
					  : c->n->nick;

	network_send(c->n, "WHOIS", nick, nick, NULL);
}

void
command_whowas(struct call *c)
{
	network_send(c->n, "WHOWAS", call_word(c), NULL);
}

static struct network *
known(const struct state *s, const char *server)
{
	struct network *n;

	DL_FOREACH (s->networks, n)
		if (!strcmp(n->server, server) || !strcmp(n->name, server))
			return n;
	return NULL;
}

/* A network that is not connected and was never becomes the new one. */
static struct network *
network_for(struct call *c, const char *server)
{
	struct network *n = known(c->s, server);

	if (n)
		return n;
	if (!has_socket(c->n) && !c->n->welcomed_before)
		return c->n;
	return state_add_network(c->s, server, server);
}

void
command_connect(struct call *c)
{
	const char *server = call_word(c);
	struct buf err = {0};
	struct network *n;

	if (!*server) {
		command_reconnect(c);
		return;
	}
	if (dial_check(c->s, server, &err) < 0) {
		call_fail(c, "%s", err.data);
		buf_free(&err);
		return;
	}
	n = network_for(c, server);
	if (!n) {
		call_fail(c, "Too many networks");
		return;
	}
	if (has_socket(n))
		call_say(c, "You are connected to %s; /reconnect does it anew",
		    n->name);
	else
		dial_set(c->s, n, server);
	state_switch(c->s, n->room);
}

static void
leave(struct state *s, struct network *n, const char *reason)
{
	n->want = false;
	n->again = false;
	mem_replace(&n->quit, *reason ? reason : s->settings->quit_message);
	s->dirty = true;
}

void
command_disconnect(struct call *c)
{
	if (!c->n->want)
		call_say(c, "You are not connected to %s", c->n->name);
	leave(c->s, c->n, c->args);
}

void
command_reconnect(struct call *c)
{
	c->n->want = true;
	c->n->again = true;
	c->s->dirty = true;
}

void
command_quit(struct call *c)
{
	struct network *n;

	DL_FOREACH (c->s->networks, n)
		leave(c->s, n, c->args);
	c->s->quitting = true;
}
