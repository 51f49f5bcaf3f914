/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/opers.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/text.h"
#include "server/audit.h"
#include "server/hub.h"
#include "server/reply.h"

const struct settings_oper *
oper_find(const struct settings *set, const char *title)
{
	const struct settings_oper *o = set->opers.items;

	for (size_t i = 0; i < set->opers.count; i++)
		if (!strcmp(o[i].title, title))
			return &o[i];
	return NULL;
}

static bool
names_login(const struct settings_oper *o, const char *login)
{
	for (size_t i = 0; i < o->logins.count; i++)
		if (!strcmp(o->logins.items[i], login))
			return true;
	return false;
}

static bool
names_account(const struct settings_oper *o, const char *account)
{
	for (size_t i = 0; i < o->accounts.count; i++)
		if (!text_casecmp(o->accounts.items[i], account))
			return true;
	return false;
}

static bool
names_uid(const struct settings_oper *o, uid_t uid)
{
	for (size_t i = 0; i < o->uids.count; i++)
		if (strtoul(o->uids.items[i], NULL, 10) == uid)
			return true;
	return false;
}

/* The login is the kernel's word: the account may be any whose password
 * somebody of this machine knows. */
bool
oper_listed(const struct session *s, const struct settings_oper *o)
{
	const char *account = session_account(s);

	if (s->local &&
	    (names_uid(o, s->uid) || (s->login && names_login(o, s->login))))
		return true;
	return account && names_account(o, account);
}

void
oper_grant(struct server *srv, struct session *s, const struct settings_oper *o,
    bool by_password)
{
	struct mode_change change = {true, 'o', NULL};
	struct event e = hub_event(srv, EVENT_UMODE, s);

	audit(srv, s, "OPER", o->title, "%s",
	    by_password ? "by password" : "named in the configuration");
	reply(srv, s, RPL_YOUREOPER, NULL);
	e.arg = o->title;
	e.target = by_password ? o->password_hash : NULL;
	e.modes = &change;
	e.nmodes = 1;
	e.body = "+o";
	hub_publish(srv, &e);
}

static bool
is_entitled(const struct server *srv, const struct user *u)
{
	const struct settings_oper *o =
	    u->oper ? oper_find(srv->settings, u->oper) : NULL;
	const struct session *s;

	if (!o)
		return false;
	if (u->oper_hash && !strcmp(u->oper_hash, o->password_hash))
		return true;
	if (u->account && names_account(o, u->account))
		return true;
	DL_FOREACH2 (u->sessions, s, user_next)
		if (oper_listed(s, o))
			return true;
	return false;
}

void
oper_settle(struct server *srv, struct user *u)
{
	if (!(u->modes & USER_OPER) || is_entitled(srv, u))
		return;
	audit(srv, NULL, "DEOPER", u->nick, "no longer operator \"%s\"",
	    u->oper ? u->oper : "");
	hub_umode(srv, u, 'o', false);
}

void
opers_settle(struct server *srv)
{
	struct user *u, *next;

	HASH_ITER (hh, srv->world.users, u, next)
		oper_settle(srv, u);
}
