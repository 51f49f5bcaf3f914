/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include <utlist.h>

#include "common/block.h"
#include "server/caps.h"
#include "server/metadata_show.h"
#include "server/monitor.h"
#include "server/rights.h"

enum { RENDERINGS = 16 };

/* One view's bytes, made when the first recipient of that view is met. */
struct rendering {
	const struct dialect *dialect;
	uint64_t caps;
	struct block *block;
};

/* An event on its way: to whom it went (by mark) and how it looks. */
struct fanout {
	struct server *srv;
	const struct event *e;
	struct user *source; /* NULL: a server, or gone */
	uint64_t mark;
	struct rendering renderings[RENDERINGS];
	size_t nrenderings;
};

static void
fanout_begin(struct fanout *f, struct server *srv, const struct event *e)
{
	f->srv = srv;
	f->e = e;
	f->source = world_user_by_id(&srv->world, e->source.user_id);
	f->mark = world_mark(&srv->world);
	f->nrenderings = 0;
}

static void
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
	return b;
}

/* Borrowed until the next call. */
static struct block *
render(struct fanout *f, const struct session *s)
{
	struct view v = session_view(s);
	size_t n = f->nrenderings;
	struct rendering *r;

	for (size_t i = 0; i < n && i < RENDERINGS; i++) {
		r = &f->renderings[i];
		if (r->dialect == s->dialect && r->caps == v.caps)
			return r->block;
	}
	r = &f->renderings[n % RENDERINGS];
	if (n >= RENDERINGS)
		block_release(r->block);
	r->dialect = s->dialect;
	r->caps = v.caps;
	r->block = encode(f, s->dialect, &v);
	f->nrenderings++;
	return r->block;
}

static bool
caused(const struct fanout *f, const struct session *s)
{
	return s->id == f->e->session_id;
}

/* Only the session that caused it may have it as part of its answer. */
static void
give(struct fanout *f, struct session *s)
{
	if (s->doom)
		return;
	if (caused(f, s))
		session_send(s, render(f, s));
	else
		session_send_aside(s, render(f, s));
}

static void
to_user(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	u->mark = f->mark;
	DL_FOREACH2 (u->sessions, s, user_next)
		give(f, s);
}

/* Each user once, however many channels are shared. */
static void
to_channel(struct fanout *f, const struct channel *c, unsigned any_of)
{
	struct member *m;

	DL_FOREACH2 (c->members, m, channel_next)
		if (!any_of || m->modes & any_of)
			to_user(f, m->user);
}

/* Does not hand it to somebody who would come up in a walk. */
static void
skip(struct fanout *f, struct user *u)
{
	u->mark = f->mark;
}

static void
to_target_channel(struct fanout *f)
{
	struct channel *c = world_channel(&f->srv->world, f->e->target);

	if (c)
		to_channel(f, c, 0);
}

/* Who sees that member come, go and change. */
static void
to_fellows(struct fanout *f, const struct member *m)
{
	struct member *other;

	DL_FOREACH2 (m->channel->members, other, channel_next)
		if (can_see_fellow(other, m))
			to_user(f, other->user);
}

static void
to_fellows_of(struct fanout *f, const struct user *u)
{
	struct channel *c = world_channel(&f->srv->world, f->e->target);
	struct member *m = c && u ? world_member(c, u) : NULL;

	if (m)
		to_fellows(f, m);
}

static void
to_fellows_of_source(struct fanout *f)
{
	to_fellows_of(f, f->source);
}

static void
to_fellows_of_kicked(struct fanout *f)
{
	to_fellows_of(f, world_user(&f->srv->world, f->e->arg));
}

static void
to_target_user(struct fanout *f)
{
	struct user *u = world_user(&f->srv->world, f->e->target);

	if (u)
		to_user(f, u);
}

static void
to_source(struct fanout *f)
{
	if (f->source)
		to_user(f, f->source);
}

static void
to_neighbours(struct fanout *f)
{
	struct user *u = f->source;
	struct member *m;

	if (!u)
		return;
	to_user(f, u);
	DL_FOREACH2 (u->members, m, user_next)
		to_fellows(f, m);
}

/* Who shares no channel, and watches the source (extended-monitor). */
static void
to_watchers(struct fanout *f)
{
	const struct monitor_watch *w = monitor_of(f->srv, f->e->source.nick);

	for (; w; w = w->next) {
		const struct user *u = w->session->user;

		if (u && u->mark != f->mark &&
		    session_has(w->session, CAP_EXTENDED_MONITOR))
			give(f, w->session);
	}
}

/* For what changes about somebody. */
static void
to_neighbours_and_watchers(struct fanout *f)
{
	to_neighbours(f);
	to_watchers(f);
}

