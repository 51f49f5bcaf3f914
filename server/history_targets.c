/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/history_targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/hash.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/correspondent.h"
#include "server/reply.h"
#include "server/scan.h"

enum {
	A_TALK = 4,      /* rows that are as much work */
	USERS_A_ROW = 32 /* that are looked at meanwhile */
};

struct target {
	char *name;
	int64_t time_ms;
};

/* First the channels are looked at, then the talks, each until its last
 * message is found; then what was found is said. */
struct targets {
	struct answer answer;
	struct targets_request request;
	struct walk channels;
	struct buf owner, peer; /* the peer that was looked at last */
	bool looking;           /* at this place, by this scan: */
	struct place place;
	struct scan scan;
	struct target *found; /* at most one more than asked for, in order */
	size_t nfound, next;
	bool more; /* than asked for */
	bool said; /* all that is there was looked at */
	struct reply_batch batch;
};

static void
look_at(struct targets *t)
{
	struct store_range r = {.after = STORE_FIRST,
	    .before = STORE_LAST,
	    .newest = true,
	    .said = true};

	place_range(&t->place, &r);
	scan_begin(&t->scan, &r, 1);
	t->looking = true;
}

static void
look_no_more(struct targets *t)
{
	if (t->looking) {
		scan_end(&t->scan);
		place_free(&t->place);
	}
	t->looking = false;
}

static void
drop(struct targets *t, size_t i)
{
	free(t->found[i].name);
	t->nfound--;
	memmove(t->found + i, t->found + i + 1,
	    (t->nfound - i) * sizeof(*t->found));
}

/* In its place; where there are too many, the one at the far end goes. */
static void
add_found(struct targets *t, const char *name, int64_t time_ms)
{
	size_t i = t->nfound;

	for (; i > 0 && t->found[i - 1].time_ms > time_ms; i--)
		t->found[i] = t->found[i - 1];
	t->found[i] = (struct target){mem_strdup(name), time_ms};
	if (++t->nfound <= t->request.limit)
		return;
	t->more = true;
	drop(t, t->request.newest ? 0 : t->nfound - 1);
}

static void
note_found(struct targets *t)
{
	const struct targets_request *r = &t->request;
	int64_t time_ms;

	if (t->scan.npoints == 0)
		return;
	time_ms = t->scan.points[0].time_ms;
	if (time_ms > r->after_ms && time_ms < r->before_ms)
		add_found(t, t->place.name, time_ms);
}

struct next_talk {
	struct server *srv;
	struct targets *t;
	bool any;
};

/* Of who is here; the nick that they had is looked for first, as the account
 * is looked for among all. */
static const char *
nick_of_now(struct server *srv, const struct correspondent *c)
{
	const struct user *u = world_user(&srv->world, c->nick);

	if (*c->peer == '~')
		return NULL;
	if (u && u->account && !text_casecmp(u->account, c->peer))
		return u->nick;
	answer_worked(srv, HASH_COUNT(srv->world.users) / USERS_A_ROW);
	u = world_user_of(&srv->world, c->peer);
	return u ? u->nick : NULL;
}

static bool
leads_to(struct next_talk *n, const char *nick, const char *who)
{
	struct buf peer = {0};
	bool same = place_peer(n->srv, n->t->owner.data, nick, &peer) &&
	    !strcmp(peer.data, who);

	buf_free(&peer);
	return same;
}

/* The nick they have, else the one they had, if that still leads to them. */
static const char *
name_of(struct next_talk *n, const struct correspondent *c)
{
	const char *nick = nick_of_now(n->srv, c);

	if (!nick && leads_to(n, c->nick, c->peer))
		nick = c->nick;
	return nick || *c->peer == '~' ? nick : c->peer;
}

