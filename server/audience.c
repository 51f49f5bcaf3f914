/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/audience.h"

#include <utlist.h>

#include "server/caps.h"
#include "server/deliver_fallback.h"
#include "server/monitor.h"
#include "server/rights.h"

static void
to_target_channel(struct fanout *f)
{
	struct channel *c = world_channel(&f->srv->world, f->e->target);

	if (c)
		fanout_to_channel(f, c, 0);
}

/* Who sees that member come, go and change. */
static void
to_fellows(struct fanout *f, const struct member *m)
{
	struct member *other;

	DL_FOREACH2 (m->channel->members, other, channel_next)
		if (can_see_fellow(other, m))
			fanout_to_user(f, other->user);
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
		fanout_to_user(f, u);
}

static void
to_source(struct fanout *f)
{
	if (f->source)
		fanout_to_user(f, f->source);
}

static void
to_neighbours(struct fanout *f)
{
	struct user *u = f->source;
	struct member *m;

	if (!u)
		return;
	fanout_to_user(f, u);
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
			fanout_give(f, w->session);
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
	fanout_skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (!fanout_caused(f, s))
			fanout_give(f, s);
	to_neighbours_and_watchers(f);
}

/* What one said oneself: echo-message asks for all of it, self-message for
 * what was said on another device. */
static bool
wants_own(const struct fanout *f, const struct session *s)
{
	return session_has(s, CAP_ECHO_MESSAGE) ||
	    (!fanout_caused(f, s) && session_has(s, CAP_SELF_MESSAGE));
}

static void
echo(struct fanout *f, struct user *u)
{
	struct session *s;

	fanout_skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (wants_own(f, s))
			fanout_give(f, s);
		else if (fanout_caused(f, s))
			fanout_note(f, s);
}

/* To oneself: the echo is the answer, and the message comes besides. */
static void
echo_to_oneself(struct fanout *f, struct user *u)
{
	struct session *s;

	DL_FOREACH2 (u->sessions, s, user_next) {
		if (s->doom || fanout_waits(f, s))
			continue;
		fanout_note(f, s);
		if (fanout_caused(f, s) && session_has(s, CAP_ECHO_MESSAGE))
			session_send(s, fanout_render(f, s));
		session_send_aside(s, fanout_render(f, s));
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
		fanout_to_channel(f, c, modes_from(e->status));
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
	fanout_skip(&f, f.source);
	to_fellows_of_source(&f);
	fanout_end(&f);
}

static void
to_joined(struct fanout *f)
{
	const struct user *u = f->source;

	to_fellows_of_source(f);
	audience_show_markers(f);
	if (u && u->away)
		tell_away(f->srv, f->e, u);
	if (u && u->metadata)
		audience_tell_metadata(f->srv, f->e, u);
}

/* 341 tells the session that caused it. */
static void
notify_invite(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	fanout_skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (!fanout_caused(f, s) && session_has(s, CAP_INVITE_NOTIFY))
			fanout_give(f, s);
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
		fanout_to_channel(f, c, 0);
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
		fanout_to_channel(f, c, modes_from('%'));
}

static void
to_listeners(struct fanout *f)
{
	struct user *u = f->srv->world.users;

	for (; u; u = u->hh.next)
		if (u->modes & USER_WALLOPS)
			fanout_to_user(f, u);
}

static void
to_who_saw_the_old_host(struct fanout *f)
{
	to_neighbours_and_watchers(f);
	deliver_chghost(f->srv, f->e);
}

static void
to_who_knows_the_account(struct fanout *f)
{
	to_neighbours_and_watchers(f);
	audience_account_metadata(f);
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
    [EVENT_ACCOUNT] = to_who_knows_the_account,
    [EVENT_KNOCK] = to_doorkeepers,
    [EVENT_KILL] = to_target_user,
    [EVENT_WALLOPS] = to_listeners,
    [EVENT_CHGHOST] = to_who_saw_the_old_host,
    [EVENT_SETNAME] = to_neighbours_and_watchers,
    [EVENT_METADATA] = audience_subscribers,
    [EVENT_MARKREAD] = audience_readers,
    [EVENT_RENAME] = to_renamed,
    [EVENT_REDACT] = to_redacted,
};

void
audience_give(struct fanout *f)
{
	if (audiences[f->e->kind])
		audiences[f->e->kind](f);
}
