/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_user.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "server/find.h"
#include "server/hub.h"
#include "server/reply.h"

static void
publish(struct server *srv, struct session *s, enum event_kind kind,
    const char *body)
{
	struct event e = hub_event(srv, kind, s);

	e.body = body;
	hub_publish(srv, &e);
}

static bool
same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

void
cmd_away(struct server *srv, struct session *s, const struct irc_msg *m)
{
	size_t max = (size_t)srv->settings->away_length;
	char *text = NULL;

	if (m->nparams > 0 && *m->params[0])
		text = find_cut(s, "AWAY", "", m->params[0], max);
	if (!same(text, s->user->away))
		publish(srv, s, EVENT_AWAY, text);
	reply(srv, s, text ? RPL_NOWAWAY : RPL_UNAWAY, NULL);
	free(text);
}

void
cmd_setname(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *name = m->params[0];
	size_t max = (size_t)srv->settings->realname_length;

	if (!*name || strlen(name) > max)
		reply_standard(srv, s, "FAIL", "SETNAME", "INVALID_REALNAME",
		    NULL, "A real name has 1 to %zu bytes", max);
	else
		publish(srv, s, EVENT_SETNAME, name);
}
