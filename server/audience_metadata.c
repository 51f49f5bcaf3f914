/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <utlist.h>

#include "server/audience.h"
#include "server/caps.h"
#include "server/monitor.h"
#include "server/rights.h"

/* The session that set it has its answer already. */
static bool
wants_metadata(const struct fanout *f, const struct session *s)
{
	return !fanout_caused(f, s) && session_has(s, CAP_METADATA) &&
	    session_subscribed(s, f->e->arg);
}

static void
metadata_to_user(struct fanout *f, struct user *u)
{
	struct session *s;

	if (u->mark == f->mark)
		return;
	fanout_skip(f, u);
	DL_FOREACH2 (u->sessions, s, user_next)
		if (wants_metadata(f, s))
			fanout_give(f, s);
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
			fanout_give(f, w->session);
	}
}

void
audience_subscribers(struct fanout *f)
{
	const struct world *w = &f->srv->world;
	struct channel *c = world_channel(w, f->e->target);
	struct user *u = c ? NULL : world_user(w, f->e->target);

	if (c)
		metadata_to_channel(f, c, NULL);
	else if (u)
		metadata_of_user(f, u);
}

void
audience_tell_metadata(
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
		fanout_skip(&f, of->user);
		metadata_to_channel(&f, c, of);
		fanout_end(&f);
	}
}

static void
tell_key(struct fanout *f, const char *key, const char *value)
{
	struct event e = *f->e;
	struct fanout told;

	e.kind = EVENT_METADATA;
	e.session_id = 0;
	e.target = f->source->nick;
	e.arg = key;
	e.body = value;
	event_stamp(&f->srv->clock, &e);
	fanout_begin(&told, f->srv, &e);
	metadata_of_user(&told, f->source);
	fanout_end(&told);
}

/* The event is not applied yet: what there is now goes. */
void
audience_account_metadata(struct fanout *f)
{
	const struct metadata *now = f->source ? f->source->metadata : NULL, *m;
	const struct metadata *then = f->source
	    ? metadata_of(f->srv->world.metadata, f->e->source.account)
	    : NULL;

	for (m = now; m; m = m->next)
		if (!metadata_get(then, m->key))
			tell_key(f, m->key, NULL);
	for (m = then; m; m = m->next) {
		const char *was = metadata_get(now, m->key);

		if (!was || strcmp(was, m->value) != 0)
			tell_key(f, m->key, m->value);
	}
}
