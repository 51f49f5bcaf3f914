/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <utlist.h>

#include "common/text.h"
#include "server/caps.h"
#include "server/deliver_fallback.h"
#include "server/fanout.h"
#include "server/names.h"

/* It leaves and comes, as far as its client can tell. */
static void
move(struct server *srv, const struct event *rename, struct session *s,
    const struct channel *c)
{
	struct event e = {.kind = EVENT_PART, .target = rename->target};

	world_actor(&e.source, s->user);
	if (rename->body && *rename->body)
		e.body = rename->body;
	fanout_one(srv, s, &e);
	e.kind = EVENT_JOIN;
	e.target = c->name;
	e.body = NULL;
	fanout_one(srv, s, &e);
	names_topic(srv, s, c, false);
	if (!session_has(s, CAP_NO_IMPLICIT_NAMES))
		names_send(srv, s, c->name);
}

/* Only to the one that renamed it is this a part of its answer. */
static void
move_unknowing(struct server *srv, const struct event *rename,
    struct session *s, const struct channel *c)
{
	bool held;

	if (s->doom || session_has(s, CAP_CHANNEL_RENAME))
		return;
	if (s->id == rename->session_id) {
		move(srv, rename, s, c);
		return;
	}
	held = session_label_pause(s);
	move(srv, rename, s, c);
	session_label_resume(s, held);
}

void
deliver_rename(struct server *srv, const struct event *e)
{
	const struct channel *c = world_channel(&srv->world, e->arg);
	const struct member *m;
	struct session *s;

	if (!c || !text_casecmp(e->target, e->arg))
		return;
	DL_FOREACH2 (c->members, m, channel_next)
		DL_FOREACH2 (m->user->sessions, s, user_next)
			move_unknowing(srv, e, s, c);
}
