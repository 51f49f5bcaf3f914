/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_nonces.h"

#include <string.h>

#include "server/store_turn.h"

static void
bind_key(sqlite3_stmt *st, const struct store_nonce *n)
{
	store_bind_text(st, 1, n->owner);
	sqlite3_bind_blob(st, 2, n->key, sizeof(n->key), SQLITE_STATIC);
}

static int
trim_owner(struct sqlite *s, const char *owner)
{
	store_bind_text(s->statements[NONCES_TRIM_OWNER], 1, owner);
	store_bind_number(
	    s->statements[NONCES_TRIM_OWNER], 2, STORE_NONCES_OWNER);
	return store_run(s, NONCES_TRIM_OWNER);
}

int
store_nonce_add(
    struct store *store, const struct store_nonce *n, const struct event *first)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[NONCE_ADD];

	if (store_turn(s) < 0)
		return -1;
	bind_key(st, n);
	sqlite3_bind_int64(st, 3, first->time_ms);
	store_bind_text(st, 4, first->id);
	store_bind_number(st, 5, first->seq);
	if (store_run(s, NONCE_ADD) < 0)
		return -1;
	if (s->nonces >= 0)
		s->nonces++;
	return trim_owner(s, n->owner);
}

/* Of a channel that is purged, and of what is too old, there is no text; but
 * none of it was taken back. */
static void
read_first(struct sqlite *s, sqlite3_stmt *row, struct store_first *first)
{
	const char *id = store_known(row, 0);
	int64_t channel_id = sqlite3_column_int64(row, 2);
	const char *kind = store_known(row, 3);
	bool there = channel_id >= 0 && !store_is_gone(s, (uint64_t)channel_id);

	memcpy(first->id, id, strnlen(id, EVENT_ID_LEN - 1));
	first->time_ms = sqlite3_column_int64(row, 1);
	first->redacted =
	    there && (!strcmp(kind, "redacted") || sqlite3_column_int(row, 6));
	first->kept = there && !first->redacted && store_text(row, 4);
	if (!first->kept)
		return;
	buf_adds(&first->body, store_known(row, 4));
	buf_adds(&first->tags, store_known(row, 5));
}

/* first: NULL to only look whether it is there. */
static int
look(struct sqlite *s, const struct store_nonce *n, int64_t since_ms,
    struct store_first *first)
{
	sqlite3_stmt *st = s->statements[NONCE_FIND];
	int result;

	bind_key(st, n);
	sqlite3_bind_int64(st, 3, since_ms);
	result = sqlite3_step(st);
	if (result == SQLITE_ROW && first)
		read_first(s, st, first);
	return store_read_end(s, st, result);
}

/* Only a resend, which is rare, has the turn committed before its end. */
int
store_nonce_find(struct store *store, const struct store_nonce *n,
    int64_t since_ms, struct store_first *first)
{
	struct sqlite *s = (struct sqlite *)store;
	int result;

	memset(first, 0, sizeof(*first));
	result = look(s, n, since_ms, NULL);
	if (result <= 0)
		return result;
	store_settle(s);
	return look(s, n, since_ms, first);
}

static int
delete_some(struct sqlite *s, enum statement n, int64_t most, int64_t *left)
{
	int64_t deleted;

	sqlite3_bind_int64(s->statements[n], 1, most < *left ? most : *left);
	if (store_run(s, n) < 0)
		return -1;
	deleted = sqlite3_changes(s->db);
	*left -= deleted;
	if (s->nonces >= 0)
		s->nonces -= deleted;
	return 0;
}

static int
expire(struct sqlite *s, const struct store_retention *r, int64_t *left)
{
	sqlite3_bind_int64(
	    s->statements[NONCES_EXPIRE], 2, r->now_ms - STORE_NONCE_MS);
	return delete_some(s, NONCES_EXPIRE, *left, left);
}

/* They are counted when they seem too many, and not in each step: that takes
 * longer than all else here. */
static int
count(struct sqlite *s, struct store_retention *r)
{
	bool known =
	    s->nonces >= 0 && (r->nonces_counted || s->nonces <= STORE_NONCES);

	if (known)
		return 0;
	r->nonces_counted = true;
	return store_number(s, NONCES_COUNT, &s->nonces) < 0 ? -1 : 0;
}

static int
note_oldest(struct sqlite *s, struct store_retention *r)
{
	int64_t oldest;
	int result = store_number(s, NONCES_OLDEST, &oldest);

	if (result > 0 && oldest + STORE_NONCE_MS < r->expires_ms)
		r->expires_ms = oldest + STORE_NONCE_MS;
	return result < 0 ? -1 : 0;
}

int
store_nonces_trim(struct sqlite *s, struct store_retention *r, int64_t *left)
{
	if (expire(s, r, left) < 0 || count(s, r) < 0)
		return -1;
	if (s->nonces > STORE_NONCES &&
	    delete_some(s, NONCES_DROP_OLDEST, s->nonces - STORE_NONCES, left) <
		0)
		return -1;
	if (note_oldest(s, r) < 0)
		return -1;
	return *left > 0;
}
