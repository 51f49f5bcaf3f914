/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/access_give.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access.h"
#include "server/hub.h"

static void
publish(struct server *srv, const struct member *m,
    const struct mode_change *changes, size_t n)
{
	struct event e = hub_event(srv, EVENT_MODE, NULL);
	struct buf text = {0};

	modes_format(&text, changes, n);
	e.target = m->channel->name;
	e.modes = changes;
	e.nmodes = n;
	e.body = text.data;
	hub_publish(srv, &e);
	buf_free(&text);
}

/* Takes first, in one line. */
static void
change(struct server *srv, const struct member *m, unsigned take, unsigned give)
{
	struct mode_change changes[EVENT_MODES_MAX];
	const struct mode_def *d;
	size_t n = 0;

	take &= m->modes & ~give;
	give &= ~m->modes;
	for (d = channel_modes; d->letter; d++)
		if (d->type == MODE_PREFIX && take & d->bit)
			changes[n++] = (struct mode_change){
			    false, d->letter, m->user->nick};
	for (d = channel_modes; d->letter; d++)
		if (d->type == MODE_PREFIX && give & d->bit)
			changes[n++] = (struct mode_change){
			    true, d->letter, m->user->nick};
	if (n > 0)
		publish(srv, m, changes, n);
}

void
access_follow(struct server *srv, struct user *u, const char *before)
{
	const struct member *m;

	DL_FOREACH2 (u->members, m, user_next)
		change(srv, m, channel_rights(m->channel, before),
		    channel_rights(m->channel, u->account));
}

void
access_settle(struct server *srv, const struct channel *c, const char *account,
    unsigned before)
{
	const struct member *m;

	DL_FOREACH2 (c->members, m, channel_next)
		if (m->user->account &&
		    !text_casecmp(m->user->account, account))
			change(srv, m, before, channel_rights(c, account));
}

void
access_settle_founder(struct server *srv, const struct channel *c)
{
	const char *founder = access_founder(c);
	const struct member *m;
	bool is_theirs;

	DL_FOREACH2 (c->members, m, channel_next) {
		is_theirs = founder && m->user->account &&
		    !text_casecmp(m->user->account, founder);
		if (is_theirs || m->modes & MEMBER_FOUNDER)
			change(srv, m, MEMBER_FOUNDER,
			    channel_rights(c, m->user->account));
	}
}

void
access_restore(struct server *srv, const struct member *m)
{
	change(srv, m, 0, channel_rights(m->channel, m->user->account));
}

void
access_end(struct server *srv, const struct channel *c)
{
	struct event e = hub_event(srv, EVENT_CLOSE, NULL);
	char *name;

	if (c->nmembers > 0 || channel_outlives(c))
		return;
	e.target = name = mem_strdup(c->name);
	hub_publish(srv, &e);
	free(name);
}

/* It cannot change who it belongs to while it is told of that. */
static void
give_on(struct server *srv, struct channel *c)
{
	struct event e = hub_event(srv, EVENT_REGISTER, NULL);
	const char *heir = access_heir(c);
	char *name = heir ? mem_strdup(heir) : NULL;

	e.target = c->name;
	e.arg = name;
	hub_publish(srv, &e);
	free(name);
}

static void
withdraw(struct server *srv, const struct channel *c)
{
	struct event e = hub_event(srv, EVENT_OFFER, NULL);

	e.target = c->name;
	hub_publish(srv, &e);
}

static void
forget_in(struct server *srv, struct channel *c, const char *account)
{
	struct event e = hub_event(srv, EVENT_ACCESS, NULL);
	unsigned before = channel_rights(c, account);

	if (c->offered && !text_casecmp(c->offered, account))
		withdraw(srv, c);
	if (!before)
		return;
	if (access_registered(c) && before & MEMBER_FOUNDER)
		give_on(srv, c);
	e.target = c->name;
	e.arg = account;
	hub_publish(srv, &e);
	access_settle(srv, c, account, before);
	if (access_registered(c))
		access_settle_founder(srv, c);
	access_end(srv, c);
}

void
access_forget(struct server *srv, const char *account)
{
	struct channel *c, *next;

	HASH_ITER (hh, srv->world.channels, c, next)
		forget_in(srv, c, account);
}
