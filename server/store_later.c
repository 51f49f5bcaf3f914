/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_later.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

/* None of them has a line end in it. */
static void
make_key(struct buf *out, char kind, uint64_t channel_id, const char *owner,
    const char *what)
{
	buf_addf(out, "%c%" PRIu64 "\n%s\n%s", kind, channel_id, owner, what);
}

static struct later *
find(struct later *all, const struct buf *key)
{
	struct later *l;

	HASH_FIND(hh, all, key->data, key->len, l);
	return l;
}

static const struct later *
look_up(struct later *all, char kind, uint64_t channel_id, const char *owner,
    const char *what)
{
	struct buf key = {0};
	struct later *l;

	if (!all)
		return NULL;
	make_key(&key, kind, channel_id, owner, what);
	l = find(all, &key);
	buf_free(&key);
	return l;
}

static struct later *
add(struct later **all, struct buf *key, const char *owner, const char *what)
{
	struct later *l;

	if (HASH_COUNT(*all) >= STORE_LATER_MAX) {
		buf_free(key);
		errno = ENOSPC;
		return NULL;
	}
	l = mem_alloc(sizeof(*l));
	l->key = key->data;
	l->owner = mem_strdup(owner);
	l->what = mem_strdup(what);
	HASH_ADD_KEYPTR(hh, *all, l->key, key->len, l);
	return l;
}

/* The one that is there, or a new one. */
static struct later *
take(struct later **all, char kind, uint64_t channel_id, const char *owner,
    const char *what)
{
	struct buf key = {0};
	struct later *l;

	make_key(&key, kind, channel_id, owner, what);
	l = find(*all, &key);
	if (!l)
		return add(all, &key, owner, what);
	buf_free(&key);
	return l;
}

static void
go_on(struct later *l, struct store_point at, int64_t used_ms)
{
	if (store_point_cmp(&at, &l->at) > 0)
		l->at = at;
	if (used_ms > l->used_ms)
		l->used_ms = used_ms;
}

int
store_later_marker(struct later **all, const char *owner,
    const struct marker_place *p, int64_t time_ms)
{
	struct later *l = take(all, 'm', p->channel_id, owner, p->peer);

	if (!l)
		return -1;
	l->marker = true;
	l->channel_id = p->channel_id;
	go_on(l, (struct store_point){time_ms, 0}, 0);
	return 0;
}

int
store_later_cursor(struct later **all, const struct store_cursor *c, bool added)
{
	struct later *l = take(all, 'c', c->channel_id, c->owner, c->device);

	if (!l)
		return -1;
	l->channel_id = c->channel_id;
	l->added |= added;
	if (added)
		l->at = c->at; /* one that is new may begin before */
	go_on(l, c->at, c->used_ms);
	return 0;
}

const struct later *
store_later_find_marker(
    struct later *all, const char *owner, const struct marker_place *p)
{
	return look_up(all, 'm', p->channel_id, owner, p->peer);
}

const struct later *
store_later_find_cursor(struct later *all, const struct store_cursor *c)
{
	return look_up(all, 'c', c->channel_id, c->owner, c->device);
}

static void
drop(struct later **all, struct later *l)
{
	HASH_DEL(*all, l);
	free(l->key);
	free(l->owner);
	free(l->what);
	free(l);
}

void
store_later_drop(struct later **all, uint64_t channel_id)
{
	struct later *l, *next;

	HASH_ITER (hh, *all, l, next)
		if (l->marker && l->channel_id == channel_id)
			drop(all, l);
}

void
store_later_free(struct later **all)
{
	struct later *l, *next;

	HASH_ITER (hh, *all, l, next)
		drop(all, l);
}
