/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <utlist.h>

#include "server/caps.h"
#include "server/deliver_fallback.h"
#include "server/fanout.h"
#include "server/modes.h"
#include "server/rights.h"

static void
join_again(struct server *srv, struct session *s, struct event e,
    const struct channel *c)
{
	e.kind = EVENT_JOIN;
	e.target = c->name;
	fanout_one(srv, s, &e);
}

/* The prefixes come back too: "+ov bob bob". */
static void
rank_again(struct server *srv, struct session *s, const struct member *m)
{
	struct event e = {.kind = EVENT_MODE, .target = m->channel->name};
	struct mode_change changes[EVENT_MODES_MAX];
	struct buf text = {0};

	for (const struct mode_def *d = channel_modes; d->letter; d++)
		if (d->type == MODE_PREFIX && m->modes & d->bit)
			changes[e.nmodes++] = (struct mode_change){
			    true, d->letter, m->user->nick};
	if (e.nmodes == 0)
		return;
	modes_format(&text, changes, e.nmodes);
	e.source.nick = srv->settings->server_name;
	e.modes = changes;
	e.body = text.data;
	fanout_one(srv, s, &e);
	buf_free(&text);
}

/* It goes under the old name and comes under the new one. */
static void
go_and_come(struct server *srv, struct session *s, const struct event *change,
    const struct user *u)
{
	struct event e = *change;
	const struct member *m;

	e.kind = EVENT_QUIT;
	e.arg = NULL;
	e.body = "Changing host";
	fanout_one(srv, s, &e);
	e.source.user = change->arg;
	e.source.host = change->body;
	e.body = NULL;
	DL_FOREACH2 (u->members, m, user_next) {
		const struct member *seer = world_member(m->channel, s->user);

		if (!seer || !can_see_fellow(seer, m))
			continue;
		join_again(srv, s, e, m->channel);
		rank_again(srv, s, m);
	}
	e.kind = EVENT_AWAY;
	e.body = u->away;
	if (u->away)
		fanout_one(srv, s, &e);
}

static void
to_unknowing(struct server *srv, struct session *s, const struct event *e,
    const struct user *u)
{
	bool held;

	if (s->doom || session_has(s, CAP_CHGHOST))
		return;
	if (s->id == e->session_id) {
		go_and_come(srv, s, e, u);
		return;
	}
	held = session_label_pause(s);
	go_and_come(srv, s, e, u);
	session_label_resume(s, held);
}

/* Each once, however many channels are shared. */
static void
to_fellows(struct server *srv, const struct event *e, const struct member *m,
    uint64_t mark)
{
	const struct member *other;
	struct session *s;

	DL_FOREACH2 (m->channel->members, other, channel_next) {
		if (other->user->mark == mark || !can_see_fellow(other, m))
			continue;
		other->user->mark = mark;
		DL_FOREACH2 (other->user->sessions, s, user_next)
			to_unknowing(srv, s, e, m->user);
	}
}

void
deliver_chghost(struct server *srv, const struct event *e)
{
	struct user *u = world_user_by_id(&srv->world, e->source.user_id);
	uint64_t mark = world_mark(&srv->world);
	const struct member *m;

	if (!u)
		return;
	u->mark = mark;
	DL_FOREACH2 (u->members, m, user_next)
		to_fellows(srv, e, m, mark);
}
