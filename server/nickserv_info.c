/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv_info.h"

#include <inttypes.h>

#include "common/clock.h"
#include "server/audit.h"
#include "server/modes.h"

static void
tell_time(const struct service_call *c, const char *what, int64_t time_ms)
{
	char iso[CLOCK_ISO_LEN];

	if (!time_ms) /* of before this was kept */
		return;
	clock_iso(time_ms, iso);
	service_answer(c, "  %s: %s", what, iso);
}

static void
tell_nicks(const struct service_call *c, const struct account *a)
{
	const struct account_nick *n = a->nicks;
	struct buf list = {0};

	for (; n; n = n->next)
		buf_addf(&list, " %s", n->nick);
	if (list.len > 0)
		service_answer(c, "  nicknames beside it:%s", list.data);
	buf_free(&list);
}

static void
tell_all(const struct service_call *c, const struct account *a)
{
	bool oper = c->s->user->modes & USER_OPER;

	tell_time(c, "last login", a->used_ms);
	tell_nicks(c, a);
	service_answer(c, "  password: %s; keys: %zu; always on: %s",
	    a->password.iterations ? "yes" : "none", a->ncertificates,
	    a->always_on ? "yes" : "no");
	if (oper && a->local && a->uid >= 0)
		service_answer(c, "  uid: %" PRId64, a->uid);
}

void
nickserv_info(const struct service_call *c)
{
	const struct user *u = c->s->user;
	const char *name = c->words[0] ? c->words[0]
	    : u->account               ? u->account
				       : u->nick;
	const struct account *a = account_of_nick(&c->srv->accounts, name);
	bool own = a && service_account(c) == a;

	if (!a) {
		service_answer(c, "There is no such account.");
		return;
	}
	service_answer(c, "%s is an account%s.", a->name,
	    a->local ? " of a login of this machine" : "");
	tell_time(c, "since", a->made_ms);
	if (!own && u->modes & USER_OPER)
		audit(c->srv, c->s, "NICKSERV-INFO", a->name, "looks");
	if (own || u->modes & USER_OPER)
		tell_all(c, a);
}
