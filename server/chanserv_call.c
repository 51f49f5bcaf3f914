/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv_call.h"

#include <stdarg.h>
#include <stdlib.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access.h"
#include "server/audit.h"
#include "server/hub.h"
#include "server/modes.h"
#include "server/name.h"
#include "server/rights.h"

enum { NAME_MOST = 100 };

struct channel *
chanserv_channel(const struct service_call *c, const char *name)
{
	struct channel *ch = world_channel(&c->srv->world, name);

	if (ch && access_registered(ch) && can_know(c->s->user, ch))
		return ch;
	if (name_check_channel(name, NAME_MOST))
		service_answer(c, "That is not the name of a channel.");
	else
		service_answer(c, "%s is not registered.", name);
	return NULL;
}

struct account *
chanserv_account(const struct service_call *c, const char *name)
{
	struct account *a = account_find(&c->srv->accounts, name);

	if (!a)
		service_answer(c, "There is no account of that name.");
	return a;
}

static void
tell_user(const struct service_call *c, const struct user *u, const char *text)
{
	struct session *s;

	DL_FOREACH2 (u->sessions, s, user_next) {
		bool was = session_label_pause(s);

		service_say(c->srv, s, c->service, "%s", text);
		session_label_resume(s, was);
	}
}

void
chanserv_tell(
    const struct service_call *c, const char *account, const char *fmt, ...)
{
	struct user *u = c->srv->world.users;
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	for (; u; u = u->hh.next)
		if (u != c->s->user && u->account &&
		    !text_casecmp(u->account, account))
			tell_user(c, u, text.data);
	buf_free(&text);
}

void
chanserv_publish(const struct service_call *c, enum event_kind kind,
    const struct channel *ch, const char *arg, const char *body)
{
	struct event e = hub_event(c->srv, kind, c->s);
	char *copy = arg ? mem_strdup(arg) : NULL; /* it may be what changes */

	e.target = ch->name;
	e.arg = copy;
	e.body = body;
	hub_publish(c->srv, &e);
	free(copy);
}

bool
chanserv_by_oper(const struct service_call *c)
{
	return c->s->user->modes & USER_OPER;
}

void
chanserv_audit(const struct service_call *c, const struct channel *ch,
    const char *what, const char *why)
{
	struct buf word = {0};

	buf_addf(&word, "CHANSERV-%s", what);
	audit(c->srv, c->s, word.data, ch ? ch->name : NULL, "%s", why);
	buf_free(&word);
}

void
chanserv_audit_look(const struct service_call *c, const struct channel *ch)
{
	const struct user *u = c->s->user;

	if (chanserv_by_oper(c) && (!ch || !access_rank(ch, u->account)))
		chanserv_audit(c, ch, c->command->name, "looks");
}
