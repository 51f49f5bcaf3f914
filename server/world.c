/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/world.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/skeleton.h"

enum { NAME_BUF = 256 };

static const int64_t former_ms = INT64_C(30) * 24 * 60 * 60 * 1000;

void
world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	w->channel_modes = "+nt";
	w->lobby = "";
	w->whowas_max = 1000;
}

static void
whowas_trim(struct world *w, size_t max)
{
	while (w->nwhowas > max) {
		struct whowas *oldest = w->whowas->prev;

		walks_skip(w->whowas_walks, oldest, oldest->prev, NULL);
		DL_DELETE(w->whowas, oldest);
		whowas_free(oldest);
		w->nwhowas--;
	}
}

static void
whowas_add(struct world *w, const struct user *u, int64_t time_ms)
{
	struct whowas *was = whowas_new(u, time_ms);

	DL_PREPEND(w->whowas, was);
	w->nwhowas++;
	whowas_trim(w, w->whowas_max);
}

void
world_free(struct world *w)
{
	struct user *u, *next_user;
	struct channel *c, *next;

	HASH_ITER (hh, w->users, u, next_user)
		world_user_drop(w, u, 0);
	HASH_ITER (hh, w->channels, c, next)
		world_channel_drop(w, c);
	whowas_trim(w, 0);
	metadata_free_all(&w->metadata);
}

/* A name too long to be anybody's is nobody's. */
static bool
fold_name(char out[NAME_BUF], const char *name)
{
	if (strlen(name) >= NAME_BUF)
		return false;
	text_fold(out, name);
	return true;
}

struct user *
world_user(const struct world *w, const char *nick)
{
	char folded[NAME_BUF];
	struct user *u;

	if (!fold_name(folded, nick))
		return NULL;
	HASH_FIND_STR(w->users, folded, u);
	return u;
}

struct user *
world_user_of(const struct world *w, const char *account)
{
	struct user *u = w->users;

	while (u && (!u->account || text_casecmp(u->account, account) != 0))
		u = u->hh.next;
	return u;
}

struct user *
world_user_by_id(const struct world *w, uint64_t id)
{
	struct user *u;

	HASH_FIND(hh_id, w->by_id, &id, sizeof(id), u);
	return u;
}

struct channel *
world_channel(const struct world *w, const char *name)
{
	char folded[NAME_BUF];
	struct channel *c;

	if (!fold_name(folded, name))
		return NULL;
	HASH_FIND_STR(w->channels, folded, c);
	return c;
}

struct channel *
world_channel_by_id(const struct world *w, uint64_t id)
{
	struct channel *c;

	HASH_FIND(hh_id, w->channels_by_id, &id, sizeof(id), c);
	return c;
}

static struct former *
find_former(const struct world *w, const char *folded)
{
	struct former *f;

	HASH_FIND_STR(w->formers, folded, f);
	return f;
}

static bool
is_lobby(const struct world *w, const char *name)
{
	return w->lobby && *w->lobby && text_casecmp(name, w->lobby) == 0;
}

struct channel *
world_renamed(const struct world *w, const char *name, int64_t now_ms)
{
	char folded[NAME_BUF];
	struct former *f;

	if (!fold_name(folded, name) || is_lobby(w, name))
		return NULL;
	f = find_former(w, folded);
	return f && now_ms - f->time_ms < former_ms ? f->channel : NULL;
}

struct member *
world_member(const struct channel *c, const struct user *u)
{
	struct member *m;

	HASH_FIND(hh, c->by_user, &u->id, sizeof(u->id), m);
	return m;
}

struct whowas *
world_whowas(const struct world *w, const char *nick)
{
	struct whowas *e;

	DL_FOREACH (w->whowas, e)
		if (text_casecmp(e->nick, nick) == 0)
			return e;
	return NULL;
}

bool
world_is_lobby(const struct channel *c)
{
	return is_lobby(c->world, c->name);
}