/* 305 and 306 tell the session that caused it. */
static void
to_neighbours_of_away(struct fanout *f)
{
	struct user *u = f->source;
	struct session *s;

	if (!u)
		return;
	skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (!caused(f, s))
			give(f, s);
	to_neighbours_and_watchers(f);
}

/* What one said oneself: echo-message asks for all of it, self-message for
 * what was said on another device. */
static bool
wants_own(const struct fanout *f, const struct session *s)
{
	return session_has(s, CAP_ECHO_MESSAGE) ||
	    (!caused(f, s) && session_has(s, CAP_SELF_MESSAGE));
}

static void
echo(struct fanout *f, struct user *u)
{
	struct session *s;

	skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (wants_own(f, s))
			give(f, s);
}

/* To oneself: the echo is the answer, and the message comes besides. */
static void
echo_to_oneself(struct fanout *f, struct user *u)
{
	struct session *s;

	DL_FOREACH2 (u->sessions, s, user_next) {
		if (s->doom)
			continue;
		if (caused(f, s) && session_has(s, CAP_ECHO_MESSAGE))
			session_send(s, render(f, s));
		session_send_aside(s, render(f, s));
	}
}

static void
to_audience_of_message(struct fanout *f)
{
	const struct event *e = f->e;
	struct channel *c;

	if (!event_to_channel(e)) {
		to_target_user(f);
		return;
	}
	c = world_channel(&f->srv->world, e->target);
	if (c)
		to_channel(f, c, modes_from(e->status));
}

static void
to_talk(struct fanout *f)
{
	struct user *u = f->source;

	if (u && !event_to_channel(f->e) &&
	    world_user(&f->srv->world, f->e->target) == u) {
		echo_to_oneself(f, u);
		return;
	}
	if (u)
		echo(f, u);
	to_audience_of_message(f);
}

/* Who is away when they come in: said to the others (away-notify). */
static void
tell_away(struct server *srv, const struct event *join, const struct user *u)
{
	struct event away = *join;
	struct fanout f;

	away.kind = EVENT_AWAY;
	away.body = u->away;
	away.session_id = 0;
	event_stamp(&srv->clock, &away);
	fanout_begin(&f, srv, &away);
	skip(&f, f.source);
	to_fellows_of_source(&f);
	fanout_end(&f);
}

/* The session that set it has its answer already. */
static bool
wants_metadata(const struct fanout *f, const struct session *s)
{
	return !caused(f, s) && session_has(s, CAP_METADATA) &&
	    session_subscribed(s, f->e->arg);
}

static void
metadata_to_user(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (wants_metadata(f, s))
			give(f, s);
}

/* To everybody in the channel, or those who see this one there. */
static void
metadata_to_channel(
    struct fanout *f, const struct channel *c, const struct member *of)
{
	struct member *m;

	DL_FOREACH2 (c->members, m, channel_next)
		if (!of || can_see_fellow(m, of))
			metadata_to_user(f, m->user);
}

static void
metadata_of_user(struct fanout *f, struct user *u)
{
	const struct monitor_watch *w = monitor_of(f->srv, u->nick);
	struct member *m;

	metadata_to_user(f, u);
	DL_FOREACH2 (u->members, m, user_next)
		metadata_to_channel(f, m->channel, m);
	for (; w; w = w->next) {
		const struct user *watcher = w->session->user;

		if (watcher && watcher->mark != f->mark &&
		    wants_metadata(f, w->session))
			give(f, w->session);
	}
}

static void
to_subscribers(struct fanout *f)
{
	const struct world *w = &f->srv->world;
	struct channel *c = world_channel(w, f->e->target);
	struct user *u = c ? NULL : world_user(w, f->e->target);

	if (c)
		metadata_to_channel(f, c, NULL);
	else if (u)
		metadata_of_user(f, u);
}

/* What somebody who comes in has set: said to those who were there. */
static void
tell_metadata(
    struct server *srv, const struct event *join, const struct user *u)
{
	const struct channel *c = world_channel(&srv->world, join->target);
	const struct member *of = c ? world_member(c, u) : NULL;
	struct event e = *join;
	struct fanout f;

	e.kind = EVENT_METADATA;
	e.session_id = 0;
	e.target = u->nick;
	for (const struct metadata *m = u->metadata; of && m; m = m->next) {
		e.arg = m->key;
		e.body = m->value;
		event_stamp(&srv->clock, &e);
		fanout_begin(&f, srv, &e);
		skip(&f, of->user);
		metadata_to_channel(&f, c, of);
		fanout_end(&f);
	}
}

