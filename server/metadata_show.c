/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/metadata_show.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/reply.h"
#include "server/rights.h"

enum { AT_ONCE = 100 }; /* members whose metadata is sent unasked */

/* Which keys, for whom. */
struct show {
	struct server *srv;
	struct session *s;
	const char *const *keys;
	size_t nkeys;
};

static struct show
show_subscribed(struct server *srv, struct session *s)
{
	return (struct show){
	    srv, s, (const char *const *)s->subscriptions, s->nsubscriptions};
}

static void
say(struct show *sh, const char *target, const char *key, const char *value)
{
	reply_command(
	    sh->srv, sh->s, "METADATA", WORDS(target, key, "*"), value);
}

static void
say_list(struct show *sh, const char *target, const struct metadata *list)
{
	for (size_t i = 0; list && i < sh->nkeys; i++) {
		const char *value = metadata_get(list, sh->keys[i]);

		if (value)
			say(sh, target, sh->keys[i], value);
	}
}

/* false: not seen there, but maybe in another channel. */
static bool
say_member(struct show *sh, const struct member *m)
{
	if (!m->user->metadata || !can_see_member(sh->s->user, m))
		return false;
	say_list(sh, m->user->nick, m->user->metadata);
	return true;
}

void
metadata_welcome(struct server *srv, struct session *s)
{
	struct show sh = show_subscribed(srv, s);
	const struct user *u = s->user;
	if (!session_has(s, CAP_METADATA))
		return;
	reply_batch_begin(srv, s, "metadata", u->nick);
	for (const struct metadata *m = u->metadata; m; m = m->next)
		say(&sh, u->nick, m->key, m->value);
	reply_batch_end(srv, s);
}

void
metadata_show_user(struct server *srv, struct session *s, const struct user *u,
    const char *nick)
{
	struct show sh = show_subscribed(srv, s);

	if (session_has(s, CAP_METADATA))
		say_list(&sh, nick, u->metadata);
}

static void
say_later(struct show *sh, const struct channel *c)
{
	reply(sh->srv, sh->s, RPL_METADATASYNCLATER, c->name, "2", NULL);
}

/* What nobody asked for leaves room for what is said meanwhile. */
static bool
has_room(const struct session *s)
{
	size_t waiting = s->conn.out.bytes + s->capture.bytes;

	return !s->conn.out_max || waiting < s->conn.out_max / 2;
}

/* Each user once between two marks. false: not all, there was no room. */
static bool
say_members(struct show *sh, const struct channel *c, uint64_t mark)
{
	const struct member *m;

	DL_FOREACH2 (c->members, m, channel_next) {
		if (!has_room(sh->s))
			return false;
		if (m->user->mark != mark && say_member(sh, m))
			m->user->mark = mark;
	}
	return true;
}

static void
say_channel(struct show *sh, const struct channel *c, uint64_t mark)
{
	bool all;

	if (c->nmembers > AT_ONCE || !has_room(sh->s)) {
		say_later(sh, c);
		return;
	}
	reply_batch_begin(sh->srv, sh->s, "metadata", c->name);
	say_list(sh, c->name, c->metadata);
	all = say_members(sh, c, mark);
	reply_batch_end(sh->srv, sh->s);
	if (!all)
		say_later(sh, c);
}

void
metadata_show_channel(
    struct server *srv, struct session *s, const struct channel *c)
{
	struct show sh = show_subscribed(srv, s);

	if (session_has(s, CAP_METADATA) && sh.nkeys > 0)
		say_channel(&sh, c, world_mark(&srv->world));
}

static void
say_watched(struct show *sh, uint64_t mark)
{
	const struct monitor_watch *w;

	for (w = sh->s->watches; w && has_room(sh->s); w = w->hh.next) {
		struct user *u = world_user(&sh->srv->world, w->nick);

		if (!u || u->mark == mark)
			continue;
		u->mark = mark;
		say_list(sh, u->nick, u->metadata);
	}
}

void
metadata_show_keys(struct server *srv, struct session *s,
    const char *const *keys, size_t nkeys)
{
	struct show sh = {srv, s, keys, nkeys};
	uint64_t mark = world_mark(&srv->world);
	const struct member *m;

	if (!session_has(s, CAP_METADATA) || !s->user || nkeys == 0)
		return;
	s->user->mark = mark;
	say_list(&sh, s->user->nick, s->user->metadata);
	DL_FOREACH2 (s->user->members, m, user_next)
		say_channel(&sh, m->channel, mark);
	say_watched(&sh, mark);
}

void
metadata_sync_user(struct server *srv, struct session *s, const struct user *u)
{
	struct show sh = show_subscribed(srv, s);
	reply_batch_begin(srv, s, "metadata", u->nick);
	say_list(&sh, u->nick, u->metadata);
	reply_batch_end(srv, s);
}

/* A member a step, so that a large channel stalls nobody. */
struct sync {
	struct answer answer;
	uint64_t channel_id;
	struct walk walk;
	struct reply_batch batch; /* open between the steps */
};

static bool
sync_step(struct server *srv, struct session *s, struct answer *a)
{
	struct sync *y = (struct sync *)a;
	struct show sh = show_subscribed(srv, s);
	const struct channel *c =
	    world_channel_by_id(&srv->world, y->channel_id);
	const struct member *m = channel_walk_member(&y->walk);

	if (!c || !can_look(s->user, c))
		m = NULL;
	reply_batch_resume(s, &y->batch);
	if (m)
		say_member(&sh, m);
	else
		reply_batch_end(srv, s);
	reply_batch_pause(s, &y->batch);
	return m;
}

static void
sync_end(struct answer *a)
{
	walk_end(&((struct sync *)a)->walk);
	free(a);
}

void
metadata_sync_channel(struct server *srv, struct session *s, struct channel *c)
{
	static const struct answer_kind kind = {sync_step, sync_end};
	struct show sh = show_subscribed(srv, s);
	struct sync *y = mem_alloc(sizeof(*y));

	y->answer.kind = &kind;
	y->channel_id = c->id;
	channel_walk(c, &y->walk);
	reply_batch_begin(srv, s, "metadata", c->name);
	say_list(&sh, c->name, c->metadata);
	reply_batch_pause(s, &y->batch);
	answer_begin(srv, s, &y->answer);
}
