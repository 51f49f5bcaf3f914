/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/entry.h"

#include "server/caps.h"
#include "server/metadata_show.h"

void
entry_begin(
    struct server *srv, struct session *s, struct entry *e, struct channel *c)
{
	names_begin(&e->names, c, c->name);
	replay_begin(srv, s, &e->replay, c->id);
	e->begun = e->named = false;
	e->quiet = session_has(s, CAP_NO_IMPLICIT_NAMES);
}

/* NULL: they are not there any more. */
static struct channel *
own_channel(
    const struct server *srv, const struct session *s, const struct entry *e)
{
	struct channel *c =
	    world_channel_by_id(&srv->world, e->names.channel_id);

	return c && world_member(c, s->user) ? c : NULL;
}

bool
entry_left(
    const struct server *srv, const struct session *s, const struct entry *e)
{
	return !own_channel(srv, s, e);
}

/* Its names, then what it says about itself. Who has left meanwhile, by another
 * device, or was thrown out, sees no more. */
static void
show_names(struct server *srv, struct session *s, struct entry *e)
{
	const struct channel *c = own_channel(srv, s, e);

	if (!e->begun && c)
		names_topic(srv, s, c, false);
	else if (!e->begun)
		e->quiet = true;
	e->begun = true;
	if (!e->quiet && names_step(srv, s, &e->names))
		return;
	if (c)
		metadata_show_channel(srv, s, c);
	e->named = true;
}

bool
entry_step(struct server *srv, struct session *s, struct entry *e)
{
	if (e->named)
		return replay_step(srv, s, &e->replay);
	show_names(srv, s, e);
	return true;
}

void
entry_end(struct session *s, struct entry *e)
{
	replay_end(s, &e->replay);
	names_end(&e->names);
}
