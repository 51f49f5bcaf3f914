/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_kill.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "server/absence.h"
#include "server/audit.h"
#include "server/dialect.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/reply.h"

/* Every device goes; the end of the turn tells the others. */
static void
kill_user(
    struct server *srv, struct session *s, struct user *u, const char *why)
{
	struct event e = hub_event(srv, EVENT_KILL, s);
	struct buf text = {0};

	audit_user(srv, s, "KILL", u, why);
	e.target = u->nick;
	e.body = why;
	hub_publish(srv, &e);
	buf_addf(&text, "Killed (%s (%s))", s->user->nick, why);
	device_end_user(srv, u, text.data);
	buf_free(&text);
}

/* Whom to kill; NULL, and an answer, for nobody. */
static struct user *
victim(struct server *srv, struct session *s, const char *name)
{
	if (text_casecmp(name, srv->settings->server_name) != 0)
		return find_user(srv, s, name);
	reply(srv, s, ERR_CANTKILLSERVER, NULL);
	return NULL;
}

void
cmd_kill(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct user *u = victim(srv, s, m->params[0]);
	const char *why = irc_param(m, 1);
	char *cut;

	if (!u)
		return;
	if (!why || !*why)
		why = "No reason given";
	cut = find_cut(
	    s, "KILL", u->nick, why, (size_t)srv->settings->kick_length);
	kill_user(srv, s, u, cut);
	free(cut);
}

void
cmd_wallops(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct event e = hub_event(srv, EVENT_WALLOPS, s);

	if (!*m->params[0]) {
		reply(srv, s, ERR_NEEDMOREPARAMS, "WALLOPS", NULL);
	} else if (strlen(m->params[0]) >
	    dialect_irc_room(&e.source, "WALLOPS", "")) {
		reply(srv, s, ERR_INPUTTOOLONG, NULL);
	} else {
		e.body = m->params[0];
		audit(srv, s, "WALLOPS", NULL, "%s", m->params[0]);
		hub_publish(srv, &e);
	}
}
