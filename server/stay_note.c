/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stay_note.h"

#include <utlist.h>

#include "common/text.h"

void
stay_mark(struct server *srv, struct account *a)
{
	if (a->stay_noted)
		return;
	a->stay_noted = true;
	LL_PREPEND2(srv->stay_noted, a, stay_next);
}

static void
mark_named(struct server *srv, const char *account)
{
	struct account *a = account_find(&srv->accounts, account);

	if (a && a->always_on)
		stay_mark(srv, a);
}

static void
mark_user(struct server *srv, const struct user *u)
{
	if (u)
		mark_named(srv, u->account);
}

/* Whose ranks in a channel change. */
static void
mark_ranks(struct server *srv, const struct event *e)
{
	for (size_t i = 0; i < e->nmodes; i++) {
		const struct mode_def *def =
		    mode_find(channel_modes, e->modes[i].letter);

		if (def && def->type == MODE_PREFIX)
			mark_user(
			    srv, world_user(&srv->world, e->modes[i].param));
	}
}

void
stay_note(struct server *srv, const struct event *e)
{
	switch (e->kind) {
	case EVENT_CONNECT:
	case EVENT_ACCOUNT:
		mark_named(srv, e->source.account);
		break;
	case EVENT_KICK:
		mark_user(srv, world_user(&srv->world, e->arg));
		return;
	case EVENT_MODE:
		mark_ranks(srv, e);
		return;
	case EVENT_JOIN:
	case EVENT_PART:
	case EVENT_QUIT:
	case EVENT_NICK:
	case EVENT_UMODE:
	case EVENT_AWAY:
	case EVENT_SETNAME:
	case EVENT_CHGHOST:
		break;
	default:
		return;
	}
	mark_user(srv, world_user_by_id(&srv->world, e->source.user_id));
}

void
stay_note_all(struct server *srv)
{
	struct account *a = srv->accounts.by_name;

	for (; a; a = a->hh.next)
		if (a->always_on)
			stay_mark(srv, a);
}

/* The user who would stay. */
static const struct user *
user_of(const struct server *srv, const struct account *a)
{
	const struct user *u = world_user_by_id(&srv->world, a->staying_id);

	if (!u)
		u = world_user(&srv->world, a->name);
	if (!u || !u->account || text_casecmp(u->account, a->name) != 0)
		u = world_user_of(&srv->world, a->name);
	return u;
}

void
stay_flush(struct server *srv)
{
	const struct store_ops *ops = srv->store->ops;
	struct account *a;

	while ((a = srv->stay_noted)) {
		LL_DELETE2(srv->stay_noted, a, stay_next);
		a->stay_noted = false;
		ops->stay_save(
		    srv->store, a->name, a->always_on ? user_of(srv, a) : NULL);
	}
}
