/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/login.h"

#include <stddef.h>
#include <stdlib.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access_give.h"
#include "server/banning.h"
#include "server/devices.h"
#include "server/follow.h"
#include "server/giveback.h"
#include "server/hub.h"
#include "server/opers.h"
#include "server/waiting.h"

int
account_keep(struct server *srv, const struct account *a)
{
	srv->absent_again = true;
	if (srv->store->ops->account_save(srv->store, a) == 0)
		return 0;
	log_warn("account %s is not kept in the store", a->name);
	return -1;
}

static void
change(struct server *srv, struct session *s, const char *name)
{
	struct event e;
	char *before;

	if (!s->user) {
		mem_replace(&s->account, name);
		return;
	}
	before = mem_strdup(s->user->account);
	e = hub_event(srv, EVENT_ACCOUNT, s);
	e.source.account = name;
	hub_publish(srv, &e);
	access_follow(srv, s->user, before);
	follow_account(srv, s->user);
	free(before);
	oper_settle(srv, s->user);
	if (name)
		waiting_came(srv, name);
	devices_came(srv, s);
}

void
login_in(struct server *srv, struct session *s, struct account *a)
{
	const char *before = session_account(s);

	a->used_ms = event_now(&srv->clock);
	account_keep(srv, a);
	if (!before || text_casecmp(before, a->name) != 0)
		change(srv, s, a->name);
	if (!banning_check(srv, s))
		giveback_login(srv, s);
}

void
login_out(struct server *srv, struct session *s)
{
	if (session_account(s))
		change(srv, s, NULL);
}

struct account *
login_local(struct server *srv, const char *login, uid_t uid)
{
	struct account *a = account_named(&srv->accounts, login);

	if (!a) {
		a = account_add(&srv->accounts, login, event_now(&srv->clock));
		a->local = true;
	}
	/* of before uids were kept: the first one is taken at its word */
	if (a->local && a->uid < 0)
		a->uid = (int64_t)uid;
	return a->local && !a->dropped && a->uid == (int64_t)uid ? a : NULL;
}
