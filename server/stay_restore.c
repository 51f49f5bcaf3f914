/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stay_restore.h"

#include "common/text.h"
#include "server/absence.h"
#include "server/absence_ban.h"
#include "server/hub.h"
#include "server/presence.h"

/* The one who is being restored. */
struct restoring {
	struct server *srv;
	struct user *user;
};

static bool
is_banned(const struct server *srv, const struct account *a,
    const struct store_stay *row)
{
	struct event_actor as = {
	    .nick = row->nick, .user = row->user, .host = row->host};
	struct ban_subject who = absence_subject(a, &as);

	return bans_match(&srv->bans, &who);
}

static bool
may_restore(const struct server *srv, const struct store_stay *row)
{
	const struct account *a = account_find(&srv->accounts, row->account);
	const struct account *of = account_of_nick(&srv->accounts, row->nick);

	return a && a->always_on && !a->staying_id && (!of || of == a) &&
	    srv->nstaying < (size_t)srv->settings->always_on &&
	    !world_user(&srv->world, row->nick) && !is_banned(srv, a, row);
}

static void
set_modes(struct server *srv, const struct user *u, const char *letters)
{
	struct mode_change changes[EVENT_MODES_MAX];
	struct event e = hub_event(srv, EVENT_UMODE, NULL);
	size_t n = 0;

	for (; *letters && n < EVENT_MODES_MAX; letters++) {
		const struct mode_def *def = mode_find(user_modes, *letters);

		if (def && !(def->bit & (USER_OPER | USER_SECURE)))
			changes[n++] =
			    (struct mode_change){true, *letters, NULL};
	}
	world_actor(&e.source, u);
	e.modes = changes;
	e.nmodes = n;
	hub_publish(srv, &e);
}

static struct user *
restore_user(struct server *srv, const struct store_stay *row)
{
	struct event e = hub_event(srv, EVENT_CONNECT, NULL);
	struct user *u;

	e.source = (struct event_actor){.nick = row->nick,
	    .user = row->user,
	    .host = row->host,
	    .realname = row->realname,
	    .account = row->account};
	hub_publish(srv, &e);
	u = world_user(&srv->world, row->nick);
	set_modes(srv, u, row->modes);
	e = hub_event(srv, EVENT_AWAY, NULL);
	world_actor(&e.source, u);
	e.body = row->away ? row->away : PRESENCE_NONE;
	hub_publish(srv, &e);
	absence_restored(srv, u);
	return u;
}

static void
restore(const struct store_stay *row, void *context)
{
	struct restoring *r = context;
	struct channel *c;

	if (!r->user || text_casecmp(r->user->account, row->account) != 0)
		r->user =
		    may_restore(r->srv, row) ? restore_user(r->srv, row) : NULL;
	c = world_channel_by_id(&r->srv->world, row->channel_id);
	if (r->user && c)
		world_enter(c, r->user, row->rank, event_now(&r->srv->clock));
}

void
stay_restore(struct server *srv)
{
	struct restoring r = {.srv = srv};

	srv->store->ops->stay_load(srv->store, restore, &r);
}
