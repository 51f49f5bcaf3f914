/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/stray.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "server/device.h"

void
stray_note(struct server *srv, const struct event *e)
{
	const struct user *u = e->kind == EVENT_NICK
	    ? world_user_by_id(&srv->world, e->source.user_id)
	    : NULL;
	struct session *s;

	if (!u)
		return;
	DL_FOREACH2 (u->sessions, s, user_next)
		if (s->catchup && !s->catchup->stray &&
		    *s->catchup->owner == '~') {
			s->catchup->stray = true;
			DL_APPEND2(
			    srv->strays, s->catchup, stray_prev, stray_next);
		}
}

static void
take_name(struct catchup *c)
{
	struct buf owner = {0};

	device_guest(c->session, &owner);
	free(c->owner);
	c->owner = owner.data;
}

void
stray_part(struct server *srv, const struct catchup *c)
{
	struct catchup *other;

	DL_FOREACH2 (srv->strays, other, stray_next)
		if (other != c && !strcmp(other->owner, c->owner) &&
		    !strcmp(other->device, c->device))
			take_name(other);
}

void
stray_forget(struct server *srv, struct session *s)
{
	struct catchup *c = s->catchup;

	if (!c || !c->stray)
		return;
	DL_DELETE2(srv->strays, c, stray_prev, stray_next);
	c->stray = false;
}
