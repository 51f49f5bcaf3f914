/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/follow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utlist.h>

#include "common/clock.h"
#include "server/catchup.h"
#include "server/correspondent.h"
#include "server/device.h"
#include "server/markers.h"
#include "server/replay.h"

/* A place that was known stays where it is, as what came before was not shown;
 * one that is new begins here. */
static void
begin_here(struct server *srv, struct catchup *c, uint64_t channel_id)
{
	const struct store_ops *ops = srv->store->ops;
	struct store_cursor place = {
	    .owner = c->owner, .device = c->device, .channel_id = channel_id};

	if (catchup_under_way(c, channel_id))
		return;
	if (ops->cursor_load(srv->store, &place) != 0) {
		catchup_doubt(c, channel_id, place.at, true)->asked =
		    CATCHUP_NEVER;
		return;
	}
	place.at = srv->newest;
	place.used_ms = clock_wall_ms();
	ops->cursor_add(srv->store, &place);
}

/* An account's places do not go on by what is shown to who left it. */
static void
leave_places(struct server *srv, struct session *s)
{
	struct catchup *c = s->catchup;
	struct buf guest = {0};
	const struct member *m;

	if (*c->owner == '~')
		return;
	device_guest(s, &guest);
	free(c->owner);
	c->owner = guest.data;
	while (c->unsure)
		catchup_sure(c, c->unsure);
	DL_FOREACH2 (s->user->members, m, user_next)
		begin_here(srv, c, m->channel->id);
}

static void
follow_talks(struct server *srv, struct session *s)
{
	struct buf owner = {0};

	replay_talks_end(s);
	if (s->user->account)
		correspondent_owner(s->user, &owner);
	if (s->catchup) {
		leave_places(srv, s);
		catchup_talks(s->catchup, owner.data);
	}
	buf_free(&owner);
	replay_talks(srv, s);
}

static void
tell_markers(struct server *srv, struct session *s)
{
	const struct member *m;

	DL_FOREACH2 (s->user->members, m, user_next)
		markers_show(srv, s, m->channel);
}

void
follow_account(struct server *srv, struct user *u)
{
	struct session *s;
	bool was;

	DL_FOREACH2 (u->sessions, s, user_next) {
		was = session_label_pause(s);
		tell_markers(srv, s);
		follow_talks(srv, s);
		session_label_resume(s, was);
	}
}
