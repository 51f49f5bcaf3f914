/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/deliver_fallback.h"
#include "server/fanout.h"
#include "server/markers.h"
#include "server/metadata_show.h"
#include "server/names.h"

/* What follows a JOIN: its names, if they are wanted, and metadata. */
struct arrival {
	struct answer answer;
	struct names names;
};

static bool
arrival_step(struct server *srv, struct session *s, struct answer *a)
{
	struct names *n = &((struct arrival *)a)->names;
	const struct channel *c =
	    world_channel_by_id(&srv->world, n->channel_id);

	if (!session_has(s, CAP_NO_IMPLICIT_NAMES) && names_step(srv, s, n))
		return true;
	if (c && world_member(c, s->user))
		metadata_show_channel(srv, s, c);
	return false;
}

static void
arrival_end(struct answer *a)
{
	names_end(&((struct arrival *)a)->names);
	free(a);
}

static void
arrive(struct server *srv, struct session *s, struct channel *c)
{
	static const struct answer_kind kind = {arrival_step, arrival_end};
	struct arrival *a = mem_alloc(sizeof(*a));

	a->answer.kind = &kind;
	names_begin(&a->names, c, c->name);
	answer_begin(srv, s, &a->answer);
}

/* It leaves and comes, as far as its client can tell. */
static void
move(struct server *srv, const struct event *rename, struct session *s,
    struct channel *c)
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
	markers_show(srv, s, c);
	names_topic(srv, s, c, false);
	arrive(srv, s, c);
}

/* Only to the one that renamed it is this a part of its answer. */
static void
move_unknowing(struct server *srv, const struct event *rename,
    struct session *s, struct channel *c)
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
	struct channel *c = world_channel(&srv->world, e->arg);
	const struct member *m;
	struct session *s;

	if (!c || !text_casecmp(e->target, e->arg))
		return;
	DL_FOREACH2 (c->members, m, channel_next)
		DL_FOREACH2 (m->user->sessions, s, user_next)
			move_unknowing(srv, e, s, c);
}
