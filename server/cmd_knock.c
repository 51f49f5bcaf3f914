/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_knock.h"

#include <stdbool.h>

#include "common/buf.h"
#include "common/clock.h"
#include "server/find.h"
#include "server/hub.h"
#include "server/reply.h"

enum { CHANNEL_PAUSE_MS = 60000, USER_PAUSE_MS = 300000 };

/* A clock that was set back makes nobody wait. */
static bool
too_soon(int64_t last_ms, int64_t pause_ms)
{
	int64_t now = clock_wall_ms();

	return last_ms && now >= last_ms && now - last_ms < pause_ms;
}

static void
knock(struct server *srv, struct session *s, const struct channel *c)
{
	struct event e = hub_event(srv, EVENT_KNOCK, NULL);
	const struct user *u = s->user;
	struct buf who = {0};

	buf_addf(&who, "%s!%s@%s", u->nick, u->name, u->host);
	e.target = c->name;
	e.arg = u->nick;
	e.body = who.data;
	hub_publish(srv, &e);
	buf_free(&who);
	reply(srv, s, RPL_KNOCKDLVR, c->name, NULL);
}

void
cmd_knock(struct server *srv, struct session *s, const struct irc_msg *m)
{
	struct channel *c = find_channel(srv, s, m->params[0]);

	if (!c || !find_may(srv, s, ACT_KNOCK, c, NULL))
		return;
	if (too_soon(s->user->knocked_ms, USER_PAUSE_MS))
		reply_text(srv, s, ERR_TOOMANYKNOCK, WORDS(c->name),
		    "Too many KNOCKs (user)");
	else if (too_soon(c->knocked_ms, CHANNEL_PAUSE_MS))
		reply_text(srv, s, ERR_TOOMANYKNOCK, WORDS(c->name),
		    "Too many KNOCKs (channel)");
	else
		knock(srv, s, c);
}