static void
look_at_talk(const struct correspondent *c, void *context)
{
	struct next_talk *n = context;
	struct targets *t = n->t;
	const char *name = name_of(n, c);

	n->any = true;
	buf_reset(&t->peer);
	buf_adds(&t->peer, c->peer);
	if (!name)
		return;
	place_talk(&t->place, t->owner.data, c->peer, name);
	look_at(t);
}

/* 1: there was one; 0: no more; -1: history cannot be read. */
static int
next_talk(struct server *srv, struct targets *t)
{
	struct store_correspondents q = {
	    .owner = t->owner.data, .after = t->peer.data, .max = 1};
	struct next_talk n = {.srv = srv, .t = t};

	if (srv->store->ops->correspondents(srv->store, &q, look_at_talk, &n) <
	    0)
		return -1;
	answer_worked(srv, A_TALK);
	return n.any;
}

static int
next_place(struct server *srv, struct targets *t)
{
	const struct member *m = channel_walk_own(&t->channels);

	if (!m)
		return next_talk(srv, t);
	place_channel(&t->place, m->channel);
	look_at(t);
	return 1;
}

/* 1: more to look at; 0: no; -1: history cannot be read. */
static int
look(struct server *srv, struct session *s, struct targets *t)
{
	const struct playback playback = {srv, s, &t->place, NULL};
	int more;

	if (!t->looking)
		return next_place(srv, t);
	more = place_readable(srv, s->user, &t->place)
	    ? scan_step(&t->scan, &playback)
	    : 0;
	if (more == 0) {
		note_found(t);
		look_no_more(t);
	}
	return more < 0 ? -1 : 1;
}

static void
begin_batch(struct server *srv, struct session *s, struct targets *t)
{
	if (session_has(s, CAP_BATCH))
		snprintf(t->batch.ref, sizeof(t->batch.ref), "%s",
		    session_batch_ref(s));
	reply_batch_last(
	    srv, s, t->batch.ref, "draft/chathistory-targets", NULL, !t->more);
	t->said = true;
}

static void
say(struct server *srv, struct session *s, struct targets *t)
{
	const struct target *found = &t->found[t->next++];
	char time[CLOCK_ISO_LEN];

	clock_iso(found->time_ms, time);
	reply_batch_resume(s, &t->batch);
	reply_command(
	    srv, s, "CHATHISTORY", WORDS("TARGETS", found->name, time), NULL);
	reply_batch_pause(s, &t->batch);
}

static bool
look_step(struct server *srv, struct session *s, struct targets *t)
{
	int more = look(srv, s, t);

	if (more == 0)
		begin_batch(srv, s, t);
	else if (more < 0)
		reply_fail(srv, s, "CHATHISTORY", "MESSAGE_ERROR",
		    WORDS("TARGETS"), "Messages could not be retrieved");
	return more >= 0;
}

static bool
targets_step(struct server *srv, struct session *s, struct answer *a)
{
	struct targets *t = (struct targets *)a;

	if (!t->said)
		return look_step(srv, s, t);
	if (t->next < t->nfound) {
		say(srv, s, t);
		return true;
	}
	reply_batch_line(srv, s, t->batch.ref, NULL, NULL);
	return false;
}

static void
targets_end(struct answer *a)
{
	struct targets *t = (struct targets *)a;

	look_no_more(t);
	walk_end(&t->channels);
	while (t->nfound > 0)
		drop(t, t->nfound - 1);
	free(t->found);
	buf_free(&t->owner);
	buf_free(&t->peer);
	free(t);
}

void
history_targets(
    struct server *srv, struct session *s, const struct targets_request *r)
{
	static const struct answer_kind kind = {targets_step, targets_end};
	struct targets *t = mem_alloc(sizeof(*t));

	t->answer.kind = &kind;
	t->request = *r;
	t->found = mem_alloc((r->limit + 1) * sizeof(*t->found));
	correspondent_owner(s->user, &t->owner);
	channel_walk_of(s->user, &t->channels);
	answer_begin(srv, s, &t->answer);
}
