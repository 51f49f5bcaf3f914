/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_own.h"

#include <errno.h>

#include "common/buf.h"
#include "server/store_turn.h"

/* Of the statements that say what is somebody's own: ?1 and ?2 the bounds of
 * seq, ?3 the account, ?4 the channel, ?5 the peer. */
static sqlite3_stmt *
bind_own(struct sqlite *s, enum statement n, const char *account,
    const struct store_where *w)
{
	sqlite3_stmt *st = s->statements[n];

	store_bind_text(st, 3, account);
	sqlite3_bind_int64(st, 4, w->channel_id);
	store_bind_text(st, 5, w->peer);
	return st;
}

static void
bind_bounds(sqlite3_stmt *st, uint64_t after, uint64_t until)
{
	store_bind_number(st, 1, after);
	store_bind_number(st, 2, until);
}

/* One number of a statement that was bound; 0 where it is NULL. */
static int
read_number(struct sqlite *s, enum statement n, uint64_t *out)
{
	sqlite3_stmt *st = s->statements[n];
	int result = sqlite3_step(st);

	*out = 0;
	if (result == SQLITE_ROW)
		*out = (uint64_t)sqlite3_column_int64(st, 0);
	return store_read_end(s, st, result) < 0 ? -1 : 0;
}

/* The last of the rows that are looked at next; 0: there is none. */
static int
find_end(struct sqlite *s, uint64_t after, uint64_t until, uint64_t *end)
{
	bind_bounds(s->statements[OWN_END], after, until);
	sqlite3_bind_int(s->statements[OWN_END], 3, STORE_OWN_ROWS);
	return read_number(s, OWN_END, end);
}

int
store_own(struct store *store, struct store_own *q,
    void (*each)(const char *json, size_t len, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st;
	uint64_t end;
	int result;

	store_settle(s);
	if (!q->until && read_number(s, OWN_NEWEST, &q->until) < 0)
		return -1;
	if (find_end(s, q->after, q->until, &end) < 0)
		return -1;
	if (!end)
		return 1;
	st = bind_own(s, OWN_JSON, q->account, &q->where);
	bind_bounds(st, q->after, end);
	while ((result = sqlite3_step(st)) == SQLITE_ROW)
		if (!store_is_owed(s, store_known(st, 1)))
			each(store_known(st, 0),
			    (size_t)sqlite3_column_bytes(st, 0), context);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	q->after = end;
	return result == SQLITE_DONE ? 0 : store_unread(s, result);
}

static int
forgetting_of(struct sqlite *s, const char *account, uint64_t *n)
{
	store_bind_text(s->statements[FORGET_COUNT], 1, account);
	return read_number(s, FORGET_COUNT, n);
}

int
store_forget_add(
    struct store *store, const char *account, const struct store_where *w)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[FORGET_ADD];
	uint64_t n;

	if (forgetting_of(s, account, &n) < 0 || store_turn(s) < 0)
		return -1;
	if (n >= STORE_FORGET_MAX) {
		errno = EBUSY;
		return -1;
	}
	store_bind_text(st, 1, account);
	sqlite3_bind_int64(st, 2, w->channel_id);
	store_bind_text(st, 3, w->peer);
	return store_run(s, FORGET_ADD) < 0 ? -1 : store_now(s);
}

/* The one that is worked off; false: there is none. */
static int
next_one(struct sqlite *s, struct store_forgotten *f, uint64_t *until,
    uint64_t *done)
{
	sqlite3_stmt *st = s->statements[FORGET_NEXT];
	int result = sqlite3_step(st);

	if (result == SQLITE_ROW) {
		buf_reset(&f->account);
		buf_adds(&f->account, store_known(st, 0));
		f->channel_id = sqlite3_column_int64(st, 1);
		buf_reset(&f->peer);
		buf_adds(&f->peer, store_known(st, 2));
		*until = (uint64_t)sqlite3_column_int64(st, 3);
		*done = (uint64_t)sqlite3_column_int64(st, 4);
	}
	return store_read_end(s, st, result);
}

static void
bind_key(sqlite3_stmt *st, const struct store_forgotten *f)
{
	store_bind_text(st, 1, f->account.data);
	sqlite3_bind_int64(st, 2, f->channel_id);
	store_bind_text(st, 3, f->peer.data);
}

static int
take_text(struct sqlite *s, const struct store_forgotten *f, uint64_t after,
    uint64_t end)
{
	const struct store_where w = {f->channel_id, f->peer.data};
	sqlite3_stmt *st = bind_own(s, OWN_REDACT, f->account.data, &w);

	bind_bounds(st, after, end);
	if (store_run(s, OWN_REDACT) < 0)
		return -1;
	s->wipe_later |= sqlite3_changes(s->db) > 0;
	bind_key(s->statements[FORGET_MOVE], f);
	store_bind_number(s->statements[FORGET_MOVE], 4, end);
	return store_run(s, FORGET_MOVE);
}

static int
finish(struct sqlite *s, const struct store_forgotten *f)
{
	bind_key(s->statements[FORGET_DROP], f);
	s->wipe |= s->wipe_later;
	s->wipe_later = false;
	return store_run(s, FORGET_DROP) < 0 ? -1 : store_now(s);
}

int
store_forget_step(struct store *store, struct store_forgotten *f)
{
	struct sqlite *s = (struct sqlite *)store;
	uint64_t until = 0, done = 0, end;
	int result;

	store_settle(s);
	result = next_one(s, f, &until, &done);
	if (result <= 0)
		return result < 0 ? -1 : STORE_FORGET_NONE;
	if (find_end(s, done, until, &end) < 0 || store_turn(s) < 0)
		return -1;
	if (end)
		return take_text(s, f, done, end) < 0 ? -1 : STORE_FORGET_MORE;
	return finish(s, f) < 0 ? -1 : STORE_FORGET_DONE;
}
