/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_oper.h"

#include <stdbool.h>
#include <string.h>

#include "common/log.h"
#include "server/hub.h"
#include "server/password.h"
#include "server/reply.h"

static const struct settings_oper *
find_title(const struct server *srv, const char *title)
{
	const struct conf_sections *opers = &srv->settings->opers;
	const struct settings_oper *o = opers->items;

	for (size_t i = 0; i < opers->count; i++)
		if (!strcmp(o[i].title, title))
			return &o[i];
	return NULL;
}

static void
oper_refuse(struct server *srv, struct session *s, const char *title)
{
	log_warn("%s!%s@%s is not operator \"%s\": wrong title or password",
	    s->user->nick, s->user->name, s->address, title);
	reply(srv, s, ERR_PASSWDMISMATCH, NULL);
}

static void
oper_grant(struct server *srv, struct session *s, const char *title)
{
	struct mode_change change = {true, 'o', NULL};
	struct event e = hub_event(srv, EVENT_UMODE, s);

	log_info("%s!%s@%s is operator \"%s\"", s->user->nick, s->user->name,
	    s->address, title);
	reply(srv, s, RPL_YOUREOPER, NULL);
	if (s->user->modes & USER_OPER)
		return;
	e.modes = &change;
	e.nmodes = 1;
	e.body = "+o";
	hub_publish(srv, &e);
}

static void
oper_answered(struct server *srv, struct session *s, const char *title,
    const char *hash, bool right)
{
	const struct settings_oper *o = find_title(srv, title);

	if (right && o && !strcmp(o->password_hash, hash))
		oper_grant(srv, s, title);
	else
		oper_refuse(srv, s, title);
}

static void
oper_check(struct server *srv, struct session *s, const struct settings_oper *o,
    const char *password)
{
	struct password_question q = {
	    o->title, o->password_hash, password, oper_answered};

	if (password_ask(srv, s, &q) < 0)
		reply_text(srv, s, ERR_PASSWDMISMATCH, NULL,
		    "The server is busy; try again");
}

/* An account at the Unix socket is a login that the kernel vouches for. */
static bool
by_login(const struct session *s, const struct settings_oper *o)
{
	const char *account = s->user->account;

	if (!s->local || !account)
		return false;
	for (size_t i = 0; i < o->logins.count; i++)
		if (!strcmp(o->logins.items[i], account))
			return true;
	return false;
}

void
cmd_oper(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const struct settings_oper *o = find_title(srv, m->params[0]);

	if (srv->settings->opers.count == 0)
		reply(srv, s, ERR_NOOPERHOST, NULL);
	else if (o && by_login(s, o))
		oper_grant(srv, s, o->title);
	else if (m->nparams < 2)
		reply(srv, s, ERR_NEEDMOREPARAMS, "OPER", NULL);
	else if (o && *o->password_hash)
		oper_check(srv, s, o, m->params[1]);
	else
		oper_refuse(srv, s, m->params[0]);
}
