/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_cursors.h"

#include "server/store_read.h"
#include "server/store_turn.h"

#define DAYS(n) (INT64_C(86400000) * (n))

/* Nobody vouches for who has no account, so their places are fewer in all, and
 * go sooner. */
enum { GUESTS_MAX = 20000, ACCOUNT_MAX = 2000, TRIMS_EVERY = 64 };
static const int64_t guest_ms = DAYS(30), account_ms = DAYS(400);

static void
bind_key(sqlite3_stmt *st, const struct store_cursor *c)
{
	store_bind_text(st, 1, c->owner);
	store_bind_text(st, 2, c->device);
	store_bind_number(st, 3, c->channel_id);
}

static void
bind_cursor(sqlite3_stmt *st, const struct store_cursor *c)
{
	bind_key(st, c);
	sqlite3_bind_int64(st, 4, c->at.time_ms);
	store_bind_number(st, 5, c->at.seq);
	sqlite3_bind_int64(st, 6, c->used_ms);
}

/* 1: a row, 0: none, -1 and errno. */
static int
step_once(struct sqlite *s, sqlite3_stmt *st)
{
	int result = sqlite3_step(st);

	if (result == SQLITE_ROW || result == SQLITE_DONE)
		return result == SQLITE_ROW;
	return store_unread(s, result);
}

static void
finish(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

/* What was set and could not be written. */
static const struct later *
waiting(struct sqlite *s, const struct store_cursor *c, bool known)
{
	const struct later *l =
	    s->failed ? store_later_find_cursor(s->later, c) : NULL;

	return l && (known || l->added) ? l : NULL;
}

int
store_cursor_load(struct store *store, struct store_cursor *c)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[CURSOR_LOAD];
	const struct later *l;
	int result;

	bind_key(st, c);
	result = step_once(s, st);
	if (result == 1) {
		c->at.time_ms = sqlite3_column_int64(st, 0);
		c->at.seq = (uint64_t)sqlite3_column_int64(st, 1);
		c->used_ms = sqlite3_column_int64(st, 2);
	}
	finish(st);
	l = waiting(s, c, result == 1);
	if (!l)
		return result;
	c->at = l->at;
	c->used_ms = l->used_ms;
	return 1;
}

static int
expire(struct sqlite *s, enum statement n, int64_t before_ms)
{
	sqlite3_bind_int64(s->statements[n], 1, before_ms);
	return store_run(s, n);
}

static int
make_room(struct sqlite *s, const struct store_cursor *c)
{
	if (expire(s, CURSORS_EXPIRE_GUESTS, c->used_ms - guest_ms) < 0 ||
	    expire(s, CURSORS_EXPIRE_ACCOUNTS, c->used_ms - account_ms) < 0)
		return -1;
	store_bind_text(s->statements[CURSORS_TRIM_ACCOUNT], 1, c->owner);
	store_bind_number(s->statements[CURSORS_TRIM_ACCOUNT], 2, ACCOUNT_MAX);
	if (store_run(s, CURSORS_TRIM_ACCOUNT) < 0)
		return -1;
	if (++s->cursors_added % TRIMS_EVERY != 0)
		return 0;
	store_bind_number(s->statements[CURSORS_TRIM_GUESTS], 1, GUESTS_MAX);
	return store_run(s, CURSORS_TRIM_GUESTS);
}

int
store_cursor_write(struct sqlite *s, const struct store_cursor *c, bool added)
{
	enum statement n = added ? CURSOR_ADD : CURSOR_MOVE;

	bind_cursor(s->statements[n], c);
	return store_run(s, n);
}

static int
set(struct sqlite *s, const struct store_cursor *c, bool added)
{
	if (store_later_cursor(&s->later, c, added) < 0 && s->failed)
		return -1;
	return store_turn(s) < 0 ? -1 : store_cursor_write(s, c, added);
}

int
store_cursor_add(struct store *store, const struct store_cursor *c)
{
	struct sqlite *s = (struct sqlite *)store;

	return set(s, c, true) < 0 ? -1 : make_room(s, c);
}

int
store_cursor_move(struct store *store, const struct store_cursor *c)
{
	return set((struct sqlite *)store, c, false);
}

static int
count(struct sqlite *s, const struct store_range *r, size_t *n)
{
	sqlite3_stmt *st =
	    s->statements[r->channel_id ? COUNT_SAID : COUNT_TALKS];
	int result;

	store_bind_range(st, r);
	result = step_once(s, st);
	if (result == 1)
		*n = (size_t)sqlite3_column_int64(st, 0);
	finish(st);
	return result < 0 ? -1 : 0;
}

int
store_skip(struct store *store, struct store_range *r, size_t *left_out)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st =
	    s->statements[r->channel_id ? SEEK_SAID : SEEK_TALKS];
	struct store_range skipped = *r;
	int result;

	if (left_out)
		*left_out = 0;
	if (store_is_gone(s, r->channel_id))
		return 0;
	store_bind_range(st, r);
	result = step_once(s, st);
	if (result == 1) {
		r->after.time_ms = sqlite3_column_int64(st, 0);
		r->after.seq = (uint64_t)sqlite3_column_int64(st, 1);
	}
	finish(st);
	if (result != 1 || !left_out)
		return result < 0 ? -1 : 0;
	skipped.before = r->after;
	skipped.max = STORE_SKIP_COUNTED;
	if (count(s, &skipped, left_out) < 0)
		return -1;
	++*left_out;
	return 0;
}
