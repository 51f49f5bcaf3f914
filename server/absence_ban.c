/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/absence_ban.h"

#include <utlist.h>

#include "server/absence.h"
#include "server/banning.h"

struct ban_subject
absence_subject(const struct account *a, const struct event_actor *as)
{
	return (struct ban_subject){.local = a->local && a->uid >= 0,
	    .uid = (uid_t)a->uid,
	    .account = a->name,
	    .nick = as->nick,
	    .user = as->user,
	    .host = as->host};
}

static bool
end_one(struct server *srv, const struct absence *a, const struct ban *b)
{
	struct user *u = world_user_by_id(&srv->world, a->user_id);
	struct event_actor as = {.nick = NULL};
	struct ban_subject who;
	struct buf why = {0};

	world_actor(&as, u);
	who = absence_subject(a->account, &as);
	if (!ban_matches(b, &who))
		return false;
	banning_tell(&why, b);
	absence_quit(srv, u, why.data);
	buf_free(&why);
	return true;
}

size_t
absence_ban(struct server *srv, const struct ban *b)
{
	struct absence *a, *next;
	size_t ended = 0;

	DL_FOREACH_SAFE (srv->absent, a, next)
		ended += end_one(srv, a, b);
	DL_FOREACH_SAFE (srv->staying, a, next)
		ended += end_one(srv, a, b);
	return ended;
}
