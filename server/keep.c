/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/keep.h"

#include <string.h>
#include <utlist.h>

#include "server/correspondent.h"
#include "server/retention.h"

static unsigned
kept_besides(const struct settings *set)
{
	static const struct {
		const char *name;
		unsigned bit;
	} words[] = {{"ctcp", EVENT_KEEP_CTCP},
	    {"statusmsg", EVENT_KEEP_STATUS}, {"tags", EVENT_KEEP_TAGS}};
	const struct conf_list *l = &set->history_keep;
	unsigned bits = 0;

	for (size_t i = 0; i < l->count; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (!strcmp(l->items[i], words[w].name))
				bits |= words[w].bit;
	return bits;
}

static const struct store_ops *
store_ops(const struct server *srv)
{
	return srv->store->ops;
}

static const struct user *
source_user(const struct server *srv, const struct event *e)
{
	return world_user_by_id(&srv->world, e->source.user_id);
}

/* Whom the target of a talk means: somebody who is here, or an account. */
struct other {
	const struct user *user; /* NULL: not here */
	const char *account;     /* NULL: none */
	const char *nick;
};

static struct other
other_of(const struct server *srv, const char *target)
{
	const struct user *u = world_user(&srv->world, target);

	if (u)
		return (struct other){u, u->account, u->nick};
	if (account_find(&srv->accounts, target))
		return (struct other){NULL, target, target};
	return (struct other){NULL, NULL, target};
}

static void
keep_side(struct server *srv, const struct event *e, const char *owner,
    const char *peer_account, const char *peer_nick)
{
	struct buf peer = {0};

	correspondent_peer(peer_account, peer_nick, &peer);
	store_ops(srv)->talk(srv->store, e, owner, peer.data, peer_nick);
	buf_free(&peer);
}

/* For who is here, or whose account will be. */
static bool
owner_of(const struct other *o, struct buf *out)
{
	if (o->user)
		correspondent_owner(o->user, out);
	else if (o->account)
		correspondent_peer(o->account, o->nick, out);
	return out->len > 0;
}

/* A talk between two belongs to no channel but to each of them, by their
 * accounts, which outlive the nicks. */
static int
keep_talk(struct server *srv, struct event *e)
{
	const struct user *from = source_user(srv, e);
	const struct other to = other_of(srv, e->target);
	struct buf owner = {0};

	if (store_ops(srv)->append(srv->store, 0, e) < 0)
		return -1;
	if (!from)
		return 0;
	correspondent_owner(from, &owner);
	keep_side(srv, e, owner.data, to.account, to.nick);
	buf_reset(&owner);
	if (from != to.user && owner_of(&to, &owner))
		keep_side(srv, e, owner.data, from->account, from->nick);
	buf_free(&owner);
	return 0;
}

static int
keep_private(struct server *srv, struct event *e)
{
	const struct other to = other_of(srv, e->target);

	e->arg = to.account;
	e->target_id = to.user ? to.user->id : 0;
	return keep_talk(srv, e);
}

/* The channel's id, also of one that this JOIN is about to make. */
static uint64_t
channel_id(const struct server *srv, const struct event *e)
{
	const struct channel *c = world_channel(&srv->world, e->target);

	if (c)
		return c->id;
	return e->kind == EVENT_JOIN ? srv->world.last_channel_id + 1 : 0;
}

/* The text goes, that there was one and who took it away stays. */
static int
keep_redaction(struct server *srv, struct event *e)
{
	uint64_t id = event_to_channel(e) ? channel_id(srv, e) : 0;

	if (store_ops(srv)->redact(srv->store, id, e->arg) < 0)
		return -1;
	if (!id)
		return keep_talk(srv, e);
	return store_ops(srv)->append(srv->store, id, e);
}

bool
keep_here(const struct server *srv, const char *target)
{
	const struct channel *c =
	    target ? world_channel(&srv->world, target) : NULL;

	return !c || channel_keeps(c);
}

/* Whose coming, going or change it tells of; NULL: it is of another kind. */
static const struct user *
member_told_of(const struct server *srv, const struct event *e)
{
	switch (e->kind) {
	case EVENT_JOIN:
	case EVENT_PART:
	case EVENT_QUIT:
	case EVENT_NICK:
		return source_user(srv, e);
	case EVENT_KICK:
		return world_user(&srv->world, e->arg);
	default:
		return NULL;
	}
}

/* Those without a rank in an auditorium are seen by who has one; who comes in
 * will have what the channel gives them for good. */
static char
rank_needed(
    const struct server *srv, const struct channel *c, const struct event *e)
{
	const struct user *u = member_told_of(srv, e);
	const struct member *m;
	unsigned modes;

	if (!u || !(c->modes & CHANNEL_AUDITORIUM))
		return e->status;
	m = world_member(c, u);
	modes = m ? m->modes : channel_rights(c, u->account);
	return modes & MEMBER_ALL ? e->status : '+';
}

static int
keep_in_channel(struct server *srv, const struct channel *c, struct event *e)
{
	struct event kept = *e;
	int result;

	kept.status = rank_needed(srv, c, e);
	result = store_ops(srv)->append(srv->store, c->id, &kept);
	e->seq = kept.seq;
	return result;
}

static int
keep_in_target(struct server *srv, struct event *e)
{
	const struct channel *c = world_channel(&srv->world, e->target);
	uint64_t id;

	if (c)
		return keep_in_channel(srv, c, e);
	id = channel_id(srv, e);
	return id ? store_ops(srv)->append(srv->store, id, e) : 0;
}

static int
keep_in_all(struct server *srv, struct event *e)
{
	const struct user *u = source_user(srv, e);
	const struct member *m;
	int result = 0;

	if (u)
		DL_FOREACH2 (u->members, m, user_next)
			if (channel_keeps(m->channel) &&
			    keep_in_channel(srv, m->channel, e) < 0)
				result = -1;
	return result;
}

static bool
is_talk(const struct event *e)
{
	return event_private(e) ||
	    (e->kind == EVENT_TAGMSG && !event_to_channel(e));
}

/* Failures are counted by the store and told at the end of the turn. */
static int
keep(struct server *srv, struct event *e)
{
	if (e->kind == EVENT_REDACT)
		return keep_redaction(srv, e);
	if (is_talk(e))
		return keep_private(srv, e);
	return e->target ? keep_in_target(srv, e) : keep_in_all(srv, e);
}

int
keep_event(struct server *srv, struct event *e)
{
	unsigned besides = kept_besides(srv->settings);
	struct event kept = *e;
	int result;

	if (!event_kept_with(e, besides) || !keep_here(srv, e->target))
		return 0;
	retention_later(srv);
	if (!(besides & EVENT_KEEP_TAGS))
		kept.tags = NULL;
	result = keep(srv, &kept);
	e->seq = kept.seq;
	return result;
}
