/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/giveback.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <utlist.h>

#include "common/log.h"
#include "common/text.h"
#include "server/banning.h"
#include "server/hub.h"
#include "server/rights.h"
#include "server/service.h"

enum { TRIES = 1000, NICK_SIZE = 16 };

bool
giveback_owed(const struct server *srv, const char *account, const char *nick)
{
	const struct account *owner = account_of_nick(&srv->accounts, nick);
	const struct user *u = world_user(&srv->world, nick);

	if (!owner || !u || !account || text_casecmp(owner->name, account) != 0)
		return false;
	return !u->account || text_casecmp(u->account, account) != 0;
}

static bool
is_free(const struct server *srv, const char *nick)
{
	return !world_user(&srv->world, nick) &&
	    !account_of_nick(&srv->accounts, nick);
}

/* It fits in the least that nick-length may be, but where most are taken. */
static void
find_free(const struct server *srv, char nick[NICK_SIZE])
{
	uint32_t n = 0;

	for (int i = 0; i < TRIES; i++) {
		if (RAND_bytes((unsigned char *)&n, sizeof(n)) != 1)
			n++;
		snprintf(nick, NICK_SIZE, "Guest%03u", n % 1000);
		if (is_free(srv, nick))
			return;
	}
	do
		snprintf(nick, NICK_SIZE, "Guest%u", ++n);
	while (!is_free(srv, nick));
}

static void
tell(struct server *srv, const struct user *u, const char *lost)
{
	struct session *s;

	DL_FOREACH2 (u->sessions, s, user_next) {
		bool was = session_label_pause(s);

		service_tell(srv, s, "NickServ",
		    "%s belongs to an account, whose owner wants it now. You "
		    "are %s; say /nick and another nickname to change that.",
		    lost, u->nick);
		session_label_resume(s, was);
	}
}

/* The new one may be in the mask of a ban. */
static void
rename_user(struct server *srv, struct user *u, const char *nick)
{
	struct event e = hub_event(srv, EVENT_NICK, NULL);
	struct session *s;

	world_actor(&e.source, u);
	e.arg = nick;
	hub_publish(srv, &e);
	DL_FOREACH2 (u->sessions, s, user_next)
		(void)banning_check(srv, s);
}

void
giveback_take(struct server *srv, const char *nick)
{
	struct user *u = world_user(&srv->world, nick);
	char other[NICK_SIZE];

	if (!u)
		return;
	find_free(srv, other);
	log_info(
	    "%s is given back to its owner: who had it is %s", u->nick, other);
	rename_user(srv, u, other);
	tell(srv, u, nick);
}

void
giveback_settle(struct server *srv, const char *account, const char *nick)
{
	if (giveback_owed(srv, account, nick))
		giveback_take(srv, nick);
}

void
giveback_login(struct server *srv, struct session *s)
{
	const struct user *u = s->user;
	const struct account *a =
	    u ? account_find(&srv->accounts, u->account) : NULL;

	if (!a || keeps_name(u) ||
	    account_of_nick(&srv->accounts, u->nick) == a ||
	    !giveback_owed(srv, a->name, a->name))
		return;
	giveback_take(srv, a->name);
	rename_user(srv, s->user, a->name);
}
