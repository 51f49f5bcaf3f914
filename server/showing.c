/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/showing.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/entry.h"
#include "server/fanout.h"
#include "server/hub.h"
#include "server/markers.h"

struct showing {
	struct answer answer;
	struct entry *entries; /* utlist DL */
	size_t count;
};

enum { LEFT_MOST = 16 }; /* entries of what was left meanwhile */

static void
drop(struct showing *w, struct entry *e)
{
	entry_end(w->answer.session, e);
	DL_DELETE(w->entries, e);
	w->count--;
	free(e);
}

static bool
showing_step(struct server *srv, struct session *s, struct answer *a)
{
	struct showing *w = (struct showing *)a;

	if (w->entries && !entry_step(srv, s, w->entries))
		drop(w, w->entries);
	return w->entries;
}

static void
showing_end(struct answer *a)
{
	struct showing *w = (struct showing *)a;

	while (w->entries)
		drop(w, w->entries);
	free(w);
}

static const struct answer_kind showing_kind = {showing_step, showing_end};

static struct showing *
showing_of(const struct session *s)
{
	struct answer *a = s->answer;

	while (a && a->kind != &showing_kind)
		a = a->later;
	return (struct showing *)a;
}

static struct showing *
showing_new(struct session *s)
{
	struct showing *w = mem_alloc(sizeof(*w));

	w->answer.kind = &showing_kind;
	w->answer.session = s;
	return w;
}

/* Who comes and goes on one device, while the other takes nothing, leaves
 * nothing behind. */
static void
forget_left(struct server *srv, struct showing *w)
{
	struct session *s = w->answer.session;
	struct entry *e, *next;

	if (w->count < s->user->nmembers + LEFT_MOST)
		return;
	DL_FOREACH_SAFE (w->entries->next, e, next) {
		if (!entry_left(srv, s, e))
			continue;
		while (entry_step(srv, s, e))
			continue;
		drop(w, e);
	}
}

static bool
waits_for(const struct showing *w, const struct channel *c)
{
	const struct entry *e = w->entries;

	while (e && (e->begun || e->names.channel_id != c->id))
		e = e->next;
	return e;
}

static void
add(struct server *srv, struct showing *w, struct channel *c)
{
	struct entry *e = mem_alloc(sizeof(*e));

	DL_APPEND(w->entries, e);
	w->count++;
	entry_begin(srv, w->answer.session, e, c);
}

static void
say_join(struct server *srv, struct session *s, struct channel *c)
{
	struct event e = hub_event(srv, EVENT_JOIN, s);

	e.target = c->name;
	fanout_one(srv, s, &e);
	markers_show(srv, s, c);
}

void
showing_all(struct server *srv, struct session *s)
{
	struct showing *w;
	struct member *m;

	if (!s->user->members)
		return;
	w = showing_new(s);
	DL_FOREACH2 (s->user->members, m, user_next) {
		say_join(srv, s, m->channel);
		add(srv, w, m->channel);
	}
	answer_begin(srv, s, &w->answer);
}

static void
show(struct server *srv, struct session *s, struct channel *c)
{
	struct showing *w = showing_of(s);

	if (w && waits_for(w, c))
		return;
	if (w) {
		forget_left(srv, w);
		add(srv, w, c);
		return;
	}
	w = showing_new(s);
	add(srv, w, c);
	answer_begin(srv, s, &w->answer);
}

void
showing_others(struct server *srv, const struct session *s, struct channel *c)
{
	struct session *other;

	DL_FOREACH2 (s->user->sessions, other, user_next)
		if (other != s && !other->doom)
			show(srv, other, c);
}
