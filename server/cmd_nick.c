/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cmd_nick.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/absence.h"
#include "server/attach.h"
#include "server/banning.h"
#include "server/caps.h"
#include "server/giveback.h"
#include "server/hub.h"
#include "server/logins.h"
#include "server/lookalike.h"
#include "server/name.h"
#include "server/registration.h"
#include "server/reply.h"
#include "server/rights.h"

/* One's own, of somebody with the same account and no device. */
static struct user *
nick_left(const struct server *srv, const struct session *s, const char *nick)
{
	struct user *u = world_user(&srv->world, nick);

	if (!s->user || !u || u->sessions || !u->account || !s->user->account)
		return NULL;
	return text_casecmp(u->account, s->user->account) ? NULL : u;
}

/* While capabilities are negotiated somebody may log in yet (SASL): whether
 * the nick is theirs is seen at the end of that. */
static bool
may_log_in(const struct session *s)
{
	return !s->user && s->needs & NEED_CAP_END;
}

static bool
nick_in_use(const struct server *srv, const struct session *s, const char *nick)
{
	const struct user *u = world_user(&srv->world, nick);
	const char *account = session_account(s);

	if (!u || u == s->user || attach_whom(srv, s, nick) ||
	    nick_left(srv, s, nick) || giveback_owed(srv, account, nick))
		return false;
	return !may_log_in(s) ||
	    !(u->account || account_of_nick(&srv->accounts, nick));
}

static void
nick_take_back(struct server *srv, const struct session *s, const char *nick)
{
	struct user *u = nick_left(srv, s, nick);

	if (u)
		absence_quit(srv, u, NULL);
}

/* A change of case makes nobody somebody else. */
static const struct channel *
nick_kept_by(const struct session *s, const char *nick)
{
	if (!s->user || !text_casecmp(s->user->nick, nick))
		return NULL;
	return keeps_name(s->user);
}

static void
nick_take(struct server *srv, struct session *s, const char *nick)
{
	const struct channel *c = nick_kept_by(s, nick);
	struct event e;

	if (!s->user) {
		mem_replace(&s->nick, nick);
		s->nick_open = may_log_in(s);
		s->needs &= ~NEED_NICK;
		registration_try(srv, s);
		return;
	}
	if (c) {
		reply(srv, s, ERR_BANNICKCHANGE, nick, c->name, NULL);
		return;
	}
	nick_take_back(srv, s, nick);
	giveback_settle(srv, session_account(s), nick);
	e = hub_event(srv, EVENT_NICK, s);
	e.arg = nick;
	hub_publish(srv, &e);
	banning_check(srv, s);
}

static const char *
whose(const struct server *srv, const char *nick)
{
	return account_of_nick(&srv->accounts, nick)
	    ? "an account: log in to use it"
	    : "a login of this machine";
}

/* 433 makes clients try another nick, which is what one that registers must
 * do; later it would only look as if somebody had it. */
static void
nick_refuse(struct server *srv, struct session *s, const char *nick)
{
	if (may_log_in(s))
		nick_take(srv, s, nick);
	else if (s->user && session_has(s, CAP_STANDARD_REPLIES))
		reply_standard(srv, s, "FAIL", "NICK", "NICKNAME_RESERVED",
		    nick, "%s belongs to %s", nick, whose(srv, nick));
	else
		reply_text(srv, s, ERR_NICKNAMEINUSE, WORDS(nick),
		    "%s belongs to %s", nick, whose(srv, nick));
}

static void
nick_later(struct server *srv, struct session *s, const char *nick)
{
	reply_text(srv, s, ERR_UNAVAILRESOURCE, WORDS(nick),
	    "Whose nickname this is cannot be looked up now; try again");
}

static enum logins_answer
nick_owner(const struct server *srv, const struct session *s, const char *nick)
{
	return logins_nick(
	    srv->logins, &srv->accounts, nick, session_account(s));
}

/* Somebody may have come in between: everything is asked anew. */
static void
nick_settle(struct server *srv, struct session *s, const char *nick)
{
	const char *alike = lookalike_of(srv, s, nick);

	if (nick_in_use(srv, s, nick))
		reply(srv, s, ERR_NICKNAMEINUSE, nick, NULL);
	else if (alike)
		lookalike_refuse(srv, s, nick, alike);
	else if (nick_owner(srv, s, nick) == LOGINS_FREE)
		nick_take(srv, s, nick);
	else if (nick_owner(srv, s, nick) == LOGINS_TAKEN)
		nick_refuse(srv, s, nick);
	else
		nick_later(srv, s, nick);
}

static void
nick_looked_up(struct server *srv, uint64_t session_id)
{
	struct session *s = server_session(srv, session_id);
	char *nick;

	if (!s || !s->wanted_nick)
		return;
	nick = s->wanted_nick;
	s->wanted_nick = NULL;
	s->waiting = false;
	if (!s->doom)
		nick_settle(srv, s, nick);
	session_label_end(s, srv->settings->server_name);
	free(nick);
}

static void
nick_look_up(struct server *srv, struct session *s, const char *nick)
{
	if (logins_look_up_nick(srv, s->id, nick, nick_looked_up) < 0) {
		nick_later(srv, s, nick);
		return;
	}
	mem_replace(&s->wanted_nick, nick);
	s->waiting = true;
}

/* It is sound, and nobody's who is here. */
static void
nick_want(struct server *srv, struct session *s, const char *nick)
{
	const char *alike = lookalike_of(srv, s, nick);
	enum logins_answer owner = nick_owner(srv, s, nick);

	if (alike)
		lookalike_refuse(srv, s, nick, alike);
	else if (owner == LOGINS_FREE)
		nick_take(srv, s, nick);
	else if (owner == LOGINS_TAKEN)
		nick_refuse(srv, s, nick);
	else
		nick_look_up(srv, s, nick);
}

void
cmd_nick(struct server *srv, struct session *s, const struct irc_msg *m)
{
	const char *nick = m->nparams > 0 ? m->params[0] : "";
	size_t max = (size_t)srv->settings->nick_length;
	const char *wrong = name_check_nick(nick, max);

	if (!*nick) {
		reply(srv, s, ERR_NONICKNAMEGIVEN, NULL);
	} else if (wrong) {
		reply_text(
		    srv, s, ERR_ERRONEUSNICKNAME, WORDS(nick), "%s", wrong);
	} else if (nick_in_use(srv, s, nick)) {
		reply(srv, s, ERR_NICKNAMEINUSE, nick, NULL);
	} else if (!s->user || strcmp(s->user->nick, nick) != 0) {
		nick_want(srv, s, nick);
	}
}
