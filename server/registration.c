/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/registration.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/mem.h"
#include "server/attach.h"
#include "server/banning.h"
#include "server/cmd_metadata.h"
#include "server/devices.h"
#include "server/giveback.h"
#include "server/hub.h"
#include "server/login.h"
#include "server/logins.h"
#include "server/lookalike.h"
#include "server/opers.h"
#include "server/policy.h"
#include "server/presence.h"
#include "server/replay.h"
#include "server/reply.h"
#include "server/sasl.h"
#include "server/service.h"
#include "server/showing.h"
#include "server/waiting.h"
#include "server/welcome.h"

/* A uid without a name has no account, as somebody over TCP. */
static void
keep_account(struct server *srv, struct session *s, const char *login)
{
	const struct account *a =
	    login ? login_local(srv, login, s->uid) : NULL;

	if (login && !a)
		log_warn("uid %u is not the account %s, which is another's",
		    (unsigned)s->uid, login);
	mem_replace(&s->account, a ? a->name : NULL);
	mem_replace(&s->login, s->account);
	mem_replace(&s->refused_login, a ? NULL : login);
}

static void
login_known(struct server *srv, uint64_t session_id, const char *login,
    const char *realname)
{
	struct session *s = server_session(srv, session_id);

	if (!s)
		return;
	s->waiting = false;
	if (!realname) {
		session_doom(s, "Your login cannot be looked up; try again");
		return;
	}
	s->needs &= ~(unsigned)NEED_LOGIN;
	keep_account(srv, s, login);
	if (*realname && !s->realname)
		mem_replace(&s->realname, realname);
	registration_try(srv, s);
}

void
registration_begin(struct server *srv, struct session *s)
{
	s->needs = NEED_NICK | NEED_USER;
	if (!s->local)
		return;
	s->needs |= NEED_LOGIN;
	s->waiting = true;
	if (logins_look_up_uid(srv, s->id, s->uid, login_known) < 0)
		session_doom(s, "Too many are coming in now; try again");
}

/* FAIL * is how clients know that an account would help. */
static bool
account_missing(struct server *srv, struct session *s)
{
	const struct standing who = session_standing(s);

	if (s->account || !policy_account(srv->settings, &who))
		return false;
	reply_standard(srv, s, "FAIL", "*", "ACCOUNT_REQUIRED", NULL,
	    "You must log in to an account to come in here (SASL)");
	session_doom(s, "You must log in to an account (SASL)");
	return true;
}

static bool
password_right(const struct server *srv, const struct session *s)
{
	const char *want = srv->settings->password;
	const char *given = s->password ? s->password : "";

	if (!*want)
		return true;
	return strlen(want) == strlen(given) &&
	    CRYPTO_memcmp(want, given, strlen(want)) == 0;
}

static void
forget_registration(struct session *s)
{
	mem_replace(&s->nick, NULL);
	mem_replace(&s->username, NULL);
	mem_replace(&s->realname, NULL);
	mem_wipe(&s->password);
}

/* Nobody but the kernel vouches for a username: others get a "~", also where
 * they are logged in. */
static void
add_username(struct buf *out, const struct session *s)
{
	if (s->login)
		buf_adds(out, s->login);
	else
		buf_addf(out, "~%s", s->username);
}

static bool
is_banned(struct server *srv, struct session *s)
{
	struct buf name = {0};
	bool banned;

	add_username(&name, s);
	banned = banning_check_as(srv, s, s->nick, name.data);
	buf_free(&name);
	return banned;
}

static void
register_user(struct server *srv, struct session *s)
{
	struct event e = hub_event(srv, EVENT_CONNECT, NULL);
	struct buf name = {0};
	struct user *u;

	add_username(&name, s);
	e.source = (struct event_actor){.nick = s->nick,
	    .user = name.data,
	    .host = session_host(s),
	    .realname = s->realname,
	    .account = s->account};
	e.session_id = s->id;
	hub_publish(srv, &e);
	buf_free(&name);
	u = world_user(&srv->world, s->nick);
	/* it learns its modes with the welcome */
	hub_umode(srv, u, 'Z', s->secure);
	session_attach(s, u);
}

static void
keep_login(struct server *srv, const struct user *u)
{
	struct account *a = account_find(&srv->accounts, u->account);

	if (!a)
		return;
	waiting_came(srv, a->name);
	a->used_ms = event_now(&srv->clock);
	account_keep(srv, a);
}

/* One that belongs to somebody whom the session might have become meanwhile.
 * Where that cannot be said now, it has not. */
static bool
is_others(const struct server *srv, const struct session *s)
{
	return s->nick_open &&
	    logins_nick(srv->logins, &srv->accounts, s->nick, s->account) !=
	    LOGINS_FREE;
}

static bool
nick_lost(struct server *srv, struct session *s)
{
	const char *alike = lookalike_of(srv, s, s->nick);

	if (is_others(srv, s))
		reply_text(srv, s, ERR_NICKNAMEINUSE, WORDS(s->nick),
		    "%s belongs to somebody: log in to use it", s->nick);
	else if (world_user(&srv->world, s->nick))
		reply(srv, s, ERR_NICKNAMEINUSE, s->nick, NULL);
	else if (alike)
		lookalike_refuse(srv, s, s->nick, alike);
	else
		return false;
	mem_replace(&s->nick, NULL);
	s->nick_open = false;
	s->needs |= NEED_NICK;
	return true;
}

bool
registration_admits(struct server *srv, struct session *s)
{
	if (password_right(srv, s))
		return true;
	reply(srv, s, ERR_PASSWDMISMATCH, NULL);
	session_doom(s, "Password incorrect");
	return false;
}

/* Why their login is not their account here. */
static void
tell_refused(struct server *srv, struct session *s)
{
	const char *login = s->refused_login;

	if (!login)
		return;
	service_tell(srv, s, "NickServ",
	    "You are not logged in: the account %s is not that of your login "
	    "here, but somebody else's, or ended.",
	    login);
	service_tell(srv, s, "NickServ",
	    "You can have one of another name: say /nick and that name, then "
	    "/msg NickServ REGISTER password. Or ask who runs this server, "
	    "who can end the other one.");
	mem_replace(&s->refused_login, NULL);
}

static void
say_here(const struct session *s, bool attached)
{
	log_info("%s (%s@%s) is here%s", s->user->nick, s->user->name,
	    s->address, attached ? " with one device more" : "");
}

/* What there is to know, and to catch up with. */
static void
receive(struct server *srv, struct session *s)
{
	if (!s->spoke_ms)
		s->spoke_ms = srv->now_ms;
	cmd_metadata_registered(srv, s);
	forget_registration(s);
	presence_settle(srv, s->user, s);
	keep_login(srv, s->user);
	devices_came(srv, s);
	welcome(srv, s);
	oper_settle(srv, s->user);
	tell_refused(srv, s);
	showing_all(srv, s);
	replay_talks(srv, s);
}

void
registration_try(struct server *srv, struct session *s)
{
	struct user *u;

	if (s->needs || s->user || s->doom || !registration_admits(srv, s))
		return;
	sasl_abort(srv, s);
	if (account_missing(srv, s) || is_banned(srv, s))
		return;
	giveback_settle(srv, s->account, s->nick);
	u = attach_whom(srv, s, s->nick);
	if (!u && nick_lost(srv, s))
		return;
	if (u)
		attach(srv, s, u);
	else
		register_user(srv, s);
	say_here(s, u);
	receive(srv, s);
}
