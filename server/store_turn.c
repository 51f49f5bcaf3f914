/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_turn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/store_file.h"
#include "server/store_schema.h"

int
store_errno(int result)
{
	switch (result & 0xff) {
	case SQLITE_FULL:
		return ENOSPC;
	case SQLITE_READONLY:
		return EROFS;
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return EACCES;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EBUSY;
	default:
		return EIO;
	}
}

void
store_bind_text(sqlite3_stmt *st, int column, const char *text)
{
	sqlite3_bind_text(st, column, text, -1, SQLITE_STATIC);
}

void
store_bind_number(sqlite3_stmt *st, int column, uint64_t n)
{
	sqlite3_bind_int64(st, column, (sqlite3_int64)n);
}

const char *
store_text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

const char *
store_known(sqlite3_stmt *row, int column)
{
	const char *s = store_text(row, column);

	return s ? s : "";
}

static void
explain(struct sqlite *s, char *why, size_t size, int result)
{
	struct buf text = {0};

	store_file_why(s->db, result, &text);
	snprintf(why, size, "%s", text.data);
	buf_free(&text);
}

int
store_fail(struct sqlite *s, int result)
{
	if (!s->failed) {
		s->failed = store_errno(result);
		explain(s, s->store.trouble, sizeof(s->store.trouble), result);
	}
	errno = s->failed;
	return -1;
}

int
store_unread(struct sqlite *s, int result)
{
	explain(s, s->store.unreadable, sizeof(s->store.unreadable), result);
	errno = store_errno(result);
	return -1;
}

int
store_read_end(struct sqlite *s, sqlite3_stmt *st, int result)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	if (result == SQLITE_ROW || result == SQLITE_DONE)
		return result == SQLITE_ROW;
	return store_unread(s, result);
}

int
store_run(struct sqlite *s, enum statement n)
{
	int result = sqlite3_step(s->statements[n]);

	if (result != SQLITE_DONE)
		store_fail(s, result);
	sqlite3_reset(s->statements[n]);
	sqlite3_clear_bindings(s->statements[n]);
	if (result == SQLITE_DONE)
		return 0;
	errno = s->failed;
	return -1;
}

int
store_step(struct sqlite *s, enum statement n)
{
	int result = sqlite3_step(s->statements[n]);

	if (result == SQLITE_ROW)
		return 1;
	sqlite3_reset(s->statements[n]);
	if (result == SQLITE_DONE)
		return 0;
	return store_fail(s, result);
}

int
store_number(struct sqlite *s, enum statement n, int64_t *out)
{
	int result = store_step(s, n);

	*out = 0;
	if (result > 0) {
		*out = sqlite3_column_int64(s->statements[n], 0);
		sqlite3_reset(s->statements[n]);
	}
	return result;
}

static int
redact(struct sqlite *s, const struct owed *o)
{
	store_bind_text(s->statements[REDACT], 1, o->msgid);
	sqlite3_bind_int64(s->statements[REDACT], 2, event_id_time(o->msgid));
	store_bind_number(s->statements[REDACT], 3, o->channel);
	s->wipe = true;
	return store_run(s, REDACT);
}

/* With what is owed from turns that failed. */
static int
begin(struct sqlite *s)
{
	const struct owed *o;

	if (store_run(s, BEGIN_TURN) < 0)
		return -1;
	DL_FOREACH (s->owed, o)
		if (redact(s, o) < 0)
			return -1;
	return 0;
}

int
store_turn(struct sqlite *s)
{
	if (!sqlite3_get_autocommit(s->db))
		return 0;
	if (!s->failed)
		return begin(s);
	errno = s->failed;
	return -1;
}

bool
store_is_owed(const struct sqlite *s, const char *msgid)
{
	const struct owed *o;

	DL_FOREACH (s->owed, o)
		if (!strcmp(o->msgid, msgid))
			return true;
	return false;
}

/* As many as one turn can ask for: while nothing can be written, none is
 * accepted. */
int
store_owe(struct sqlite *s, uint64_t channel, const char *msgid)
{
	int result = store_turn(s);
	struct owed *o;

	if (strlen(msgid) >= sizeof(o->msgid))
		return result;
	o = mem_alloc(sizeof(*o));
	o->channel = channel;
	memcpy(o->msgid, msgid, strlen(msgid) + 1);
	DL_APPEND(s->owed, o);
	return result < 0 ? -1 : redact(s, o);
}

static void
forget_owed(struct sqlite *s)
{
	struct owed *o, *next;

	DL_FOREACH_SAFE (s->owed, o, next)
		free(o);
	s->owed = NULL;
}

uint64_t
store_next_seq(struct sqlite *s)
{
	int64_t newest;

	if (s->seq > 0)
		return ++s->seq;
	newest = store_schema_newest(s->db);
	if (newest >= 0)
		return s->seq = (uint64_t)newest + 1;
	store_fail(s, sqlite3_extended_errcode(s->db));
	return 0;
}

