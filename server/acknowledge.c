/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/acknowledge.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <utlist.h>

#include "common/clock.h"

/* Behind what is written, and behind no part of an answer that is held back. */
static bool
may_ask(const struct server *srv, const struct session *s)
{
	const struct catchup *c = s->catchup;

	return c && !c->waits && (s->shown || c->burst) && !s->answer &&
	    !s->capture.active && !s->waiting && !srv->store_behind &&
	    session_catches_up(s);
}

int64_t
acknowledge_at(const struct server *srv, const struct session *s)
{
	const struct catchup *c = s->catchup;

	if (!may_ask(srv, s))
		return -1;
	if (c->burst || !c->asked_ms)
		return srv->now_ms;
	return c->asked_ms + ACKNOWLEDGE_MS;
}

void
acknowledge_ask(struct server *srv, struct session *s)
{
	struct catchup *c = s->catchup;
	char token[32];

	snprintf(
	    token, sizeof(token), ACKNOWLEDGE_TOKEN "%" PRIu32, ++c->asked);
	session_ping(s, token, event_now(&srv->clock));
	c->waits = true;
	s->shown = c->burst = false;
	c->asked_at = srv->newest;
	c->asked_ms = srv->now_ms;
}

static void
move(struct server *srv, const struct catchup *c, uint64_t channel_id,
    struct store_point at)
{
	srv->store->ops->cursor_move(srv->store,
	    &(struct store_cursor){.owner = catchup_owner(c, channel_id),
		.device = c->device,
		.channel_id = channel_id,
		.at = at,
		.used_ms = clock_wall_ms()});
}

/* Whether it was live when the PING was sent, and something was said there
 * since the one before. */
static bool
has_moved(const struct catchup *c, uint64_t channel_id, uint64_t said_seq)
{
	return said_seq > c->covered.seq && !catchup_under_way(c, channel_id) &&
	    !catchup_unsure(c, channel_id);
}

static void
move_live(struct server *srv, struct catchup *c)
{
	const struct member *m;

	DL_FOREACH2 (c->session->user->members, m, user_next)
		if (has_moved(c, m->channel->id, m->channel->said_seq))
			move(srv, c, m->channel->id, c->asked_at);
	if (has_moved(c, 0, c->talk_seq))
		move(srv, c, 0, c->asked_at);
}

static void
move_unsure(struct server *srv, struct catchup *c)
{
	struct catchup_unsure *u, *next;

	DL_FOREACH_SAFE (c->unsure, u, next) {
		bool live =
		    !u->left && store_point_cmp(&c->asked_at, &u->shown) > 0;

		if (u->asked >= c->asked)
			continue;
		move(srv, c, u->channel_id, live ? c->asked_at : u->shown);
		catchup_sure(c, u);
	}
}

static bool
answers(const struct catchup *c, const char *word)
{
	char token[32];

	snprintf(token, sizeof(token), ACKNOWLEDGE_TOKEN "%" PRIu32, c->asked);
	return !strcmp(word, token);
}

void
acknowledge_heard(
    struct server *srv, struct session *s, const struct irc_msg *pong)
{
	struct catchup *c = s->catchup;
	bool answered = false;

	if (!c || !c->waits || !s->user)
		return;
	for (size_t i = 0; i < pong->nparams; i++)
		answered |= answers(c, pong->params[i]);
	if (!answered)
		return;
	move_live(srv, c);
	move_unsure(srv, c);
	c->waits = false;
	c->covered = c->asked_at;
}

static const struct user *
who_leaves(const struct server *srv, const struct event *e)
{
	if (e->kind == EVENT_PART)
		return world_user_by_id(&srv->world, e->source.user_id);
	return e->kind == EVENT_KICK ? world_user(&srv->world, e->arg) : NULL;
}

/* One under way says for itself how far it came. */
static void
leave(const struct server *srv, struct catchup *c, const struct channel *from)
{
	struct catchup_unsure *u = catchup_unsure(c, from->id);

	if (catchup_under_way(c, from->id))
		return;
	if (u && u->asked == CATCHUP_NEVER) {
		catchup_sure(c, u);
		return;
	}
	if (!u && from->said_seq <= c->covered.seq)
		return;
	if (!u && c->waits)
		catchup_doubt(c, from->id, c->asked_at, true)->asked--;
	catchup_doubt(c, from->id, srv->newest, true);
	c->session->shown = true;
}

void
acknowledge_left(struct server *srv, const struct event *e)
{
	const struct user *u = who_leaves(srv, e);
	const struct channel *c =
	    u ? world_channel(&srv->world, e->target) : NULL;
	struct session *s;

	if (!c || !world_member(c, u))
		return;
	DL_FOREACH2 (u->sessions, s, user_next)
		if (s->catchup)
			leave(srv, s->catchup, c);
}