struct channel *
world_silent(const struct world *w)
{
	struct channel *best = NULL;

	for (struct channel *c = w->channels; c; c = c->hh.next)
		if (c->nmembers == 0 &&
		    (!best || c->active_ms < best->active_ms) &&
		    !world_is_lobby(c) && !channel_owned(c))
			best = c;
	return best;
}

/* The one that was added last. */
static void *
hash_tail(const UT_hash_handle *first)
{
	return ELMT_FROM_HH(first->tbl, first->tbl->tail);
}

void
world_walk_users(struct world *w, struct walk *k)
{
	walk_begin(k, &w->user_walks, w->by_id,
	    w->by_id ? hash_tail(&w->by_id->hh_id) : NULL);
}

struct user *
world_walk_user(struct walk *k)
{
	struct user *u = k->at;

	if (u)
		walk_step(k, u->hh_id.next);
	return u;
}

void
world_walk_channels(struct world *w, struct walk *k)
{
	struct channel *first = w->channels_by_id;

	walk_begin(k, &w->channel_walks, first,
	    first ? hash_tail(&first->hh_id) : NULL);
}

struct channel *
world_walk_channel(struct walk *k)
{
	struct channel *c = k->at;

	if (c)
		walk_step(k, c->hh_id.next);
	return c;
}

void
world_walk_whowas(struct world *w, struct walk *k)
{
	walk_begin(
	    k, &w->whowas_walks, w->whowas, w->whowas ? w->whowas->prev : NULL);
}

struct whowas *
world_walk_was(struct walk *k)
{
	struct whowas *was = k->at;

	if (was)
		walk_step(k, was->next);
	return was;
}

uint64_t
world_mark(struct world *w)
{
	return ++w->mark;
}

void
world_actor(struct event_actor *a, const struct user *u)
{
	a->nick = u->nick;
	a->user = u->name;
	a->host = u->host;
	a->realname = u->realname;
	a->account = u->account;
	a->bot = u->modes & USER_BOT;
	a->user_id = u->id;
}

static void
user_link(struct world *w, struct user *u)
{
	HASH_ADD_KEYPTR(hh, w->users, u->folded, strlen(u->folded), u);
	HASH_ADD_KEYPTR(
	    hh_skeleton, w->by_skeleton, u->skeleton, strlen(u->skeleton), u);
}

static void
user_unlink(struct world *w, struct user *u)
{
	HASH_DELETE(hh, w->users, u);
	HASH_DELETE(hh_skeleton, w->by_skeleton, u);
}

struct user *
world_lookalike(const struct world *w, const char *nick)
{
	char *wanted = skeleton(nick);
	struct user *u;

	HASH_FIND(hh_skeleton, w->by_skeleton, wanted, strlen(wanted), u);
	free(wanted);
	return u;
}

struct user *
world_user_add(struct world *w, const struct event_actor *a, int64_t since_ms)
{
	struct user *u;

	if (world_user(w, a->nick))
		return NULL;
	u = user_new(a);
	u->id = ++w->last_user_id;
	u->since_ms = since_ms;
	metadata_merge(&u->metadata, metadata_of(w->metadata, u->account));
	user_link(w, u);
	HASH_ADD(hh_id, w->by_id, id, sizeof(u->id), u);
	if (++w->nusers > w->max_users)
		w->max_users = w->nusers;
	return u;
}

void
world_user_rename(
    struct world *w, struct user *u, const char *nick, int64_t time_ms)
{
	struct user *holder = world_user(w, nick);

	if (holder && holder != u)
		return;
	whowas_add(w, u, time_ms);
	user_unlink(w, u);
	user_rename(u, nick);
	user_link(w, u);
}

void
world_user_drop(struct world *w, struct user *u, int64_t time_ms)
{
	while (u->members)
		world_leave(w, u->members);
	whowas_add(w, u, time_ms);
	walks_close(&u->walks);
	walks_skip(w->user_walks, u, u->hh_id.prev, u->hh_id.next);
	user_unlink(w, u);
	HASH_DELETE(hh_id, w->by_id, u);
	w->nusers--;
	user_free(u);
}

