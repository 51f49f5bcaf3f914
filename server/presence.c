/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/presence.h"

#include <stddef.h>
#include <string.h>

#include "common/mem.h"
#include "server/hub.h"

/* NULL: here. */
static const char *
sum(const struct user *u)
{
	const struct session *last = NULL;

	for (const struct session *s = u->sessions; s; s = s->user_next) {
		if (s->absent)
			continue;
		if (!s->away)
			return NULL;
		if (!last || s->away_no >= last->away_no)
			last = s;
	}
	return last ? last->away : PRESENCE_ABSENT;
}

static const char *
alone(const struct user *u)
{
	return u->away ? u->away : PRESENCE_NONE;
}

const char *
presence_of(const struct user *u)
{
	/* a service has no id (service.h), and is always here */
	return u->away || u->sessions || !u->id ? u->away : PRESENCE_LOST;
}

static bool
same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

void
presence_settle(struct server *srv, struct user *u, const struct session *by)
{
	struct event e = hub_event(srv, EVENT_AWAY, NULL);
	const char *text = u->sessions ? sum(u) : alone(u);

	if (same(text, u->away))
		return;
	world_actor(&e.source, u);
	e.session_id = by ? by->id : 0;
	e.body = text;
	hub_publish(srv, &e);
}

void
presence_set(
    struct server *srv, struct session *s, const char *text, bool absent)
{
	s->absent = absent;
	s->away_no = ++srv->last_away_no;
	mem_replace(&s->away, absent ? NULL : text);
	if (s->user)
		presence_settle(srv, s->user, s);
}
