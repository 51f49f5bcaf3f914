/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/place.h"

#include <stdlib.h>

#include "common/mem.h"
#include "server/correspondent.h"
#include "server/rights.h"

static void
note_peer(const struct correspondent *c, void *context)
{
	buf_reset(context);
	buf_adds(context, c->peer);
}

static bool
known_as(
    struct server *srv, const char *owner, const char *nick, struct buf *peer)
{
	struct store_correspondents q = {
	    .owner = owner, .nick = nick, .max = 1};

	buf_reset(peer);
	srv->store->ops->correspondents(srv->store, &q, note_peer, peer);
	return peer->len > 0;
}

bool
place_peer(
    struct server *srv, const char *owner, const char *name, struct buf *peer)
{
	const struct user *u = world_user(&srv->world, name);

	if (u)
		correspondent_peer(u->account, u->nick, peer);
	else if (account_find(&srv->accounts, name))
		correspondent_peer(name, name, peer);
	else
		return known_as(srv, owner, name, peer);
	return true;
}

void
place_talk(
    struct place *p, const char *owner, const char *peer, const char *name)
{
	p->channel_id = 0;
	p->owner = mem_strdup(owner);
	p->peer = mem_strdup(peer);
	p->name = mem_strdup(name);
}

void
place_channel(struct place *p, const struct channel *c)
{
	p->channel_id = c->id;
	p->owner = p->peer = NULL;
	p->name = mem_strdup(c->name);
}

void
place_free(struct place *p)
{
	free(p->owner);
	free(p->peer);
	free(p->name);
	p->owner = p->peer = p->name = NULL;
}

static bool
find_channel_of(
    struct server *srv, const struct user *u, const char *name, struct place *p)
{
	struct world *w = &srv->world;
	const struct channel *c = world_channel(w, name);

	if (!c)
		c = world_renamed(w, name, event_now(&srv->clock));
	if (!c || can_act(u, ACT_READ, c, NULL) != 0)
		return false;
	place_channel(p, c);
	return true;
}

static bool
find_talk(
    struct server *srv, const struct user *u, const char *name, struct place *p)
{
	const struct user *other = world_user(&srv->world, name);
	struct buf owner = {0}, peer = {0};
	bool found;

	correspondent_owner(u, &owner);
	found = place_peer(srv, owner.data, name, &peer);
	if (found)
		place_talk(
		    p, owner.data, peer.data, other ? other->nick : name);
	buf_free(&owner);
	buf_free(&peer);
	return found;
}

bool
place_find(
    struct server *srv, const struct user *u, const char *name, struct place *p)
{
	if (*name == '#')
		return find_channel_of(srv, u, name, p);
	return find_talk(srv, u, name, p);
}

bool
place_readable(
    const struct server *srv, const struct user *u, const struct place *p)
{
	return !p->channel_id ||
	    can_act(u, ACT_READ,
		world_channel_by_id(&srv->world, p->channel_id), NULL) == 0;
}

void
place_range(const struct place *p, struct store_range *r)
{
	r->channel_id = p->channel_id;
	r->owner = p->owner;
	r->peer = p->peer;
}