static void
to_joined(struct fanout *f)
{
	const struct user *u = f->source;

	to_fellows_of_source(f);
	if (u && u->away)
		tell_away(f->srv, f->e, u);
	if (u && u->metadata)
		tell_metadata(f->srv, f->e, u);
}

/* 341 tells the session that caused it. */
static void
notify_invite(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (!caused(f, s) && session_has(s, CAP_INVITE_NOTIFY))
			give(f, s);
}

/* Whether that member could have invited, and may know who did, and who comes
 * then. */
static bool
hears_invite(const struct member *m, const struct member *by)
{
	return can_act(m->user, ACT_INVITE, m->channel, NULL) == 0 &&
	    can_see_newcomer(m) && (!by || can_see_fellow(m, by));
}

/* Whoever is invited, and those who could have invited (invite-notify). */
static void
to_invited(struct fanout *f)
{
	struct channel *c = world_channel(&f->srv->world, f->e->arg);
	const struct member *by;
	struct member *m;

	to_target_user(f);
	if (!c)
		return;
	by = f->source ? world_member(c, f->source) : NULL;
	DL_FOREACH2 (c->members, m, channel_next)
		if (hears_invite(m, by))
			notify_invite(f, m->user);
}

static void
to_renamed(struct fanout *f)
{
	struct channel *c = world_channel(&f->srv->world, f->e->arg);

	if (c)
		to_channel(f, c, 0);
	deliver_rename(f->srv, f->e);
}

static void
to_redacted(struct fanout *f)
{
	to_source(f);
	if (event_to_channel(f->e))
		to_target_channel(f);
	else
		to_target_user(f);
}

/* Who may let somebody in. */
static void
to_doorkeepers(struct fanout *f)
{
	struct channel *c = world_channel(&f->srv->world, f->e->target);

	if (c)
		to_channel(f, c, modes_from('%'));
}

static void
to_listeners(struct fanout *f)
{
	struct user *u = f->srv->world.users;

	for (; u; u = u->hh.next)
		if (u->modes & USER_WALLOPS)
			to_user(f, u);
}

static void
to_who_saw_the_old_host(struct fanout *f)
{
	to_neighbours_and_watchers(f);
	deliver_chghost(f->srv, f->e);
}

/* CONNECT is the business of who monitors the nick. */
static void (*const audiences[EVENT_KINDS])(struct fanout *f) = {
    [EVENT_MESSAGE] = to_talk,
    [EVENT_NOTICE] = to_talk,
    [EVENT_TAGMSG] = to_talk,
    [EVENT_JOIN] = to_joined,
    [EVENT_PART] = to_fellows_of_source,
    [EVENT_QUIT] = to_neighbours,
    [EVENT_KICK] = to_fellows_of_kicked,
    [EVENT_NICK] = to_neighbours,
    [EVENT_TOPIC] = to_target_channel,
    [EVENT_MODE] = to_target_channel,
    [EVENT_UMODE] = to_source,
    [EVENT_INVITE] = to_invited,
    [EVENT_AWAY] = to_neighbours_of_away,
    [EVENT_ACCOUNT] = to_neighbours_and_watchers,
    [EVENT_KNOCK] = to_doorkeepers,
    [EVENT_KILL] = to_target_user,
    [EVENT_WALLOPS] = to_listeners,
    [EVENT_CHGHOST] = to_who_saw_the_old_host,
    [EVENT_SETNAME] = to_neighbours_and_watchers,
    [EVENT_METADATA] = to_subscribers,
    [EVENT_RENAME] = to_renamed,
    [EVENT_REDACT] = to_redacted,
};

/* Those who watch the nick see what is set of its account. */
static void
show_connected(struct server *srv, const char *nick)
{
	const struct monitor_watch *w = monitor_of(srv, nick);
	const struct user *u = world_user(&srv->world, nick);

	for (; w && u; w = w->next) {
		bool was = session_label_pause(w->session);

		metadata_show_user(srv, w->session, u);
		session_label_resume(w->session, was);
	}
}

void
deliver_to(struct server *srv, struct session *s, struct event *e)
{
	struct view v = session_view(s);
	struct buf out = {0};
	struct block *b;

	event_stamp(&srv->clock, e);
	s->dialect->encode(&out, e, &v);
	b = block_new(out.data ? out.data : "", out.len);
	session_send(s, b);
	srv->rendered += b->len;
	block_release(b);
	buf_free(&out);
}

void
deliver(struct server *srv, const struct event *e)
{
	struct fanout f;

	if (audiences[e->kind]) {
		fanout_begin(&f, srv, e);
		audiences[e->kind](&f);
		fanout_end(&f);
	}
	monitor_tell(srv, e);
	if (e->kind == EVENT_CONNECT)
		show_connected(srv, e->source.nick);
}