int
store_count_settle(struct sqlite *s)
{
	sqlite3_stmt *st = s->statements[KEPT_MORE];

	for (; s->nuncounted > 0; s->nuncounted--) {
		const struct uncounted *u = &s->uncounted[s->nuncounted - 1];

		store_bind_number(st, 1, u->channel_id);
		sqlite3_bind_int64(st, 2, u->lines);
		if (store_run(s, KEPT_MORE) < 0)
			return -1;
	}
	return 0;
}

int
store_count(struct sqlite *s, uint64_t channel_id)
{
	size_t i = 0;

	while (i < s->nuncounted && s->uncounted[i].channel_id != channel_id)
		i++;
	if (i == UNCOUNTED_MAX) {
		if (store_count_settle(s) < 0)
			return -1;
		i = 0;
	}
	if (i == s->nuncounted)
		s->uncounted[s->nuncounted++] =
		    (struct uncounted){channel_id, 0};
	s->uncounted[i].lines++;
	return 0;
}

/* Some failures have rolled it back already. */
static void
roll_back(struct sqlite *s)
{
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->said = false;
	s->appended = 0;
	s->nuncounted = 0;
	s->nonces = -1;
}

static void
end_turn(struct sqlite *s)
{
	if (!s->failed && !sqlite3_get_autocommit(s->db) &&
	    store_count_settle(s) == 0)
		store_run(s, COMMIT_TURN);
	if (s->failed) {
		roll_back(s);
		return;
	}
	if (s->appended)
		s->store.kept_seq = s->appended;
	s->store.changes = (uint64_t)sqlite3_total_changes(s->db);
	s->said = false;
	s->appended = 0;
	forget_owed(s);
}

void
store_settle(struct sqlite *s)
{
	if (s->said)
		end_turn(s);
}

int
store_now(struct sqlite *s)
{
	end_turn(s);
	if (!s->failed)
		return 0;
	errno = s->failed;
	return -1;
}

static struct gone *
find_gone(const struct sqlite *s, uint64_t channel_id)
{
	struct gone *g;

	DL_FOREACH (s->gone, g)
		if (g->channel_id == channel_id)
			return g;
	return NULL;
}

bool
store_is_gone(const struct sqlite *s, uint64_t channel_id)
{
	return s->gone && find_gone(s, channel_id);
}

void
store_gone_add(struct sqlite *s, uint64_t channel_id, uint64_t until_seq)
{
	struct gone *g = find_gone(s, channel_id);

	if (!g) {
		g = mem_alloc(sizeof(*g));
		g->channel_id = channel_id;
		DL_APPEND(s->gone, g);
	}
	g->until_seq = until_seq;
}

uint64_t
store_gone_until(const struct sqlite *s, uint64_t channel_id)
{
	return find_gone(s, channel_id)->until_seq;
}

void
store_gone_drop(struct sqlite *s, uint64_t channel_id)
{
	struct gone *g = find_gone(s, channel_id);

	if (!g)
		return;
	DL_DELETE(s->gone, g);
	free(g);
}

int
store_commit(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_now(s) < 0)
		return -1;
	if (s->wipe)
		s->wipe = store_file_wipe(s->db) < 0;
	return 0;
}

static int
run_sql(struct sqlite *s, const char *sql)
{
	int result = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return result ? store_fail(s, result) : 0;
}

/* Whether anything at all can be written, before the whole world is: the
 * version stays what it is, and needs room as all else does. */
static int
probe(struct sqlite *s)
{
	char sql[48];

	snprintf(
	    sql, sizeof(sql), "PRAGMA user_version = %d", STORE_SCHEMA_VERSION);
	if (store_run(s, BEGIN_TURN) < 0 || run_sql(s, sql) < 0)
		return -1;
	return store_run(s, COMMIT_TURN);
}

/* What the world is now is written next, whatever has ended meanwhile. */
static int
begin_anew(struct sqlite *s)
{
	if (begin(s) < 0)
		return -1;
	return run_sql(s,
	    "DELETE FROM channels;"
	    "DELETE FROM channel_masks;"
	    "DELETE FROM channel_rights;"
	    "DELETE FROM channel_formers;"
	    "DELETE FROM metadata");
}

/* Without standing still: it is tried often. */
int
store_again(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;
	int result;

	s->failed = 0;
	store_file_patience(s->db, false);
	result = probe(s) < 0 ? -1 : begin_anew(s);
	store_file_patience(s->db, true);
	return result;
}

int
store_prepare(struct sqlite *s, const char *path, struct buf *err)
{
	for (int i = 0; i < STATEMENTS; i++) {
		if (!sqlite3_prepare_v3(s->db, store_statements[i], -1,
			SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL))
			continue;
		store_file_error(s->db, path, err);
		return -1;
	}
	return 0;
}

void
store_release(struct sqlite *s)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	forget_owed(s);
	store_later_free(&s->later);
	while (s->gone)
		store_gone_drop(s, s->gone->channel_id);
	explicit_bzero(s->store.secret, sizeof(s->store.secret));
	free(s);
}
