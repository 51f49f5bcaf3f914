/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_user.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"
#include "server/caps.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/presence.h"
#include "server/reply.h"
#include "server/rights.h"

static void
publish(struct server *srv, struct session *s, enum event_kind kind,
    const char *body)
{
	struct event e = hub_event(srv, kind, s);

	e.body = body;
	hub_publish(srv, &e);
}

/* An absent one says nothing that others would read. */
static bool
says_absent(const struct session *s, const char *given)
{
	return !strcmp(given, "*") && session_has(s, CAP_PRE_AWAY);
}

/* Before registration it is cut again when it is shown to somebody. */
static char *
away_text(const struct server *srv, const struct session *s, const char *given)
{
	size_t max = (size_t)srv->settings->away_length;

	if (!*given)
		return NULL;
	if (s->user)
		return find_cut(s, "AWAY", "", given, max);
	return mem_strndup(given, utf8_cut(given, strlen(given), max));
}

void
cmd_away(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *given = m->nparams > 0 ? m->params[0] : "";
	char *text;

	if (!s->user && !session_has(s, CAP_PRE_AWAY)) {
		reply(srv, s, ERR_NOTREGISTERED, NULL);
		return;
	}
	text = away_text(srv, s, given);
	presence_set(srv, s, text, says_absent(s, given));
	reply(srv, s, text ? RPL_NOWAWAY : RPL_UNAWAY, NULL);
	free(text);
}

void
cmd_setname(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *name = m->params[0];
	size_t max = (size_t)srv->settings->realname_length;
	const struct channel *c = keeps_name(s->user);

	if (!*name || strlen(name) > max)
		reply_standard(srv, s, "FAIL", "SETNAME", "INVALID_REALNAME",
		    NULL, "A real name has 1 to %zu bytes", max);
	else if (c)
		reply_standard(srv, s, "FAIL", "SETNAME",
		    "CANNOT_CHANGE_REALNAME", NULL,
		    "You are banned in %s: leave it first", c->name);
	else
		publish(srv, s, EVENT_SETNAME, name);
}
