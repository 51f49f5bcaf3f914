/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fanout.h"

#include <utlist.h>

#include "common/block.h"
#include "server/catchup.h"
#include "server/holding.h"
#include "server/said.h"
#include "server/speaker.h"

static uint64_t
place_of(const struct server *srv, const struct event *e)
{
	const struct channel *c =
	    event_to_channel(e) ? world_channel(&srv->world, e->target) : NULL;

	return c ? c->id : 0;
}

void
fanout_begin(struct fanout *f, struct server *srv, const struct event *e)
{
	f->srv = srv;
	f->e = e;
	f->source = world_user_by_id(&srv->world, e->source.user_id);
	f->mark = world_mark(&srv->world);
	f->nrenderings = 0;
	f->said = e->seq > 0 && event_said(e) && !event_has_ctcp(e->body);
	f->place = f->said ? place_of(srv, e) : 0;
}

void
fanout_end(struct fanout *f)
{
	size_t n = f->nrenderings < RENDERINGS ? f->nrenderings : RENDERINGS;

	for (size_t i = 0; i < n; i++)
		block_release(f->renderings[i].block);
}

static struct block *
encode(struct fanout *f, const struct dialect *d, const struct view *v)
{
	struct buf out = {0};
	struct block *b;

	d->encode(&out, f->e, v);
	b = block_new(out.data ? out.data : "", out.len);
	buf_free(&out);
	f->srv->rendered += b->len;
	said_rendered(f->srv, b);
	return b;
}

struct block *
fanout_render(struct fanout *f, const struct session *s)
{
	struct view v = session_view(s);
	size_t n = f->nrenderings;
	struct rendering *r;

	v.sight = speaker_sees(f->srv, s, f->e);
	for (size_t i = 0; i < n && i < RENDERINGS; i++) {
		r = &f->renderings[i];
		if (r->dialect == s->dialect && r->caps == v.caps &&
		    r->sight == v.sight)
			return r->block;
	}
	r = &f->renderings[n % RENDERINGS];
	if (n >= RENDERINGS)
		block_release(r->block);
	r->dialect = s->dialect;
	r->caps = v.caps;
	r->sight = v.sight;
	r->block = encode(f, s->dialect, &v);
	f->nrenderings++;
	return r->block;
}

bool
fanout_caused(const struct fanout *f, const struct session *s)
{
	return s->id == f->e->session_id;
}

void
fanout_note(struct fanout *f, struct session *s)
{
	/* of the many only the session itself is touched */
	if (!f->said)
		return;
	s->shown = true;
	if (!f->place && s->catchup)
		s->catchup->talk_seq = f->e->seq;
}

bool
fanout_waits(struct fanout *f, struct session *s)
{
	struct catchup *c = s->catchup;

	/* mostly there are none: then no session's is looked at */
	if (!f->said || !f->srv->replays || !c || !c->runs ||
	    !catchup_under_way(c, f->place))
		return false;
	holding_add(f->srv, c, fanout_render(f, s), f->place, f->e);
	return true;
}

void
fanout_give(struct fanout *f, struct session *s)
{
	if (s->doom || fanout_waits(f, s))
		return;
	fanout_note(f, s);
	if (fanout_caused(f, s))
		session_send(s, fanout_render(f, s));
	else
		session_send_aside(s, fanout_render(f, s));
}

void
fanout_to_user(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	u->mark = f->mark;
	DL_FOREACH2 (u->sessions, s, user_next)
		fanout_give(f, s);
}

void
fanout_to_channel(struct fanout *f, const struct channel *c, unsigned any_of)
{
	struct member *m;

	DL_FOREACH2 (c->members, m, channel_next)
		if (!any_of || m->modes & any_of)
			fanout_to_user(f, m->user);
}

void
fanout_skip(struct fanout *f, struct user *u)
{
	u->mark = f->mark;
}

void
fanout_one(struct server *srv, struct session *s, struct event *e)
{
	event_stamp(&srv->clock, e);
	fanout_again(srv, s, e);
}

void
fanout_again(struct server *srv, struct session *s, const struct event *e)
{
	struct view v = session_view(s);
	struct buf out = {0};
	struct block *b;

	v.sight = speaker_sees(srv, s, e);
	s->dialect->encode(&out, e, &v);
	b = block_new(out.data ? out.data : "", out.len);
	session_send(s, b);
	srv->rendered += b->len;
	block_release(b);
	buf_free(&out);
}
