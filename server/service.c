/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/service.h"

#include <stdarg.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "server/fanout.h"
#include "server/hub.h"

static bool
is_nick(const struct server *srv, const struct service *v, const char *nick)
{
	struct buf full = {0};
	bool same;

	if (!strchr(nick, '@'))
		return !text_casecmp(v->name, nick);
	buf_addf(&full, "%s@%s", v->name, srv->settings->server_name);
	same = !text_casecmp(full.data, nick);
	buf_free(&full);
	return same;
}

const struct service *
service_find(const struct server *srv, const char *nick)
{
	const struct service *const *v = srv->services;

	for (; v && *v; v++)
		if (is_nick(srv, *v, nick))
			return *v;
	return NULL;
}

const struct service *
service_of_command(const struct server *srv, const char *command)
{
	const struct service *const *v = srv->services;

	for (; v && *v; v++)
		if (!text_casecmp((*v)->name, command) ||
		    !text_casecmp((*v)->shortcut, command))
			return *v;
	return NULL;
}

static void
say_text(struct server *srv, struct session *s, const struct service *v,
    const char *text)
{
	struct event e = hub_event(srv, EVENT_NOTICE, NULL);

	e.source = (struct event_actor){.nick = v->name,
	    .user = v->name,
	    .host = srv->settings->server_name};
	e.target = session_name(s);
	e.body = text;
	fanout_one(srv, s, &e);
}

static void
say(struct server *srv, struct session *s, const struct service *v,
    const char *fmt, va_list ap)
{
	struct buf text = {0};

	buf_addv(&text, fmt, ap);
	say_text(srv, s, v, text.data ? text.data : "");
	buf_free(&text);
}

void
service_say(struct server *srv, struct session *s, const struct service *v,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(srv, s, v, fmt, ap);
	va_end(ap);
}

void
service_answer(const struct service_call *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(c->srv, c->s, c->service, fmt, ap);
	va_end(ap);
}

void
service_tell(struct server *srv, struct session *s, const char *name,
    const char *fmt, ...)
{
	const struct service *v = service_find(srv, name);
	va_list ap;

	va_start(ap, fmt);
	if (v)
		say(srv, s, v, fmt, ap);
	va_end(ap);
}

struct account *
service_account(const struct service_call *c)
{
	return account_find(&c->srv->accounts, c->s->user->account);
}

void
service_syntax(const struct service_call *c)
{
	service_answer(
	    c, "Say: /msg %s %s", c->service->name, c->command->syntax);
}

void
service_user(struct user *u, const struct server *srv, const struct service *v)
{
	memset(u, 0, sizeof(*u));
	u->nick = u->name = (char *)v->name;
	u->host = srv->settings->server_name;
	u->realname = (char *)v->description;
}
