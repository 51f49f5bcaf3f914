/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/attach.h"

#include <stdbool.h>

#include "common/text.h"
#include "server/absence.h"
#include "server/hub.h"
#include "server/opers.h"
#include "server/people.h"
#include "server/presence.h"

struct user *
attach_whom(const struct server *srv, const struct session *s, const char *nick)
{
	struct user *u = world_user(&srv->world, nick);

	if (s->user || !s->account || !u || !u->account)
		return NULL;
	return text_casecmp(u->account, s->account) ? NULL : u;
}

/* On a secure connection is who has no other. */
static bool
all_secure(const struct user *u)
{
	for (const struct session *s = u->sessions; s; s = s->user_next)
		if (!s->secure)
			return false;
	return true;
}

enum { MS = 1000 };

void
attach(struct server *srv, struct session *s, struct user *u)
{
	/* who comes back says nothing by that */
	s->spoke_ms = srv->now_ms - people_idle(srv, u) * MS;
	/* the new one learns its modes with the welcome */
	hub_umode(srv, u, 'Z', s->secure && all_secure(u));
	absence_over(srv, u);
	session_attach(s, u);
}

void
attach_left(struct server *srv, struct user *u)
{
	hub_umode(srv, u, 'Z', all_secure(u));
	oper_settle(srv, u);
	presence_settle(srv, u, NULL);
}
