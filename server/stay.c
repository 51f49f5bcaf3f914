/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stay.h"

#include "common/text.h"
#include "server/hub.h"
#include "server/login.h"
#include "server/presence.h"
#include "server/stay_note.h"

static size_t
most(const struct server *srv)
{
	return (size_t)srv->settings->always_on;
}

/* Whether somebody else is here with that account. */
static bool
has_another(const struct server *srv, const struct user *u)
{
	const struct user *other = srv->world.users;

	for (; other; other = other->hh.next)
		if (other != u && other->account &&
		    !text_casecmp(other->account, u->account))
			return true;
	return false;
}

bool
stay_may(const struct server *srv, const struct user *u)
{
	const struct account *a = account_find(&srv->accounts, u->account);

	if (!a || !a->always_on || a->staying_id || srv->nstaying >= most(srv))
		return false;
	return account_of_nick(&srv->accounts, u->nick) == a ||
	    !has_another(srv, u);
}

bool
stay_still(const struct server *srv, const struct account *a)
{
	return a->always_on && srv->nstaying <= most(srv);
}

void
stay_alone(struct server *srv, struct user *u)
{
	hub_umode(srv, u, 'o', false);
	hub_umode(srv, u, 'Z', false);
	presence_settle(srv, u, NULL);
}

static size_t
count_chosen(const struct server *srv)
{
	const struct account *a = srv->accounts.by_name;
	size_t n = 0;

	for (; a; a = a->hh.next)
		n += a->always_on;
	return n;
}

enum stay_answer
stay_set(struct server *srv, struct account *a, bool always_on)
{
	if (always_on && most(srv) == 0)
		return STAY_NOT_ALLOWED;
	if (always_on && !a->always_on && count_chosen(srv) >= most(srv))
		return STAY_TOO_MANY;
	a->always_on = always_on;
	stay_mark(srv, a);
	account_keep(srv, a);
	return STAY_OK;
}
