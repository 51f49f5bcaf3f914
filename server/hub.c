/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/hub.h"

#include <stdarg.h>
#include <string.h>
#include <utlist.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/acknowledge.h"
#include "server/apply.h"
#include "server/correspondent.h"
#include "server/deliver.h"
#include "server/holding.h"
#include "server/keep.h"
#include "server/nonce.h"
#include "server/retention.h"
#include "server/said.h"
#include "server/stay_note.h"
#include "server/stray.h"

enum { COMPLAIN_MS = 60000, AGAIN_MS = 1000 };

static const struct store_ops *
store_ops(const struct server *srv)
{
	return srv->store->ops;
}

static struct user *
source_user(struct server *srv, const struct event *e)
{
	return world_user_by_id(&srv->world, e->source.user_id);
}

static void
drop_if_last(struct server *srv, const struct channel *c)
{
	if (c->nmembers == 1 && !channel_outlives(c))
		store_ops(srv)->channel_drop(srv->store, c->id);
}

/* Before it is applied: channels that end with who leaves. */
static void
drop_ending(struct server *srv, const struct event *e)
{
	struct user *u = source_user(srv, e);
	struct channel *c;
	struct member *m;

	if (e->kind == EVENT_QUIT && u)
		DL_FOREACH2 (u->members, m, user_next)
			drop_if_last(srv, m->channel);
	if (e->kind != EVENT_PART && e->kind != EVENT_KICK &&
	    e->kind != EVENT_CLOSE)
		return;
	c = world_channel(&srv->world, e->target);
	if (c && e->kind == EVENT_CLOSE && c->nmembers == 0)
		store_ops(srv)->channel_drop(srv->store, c->id);
	else if (c)
		drop_if_last(srv, c);
}

/* What the channel is called once the event is applied. */
static const char *
name_after(const struct event *e)
{
	return e->kind == EVENT_RENAME ? e->arg : e->target;
}

static bool
is_used(const struct server *srv, const char *target)
{
	const struct channel *c =
	    target ? world_channel(&srv->world, target) : NULL;

	return c && c->used;
}

/* Those that forward to a channel that has another name now. */
static void
save_forwards(struct server *srv, const char *name)
{
	const struct channel *c = srv->world.channels;

	for (; c; c = c->hh.next)
		if (c->forward && !strcmp(c->forward, name))
			store_ops(srv)->channel_save(srv->store, c);
}

/* After it is applied: a channel that is new, or is not what it was. */
static void
save_changed(struct server *srv, const struct event *e, bool was_used)
{
	const char *name = name_after(e);
	const struct channel *c;
	bool changed = e->kind == EVENT_MODE || e->kind == EVENT_TOPIC ||
	    e->kind == EVENT_JOIN || e->kind == EVENT_RENAME ||
	    e->kind == EVENT_REGISTER || e->kind == EVENT_ACCESS ||
	    is_used(srv, name) != was_used;

	c = changed ? world_channel(&srv->world, name) : NULL;
	if (c && (e->kind != EVENT_JOIN || c->created_ms == e->time_ms))
		store_ops(srv)->channel_save(srv->store, c);
	if (c && e->kind == EVENT_RENAME)
		save_forwards(srv, c->name);
}

/* What is set of a user lasts as long as the account does. */
static int
save_metadata(struct server *srv, const char *target)
{
	const struct world *w = &srv->world;
	const struct channel *c = world_channel(w, target);
	const struct user *u = c ? NULL : world_user(w, target);

	if (c)
		return store_ops(srv)->metadata_save(
		    srv->store, c->id, "", c->metadata);
	if (!u || !u->account)
		return 0;
	return store_ops(srv)->metadata_save(
	    srv->store, 0, u->account, metadata_of(w->metadata, u->account));
}

static void
save_marker(struct server *srv, const struct event *e)
{
	const struct user *u = source_user(srv, e);
	struct marker_place p;
	struct buf owner = {0};

	if (!u || !u->account || !apply_marker_place(&srv->world, e, &p))
		return;
	correspondent_owner(u, &owner);
	store_ops(srv)->marker_set(
	    srv->store, owner.data, &p, clock_parse_iso(e->arg));
	buf_free(&owner);
}

/* H may be another one, and say that what was kept goes. */
static void
change_keeping(struct server *srv, const struct event *e, bool kept)
{
	const struct channel *c = world_channel(&srv->world, e->target);
	bool asked = false;

	for (size_t i = 0; i < e->nmodes; i++)
		asked |= e->modes[i].letter == 'H';
	if (!c || !asked)
		return;
	if (kept && !channel_keeps(c))
		store_ops(srv)->purge(srv->store, c->id);
	retention_now(srv);
}

static void
apply(struct server *srv, const struct event *e)
{
	bool was_used = is_used(srv, e->target);
	bool kept = e->kind == EVENT_MODE && keep_here(srv, e->target);

	drop_ending(srv, e);
	stay_note(srv, e);
	acknowledge_left(srv, e);
	stray_note(srv, e);
	world_apply(&srv->world, e);
	if (e->kind == EVENT_MODE)
		change_keeping(srv, e, kept);
	if (!event_defs[e->kind].leaves)
		save_changed(srv, e, was_used);
	if (e->kind == EVENT_METADATA)
		save_metadata(srv, e->target);
	if (e->kind == EVENT_MARKREAD)
		save_marker(srv, e);
}

static void
show(struct server *srv, const struct event *e)
{
	said_begin(srv, e);
	deliver(srv, e);
	said_end(srv);
}