struct channel *
world_restore(
    struct world *w, uint64_t id, const char *name, int64_t created_ms)
{
	struct channel *c;

	if (world_channel(w, name))
		return NULL;
	c = channel_new(id, name, created_ms);
	c->world = w;
	HASH_ADD_KEYPTR(hh, w->channels, c->folded, strlen(c->folded), c);
	HASH_ADD(hh_id, w->channels_by_id, id, sizeof(c->id), c);
	w->nchannels++;
	if (id > w->last_channel_id)
		w->last_channel_id = id;
	return c;
}

static void
former_drop(struct world *w, struct former *f)
{
	struct channel *c = f->channel;

	HASH_DELETE(hh, w->formers, f);
	DL_DELETE(c->formers, f);
	c->nformers--;
	free(f->folded);
	free(f);
}

void
world_former_add(
    struct world *w, struct channel *c, const char *name, int64_t time_ms)
{
	char folded[NAME_BUF];
	struct former *f;

	if (!fold_name(folded, name) || world_channel(w, name) ||
	    find_former(w, folded))
		return;
	if (c->nformers == CHANNEL_RENAMES)
		former_drop(w, c->formers);
	f = mem_alloc(sizeof(*f));
	f->folded = mem_strdup(folded);
	f->time_ms = time_ms;
	f->channel = c;
	DL_APPEND(c->formers, f);
	c->nformers++;
	HASH_ADD_KEYPTR(hh, w->formers, f->folded, strlen(f->folded), f);
}

/* A name that somebody has now leads to nobody else. */
static void
take_name(struct world *w, const struct channel *c)
{
	struct former *f = find_former(w, c->folded);

	if (f)
		former_drop(w, f);
}

static void
note_rename(struct channel *c, int64_t time_ms)
{
	memmove(c->renamed_ms, c->renamed_ms + 1,
	    (CHANNEL_RENAMES - 1) * sizeof(*c->renamed_ms));
	c->renamed_ms[CHANNEL_RENAMES - 1] = time_ms;
}

static void
redirect_forwards(struct world *w, const char *old, const char *name)
{
	for (struct channel *c = w->channels; c; c = c->hh.next)
		if (c->forward && !text_casecmp(c->forward, old))
			mem_replace(&c->forward, name);
}

void
world_channel_rename(
    struct world *w, struct channel *c, const char *name, int64_t time_ms)
{
	struct channel *holder = world_channel(w, name);
	char *old;

	if (holder && holder != c)
		return;
	old = mem_strdup(c->folded);
	HASH_DELETE(hh, w->channels, c);
	channel_name(c, name);
	HASH_ADD_KEYPTR(hh, w->channels, c->folded, strlen(c->folded), c);
	take_name(w, c);
	world_former_add(w, c, old, time_ms);
	note_rename(c, time_ms);
	redirect_forwards(w, old, c->name);
	free(old);
}

struct channel *
world_channel_add(struct world *w, const char *name, int64_t created_ms)
{
	struct channel *c =
	    world_restore(w, w->last_channel_id + 1, name, created_ms);

	if (c)
		take_name(w, c);
	return c;
}

void
world_channel_drop(struct world *w, struct channel *c)
{
	walks_skip(w->channel_walks, c, c->hh_id.prev, c->hh_id.next);
	while (c->formers)
		former_drop(w, c->formers);
	HASH_DELETE(hh, w->channels, c);
	HASH_DELETE(hh_id, w->channels_by_id, c);
	w->nchannels--;
	channel_free(c);
}

void
world_enter(struct channel *c, struct user *u, unsigned modes, int64_t time_ms)
{
	if (!world_member(c, u))
		channel_enter(c, u, time_ms)->modes =
		    modes | channel_rights(c, u->account);
}

void
world_leave(struct world *w, struct member *m)
{
	struct channel *c = m->channel;

	channel_leave(m);
	if (c->nmembers == 0 && !channel_outlives(c))
		world_channel_drop(w, c);
}