bool
hub_publish(struct server *srv, struct event *e)
{
	bool lost;

	event_stamp(&srv->clock, e);
	lost = keep_event(srv, e) < 0 && event_said(e);
	if (lost && said_refuses(srv)) {
		said_unkept(srv, e);
		return false;
	}
	if (e->nonce)
		nonce_keep(srv, e);
	if (lost)
		holding_settle(srv);
	if (e->seq > 0)
		srv->newest = (struct store_point){e->time_ms, e->seq};
	if (event_defs[e->kind].leaves) {
		show(srv, e);
		apply(srv, e);
	} else {
		apply(srv, e);
		show(srv, e);
	}
	if (lost)
		said_unkept(srv, e);
	return true;
}

/* Before registration a session knows only some of who it will be. */
static void
session_actor(struct event_actor *a, const struct session *s)
{
	a->nick = s->nick;
	a->user = s->username;
	a->host = session_host(s);
	a->realname = s->realname;
	a->account = s->account;
}

struct event
hub_event(struct server *srv, enum event_kind kind, const struct session *by)
{
	struct event e = {.kind = kind};

	if (!by) {
		e.source.nick = srv->settings->server_name;
		return e;
	}
	e.session_id = by->id;
	if (by->user)
		world_actor(&e.source, by->user);
	else
		session_actor(&e.source, by);
	return e;
}

void
hub_umode(struct server *srv, const struct user *u, char letter, bool on)
{
	const struct mode_def *def = mode_find(user_modes, letter);
	struct mode_change change = {on, letter, NULL};
	struct event e = hub_event(srv, EVENT_UMODE, NULL);
	const char text[] = {on ? '+' : '-', letter, '\0'};

	if (on == !!(u->modes & def->bit))
		return;
	world_actor(&e.source, u);
	e.modes = &change;
	e.nmodes = 1;
	e.body = text;
	hub_publish(srv, &e);
}

void
hub_tell_other_operators(
    struct server *srv, const struct session *by, const char *text)
{
	struct event e = hub_event(srv, EVENT_NOTICE, NULL);
	struct user *u, *next;

	e.body = text;
	HASH_ITER (hh, srv->world.users, u, next) {
		if (!(u->modes & USER_OPER) || (by && by->user == u))
			continue;
		e.target = u->nick;
		event_stamp(&srv->clock, &e);
		deliver(srv, &e);
	}
}

void
hub_tell_operators(struct server *srv, const char *text)
{
	hub_tell_other_operators(srv, NULL, text);
}

static bool
is_due(const struct server *srv, int64_t told_ms)
{
	return !told_ms || srv->now_ms - told_ms >= COMPLAIN_MS;
}

static void announce(struct server *srv, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
announce(struct server *srv, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	log_error("%s", text.data);
	hub_tell_operators(srv, text.data);
	buf_free(&text);
}

static void
complain(struct server *srv)
{
	if (!is_due(srv, srv->store_told_ms))
		return;
	srv->store_told_ms = srv->now_ms ? srv->now_ms : 1;
	srv->store_told = true;
	announce(srv, "History cannot be written (%s): %s.",
	    srv->store->trouble,
	    said_refuses(srv) ? "messages are not sent until it can"
			      : "what is said now is not kept");
}

static void
complain_unread(struct server *srv)
{
	char *why = srv->store->unreadable;

	if (*why && is_due(srv, srv->unread_told_ms)) {
		srv->unread_told_ms = srv->now_ms ? srv->now_ms : 1;
		announce(srv, "History cannot be read (%s).", why);
	}
	*why = '\0';
}

static void
save_redeemed(struct server *srv)
{
	const struct redeemed *i = srv->accounts.redeemed;
	const struct redeemed_by *use;

	for (; i; i = i->hh.next)
		DL_FOREACH (i->uses, use)
			store_ops(srv)->redeemed_add(srv->store, i, use);
}

/* What changed while nothing could be written. */
static void
save_all(struct server *srv)
{
	const struct store_ops *ops = store_ops(srv);
	struct channel *c, *next;
	struct metadata_account *a, *after;
	struct account *account, *following;

	HASH_ITER (hh, srv->world.channels, c, next) {
		ops->channel_save(srv->store, c);
		save_metadata(srv, c->name);
	}
	HASH_ITER (hh, srv->world.metadata, a, after)
		ops->metadata_save(srv->store, 0, a->folded, a->list);
	HASH_ITER (hh, srv->accounts.by_name, account, following) {
		ops->account_save(srv->store, account);
		ops->devices_save(srv->store, account);
	}
	save_redeemed(srv);
	ops->bans_save(srv->store, &srv->bans);
	nonce_again(srv);
	stay_note_all(srv);
}

static void
fall_behind(struct server *srv, bool tried)
{
	if (!srv->store_behind || tried)
		srv->store_again_ms = srv->now_ms + AGAIN_MS;
	srv->store_behind = true;
	complain(srv);
}

/* Of a failure that nobody was told, as the last one was a moment ago, the end
 * is not told either. */
static void
catch_up(struct server *srv)
{
	static const char text[] = "History is written again.";

	srv->store_behind = false;
	if (!srv->store_told)
		return;
	srv->store_told = false;
	log_info("%s", text);
	hub_tell_operators(srv, text);
}

void
hub_commit(struct server *srv)
{
	bool again = srv->store_behind && srv->now_ms >= srv->store_again_ms;
	int result;

	if (again && store_ops(srv)->again(srv->store) == 0)
		save_all(srv);
	stay_flush(srv);
	result = store_ops(srv)->commit(srv->store);
	said_settle(srv);
	holding_settle(srv);
	nonce_settle(srv, result == 0);
	if (result < 0)
		fall_behind(srv, again);
	else if (again)
		catch_up(srv);
	complain_unread(srv);
}

int64_t
hub_wait(const struct server *srv)
{
	int64_t left = srv->store_again_ms - srv->now_ms;

	if (!srv->store_behind)
		return -1;
	return left > 0 ? left : 0;
}
