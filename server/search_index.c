/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_index.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/search_file.h"
#include "server/search_fold.h"
#include "server/store_schema.h"

enum {
	MERGE_PAGES = 200,
	MOST_BYTES = 65536,
	WIPE_AGAIN_MS = 1000,
	DAY_MS = 24 * 60 * 60 * 1000
};

enum statement {
	EVENTS, /* of history.db */
	REMOVED,
	LAST,
	EVENT_ID,
	TAKEN, /* of search.db */
	DOC_ADD,
	GRAMS_ADD,
	DOC_FIND,
	DOC_DROP,
	GRAMS_DROP,
	STATEMENTS
};

static const char *const statements[STATEMENTS] = {
    [EVENTS] = "SELECT seq, time_ms, msgid, kind IN ('message', 'notice'),"
	       " channel, nick, account, arg, body FROM events WHERE seq > ?"
	       " ORDER BY seq LIMIT ?",
    [REMOVED] = "SELECT no, seq, time_ms FROM removed WHERE no > ?"
		" ORDER BY no LIMIT ?",
    [LAST] = "SELECT (" STORE_NEWEST_SEQ "),"
	     " (SELECT seq FROM sqlite_sequence WHERE name = 'removed')",
    [EVENT_ID] = "SELECT msgid FROM events WHERE seq = ?",
    [TAKEN] = "SELECT 1 FROM docs WHERE id = ?",
    [DOC_ADD] = "INSERT INTO docs (id, seq, words) VALUES (?, ?, ?)",
    [GRAMS_ADD] = "INSERT INTO grams (rowid, doc) VALUES (?, ?)",
    [DOC_FIND] = "SELECT id, words FROM docs WHERE id BETWEEN ? AND ?"
		 " AND seq = ?",
    [DOC_DROP] = "DELETE FROM docs WHERE id = ?",
    [GRAMS_DROP] = "INSERT INTO grams (grams, rowid, doc)"
		   " VALUES ('delete', ?, ?)",
};

struct search_index {
	char *history_path, *path;
	sqlite3 *history, *db;
	sqlite3_stmt *statements[STATEMENTS];
	struct search_state state;
	int64_t last_time_ms, last_doc; /* of the event before */
	bool merging;
	bool wipe;      /* text that was removed may stand in the log */
	uint64_t wiped; /* of those that were removed, none to here does, nor
			 * comes back by a power loss */
	struct buf words, folded, label, error;
};

struct search_index *
search_index_new(const char *dir)
{
	struct search_index *x = mem_alloc(sizeof(*x));
	struct buf path = {0};

	buf_addf(&path, "%s/history.db", dir);
	x->history_path = mem_strdup(path.data);
	buf_reset(&path);
	buf_addf(&path, "%s/search.db", dir);
	x->path = mem_strdup(path.data);
	buf_free(&path);
	return x;
}

static void
close_files(struct search_index *x)
{
	for (int i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(x->statements[i]);
		x->statements[i] = NULL;
	}
	sqlite3_close(x->history);
	sqlite3_close(x->db);
	x->history = x->db = NULL;
}

void
search_index_free(struct search_index *x)
{
	if (!x)
		return;
	close_files(x);
	free(x->history_path);
	free(x->path);
	buf_free(&x->words);
	buf_free(&x->folded);
	buf_free(&x->label);
	buf_free(&x->error);
	free(x);
}

const char *
search_index_error(const struct search_index *x)
{
	return x->error.data ? x->error.data : "";
}

int64_t
search_index_wait(const struct search_index *x)
{
	int64_t left = x->state.merged_ms + DAY_MS - clock_wall_ms();

	if (x->wipe)
		return WIPE_AGAIN_MS;
	if (x->state.unmerged == 0)
		return -1;
	return left > 0 ? left : 0;
}

uint64_t
search_index_removed(const struct search_index *x)
{
	return x->wiped;
}

void
search_label_channel(struct buf *out, uint64_t channel_id)
{
	buf_reset(out);
	buf_addf(out, "\001c%llx", (unsigned long long)channel_id);
}

static void
label_name(struct buf *out, char kind, const char *name)
{
	buf_reset(out);
	buf_addf(out, "\001%c", kind);
	for (; *name; name++)
		if ((unsigned char)*name >= ' ')
			buf_addc(out, text_fold_char(*name));
}

void
search_label_account(struct buf *out, const char *account)
{
	label_name(out, 'a', account);
}

void
search_label_nick(struct buf *out, const char *nick)
{
	label_name(out, 'n', nick);
}

static bool
is_well(int result)
{
	return result == SQLITE_OK || result == SQLITE_ROW ||
	    result == SQLITE_DONE;
}

static int
prepare(struct search_index *x, sqlite3 *db, int first, int end)
{
	int result = SQLITE_OK;

	for (int i = first; i < end && !result; i++)
		result = sqlite3_prepare_v3(db, statements[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &x->statements[i], NULL);
	return result;
}

static int
run(struct search_index *x, enum statement n)
{
	int result;

	sqlite3_step(x->statements[n]);
	result = sqlite3_reset(x->statements[n]);
	sqlite3_clear_bindings(x->statements[n]);
	return result;
}

/* Whether the index is of this history.db, and not of one that came later and
 * was lost. */
static bool
belongs(struct search_index *x)
{
	sqlite3_stmt *last = x->statements[LAST];
	sqlite3_stmt *id = x->statements[EVENT_ID];
	bool good;

	good = sqlite3_step(last) == SQLITE_ROW &&
	    (uint64_t)sqlite3_column_int64(last, 0) >= x->state.last_seq &&
	    (uint64_t)sqlite3_column_int64(last, 1) >= x->state.removed;
	sqlite3_reset(last);
	sqlite3_bind_int64(id, 1, (sqlite3_int64)x->state.last_seq);
	if (sqlite3_step(id) == SQLITE_ROW)
		good =
		    good && !strcmp(search_file_text(id, 0), x->state.last_id);
	sqlite3_reset(id);
	return good;
}

static int
open_files(struct search_index *x)
{
	int result = search_file_read(&x->history, x->history_path);

	if (!result)
		result = prepare(x, x->history, EVENTS, TAKEN);
	if (result)
		return result;
	result = search_file_open(&x->db, x->path);
	if (!result)
		result = search_state_load(x->db, &x->state);
	if (!result)
		result = prepare(x, x->db, TAKEN, STATEMENTS);
	if (!result && !belongs(x))
		return SQLITE_NOTADB;
	x->wipe = true; /* as the last run may not have come to it */
	x->wiped = 0;
	return result;
}

/* The first id that is free, from the event's time on. Those of one time come
 * together mostly. */
static int
find_id(struct search_index *x, int64_t time_ms, int64_t *id)
{
	int result;

	*id = time_ms;
	if (x->last_time_ms <= time_ms && x->last_doc >= time_ms)
		*id = x->last_doc + 1;
	do {
		sqlite3_bind_int64(x->statements[TAKEN], 1, *id);
		result = sqlite3_step(x->statements[TAKEN]);
		sqlite3_reset(x->statements[TAKEN]);
	} while (result == SQLITE_ROW && ++*id);
	x->last_time_ms = time_ms;
	x->last_doc = *id;
	if (*id - time_ms > x->state.slack_ms)
		x->state.slack_ms = *id - time_ms;
	return result == SQLITE_DONE ? SQLITE_OK : result;
}

static void
add_label(struct search_index *x)
{
	buf_add(&x->words, x->label.data, x->label.len);
}

/* Both accounts, of what is between people: it is of each. */
static void
add_place(struct search_index *x, sqlite3_stmt *row)
{
	uint64_t channel = (uint64_t)sqlite3_column_int64(row, 4);

	if (channel) {
		search_label_channel(&x->label, channel);
		add_label(x);
		return;
	}
	for (int column = 6; column <= 7; column++) {
		if (sqlite3_column_type(row, column) == SQLITE_NULL)
			continue;
		search_label_account(&x->label, search_file_text(row, column));
		add_label(x);
	}
}

static int
add_doc(struct search_index *x, sqlite3_stmt *row)
{
	sqlite3_stmt *doc = x->statements[DOC_ADD];
	sqlite3_stmt *grams = x->statements[GRAMS_ADD];
	int64_t id;
	int result;

	buf_reset(&x->words);
	add_place(x, row);
	/* between two without accounts: theirs while they are here */
	if (x->words.len == 0)
		return SQLITE_OK;
	result = find_id(x, sqlite3_column_int64(row, 1), &id);
	search_label_nick(&x->label, search_file_text(row, 5));
	add_label(x);
	search_fold(&x->folded, search_file_text(row, 8));
	buf_addc(&x->words, '\2');
	buf_adds(&x->words, x->folded.data);
	sqlite3_bind_int64(doc, 1, id);
	sqlite3_bind_int64(doc, 2, sqlite3_column_int64(row, 0));
	sqlite3_bind_text(doc, 3, x->words.data, -1, SQLITE_STATIC);
	sqlite3_bind_int64(grams, 1, id);
	sqlite3_bind_text(grams, 2, x->words.data, -1, SQLITE_STATIC);
	if (!result)
		result = run(x, DOC_ADD);
	return result ? result : run(x, GRAMS_ADD);
}

/* How many there were, with the result of the last one. */
static size_t
add_new(struct search_index *x, size_t most, int *result)
{
	sqlite3_stmt *row = x->statements[EVENTS];
	size_t n = 0, bytes = 0;

	*result = SQLITE_OK;
	sqlite3_bind_int64(row, 1, (sqlite3_int64)x->state.last_seq);
	sqlite3_bind_int64(row, 2, (sqlite3_int64)most);
	for (;
	     !*result && bytes < MOST_BYTES && sqlite3_step(row) == SQLITE_ROW;
	     n++) {
		if (sqlite3_column_int(row, 3))
			*result = add_doc(x, row);
		bytes += (size_t)sqlite3_column_bytes(row, 8);
		x->state.last_seq = (uint64_t)sqlite3_column_int64(row, 0);
		snprintf(x->state.last_id, sizeof(x->state.last_id), "%s",
		    search_file_text(row, 2));
	}
	if (!*result)
		*result = sqlite3_reset(row);
	sqlite3_reset(row);
	return n;
}

/* What it was found by is taken out just as it was put in. */
static int
drop_doc(struct search_index *x, int64_t seq, int64_t time_ms)
{
	sqlite3_stmt *row = x->statements[DOC_FIND];
	sqlite3_stmt *grams = x->statements[GRAMS_DROP];
	sqlite3_stmt *doc = x->statements[DOC_DROP];
	int result;

	sqlite3_bind_int64(row, 1, time_ms);
	sqlite3_bind_int64(row, 2, time_ms + x->state.slack_ms);
	sqlite3_bind_int64(row, 3, seq);
	result = sqlite3_step(x->statements[DOC_FIND]);
	if (result == SQLITE_ROW) {
		sqlite3_bind_int64(grams, 1, sqlite3_column_int64(row, 0));
		sqlite3_bind_text(
		    grams, 2, search_file_text(row, 1), -1, SQLITE_STATIC);
		sqlite3_bind_int64(doc, 1, sqlite3_column_int64(row, 0));
		result = run(x, GRAMS_DROP);
		if (!result)
			result = run(x, DOC_DROP);
		x->state.unmerged++;
	}
	sqlite3_reset(row);
	return result == SQLITE_DONE ? SQLITE_OK : result;
}

static size_t
drop_removed(struct search_index *x, size_t most, int *result)
{
	sqlite3_stmt *row = x->statements[REMOVED];
	size_t n = 0;

	*result = SQLITE_OK;
	sqlite3_bind_int64(row, 1, (sqlite3_int64)x->state.removed);
	sqlite3_bind_int64(row, 2, (sqlite3_int64)most);
	for (; !*result && sqlite3_step(row) == SQLITE_ROW; n++) {
		*result = drop_doc(x, sqlite3_column_int64(row, 1),
		    sqlite3_column_int64(row, 2));
		x->state.removed = (uint64_t)sqlite3_column_int64(row, 0);
	}
	if (!*result)
		*result = sqlite3_reset(row);
	sqlite3_reset(row);
	return n;
}

/* One step of merging all of the index into one piece, which holds nothing
 * of what was removed; once a day at most. */
static size_t
merge(struct search_index *x, int *result)
{
	struct buf sql = {0};
	int before = sqlite3_total_changes(x->db);

	*result = SQLITE_OK;
	if (x->state.unmerged == 0 ||
	    clock_wall_ms() - x->state.merged_ms < DAY_MS)
		return 0;
	buf_addf(&sql, "INSERT INTO grams (grams, rank) VALUES ('merge', %d)",
	    x->merging ? MERGE_PAGES : -MERGE_PAGES);
	x->merging = true;
	*result = sqlite3_exec(x->db, sql.data, NULL, NULL, NULL);
	buf_free(&sql);
	/* so FTS5 says that there was nothing left to do */
	if (*result || sqlite3_total_changes(x->db) - before >= 2)
		return 1;
	x->merging = false;
	x->state.unmerged = 0;
	x->state.merged_ms = clock_wall_ms();
	return 1;
}

/* Not while somebody searches: then the next time. */
static void
wipe_log(struct search_index *x)
{
	if (x->wipe)
		x->wipe = sqlite3_wal_checkpoint_v2(x->db, NULL,
			      SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != 0;
	if (!x->wipe)
		x->wiped = x->state.removed;
}

/* One transaction; how much it did. */
static size_t
work(struct search_index *x, size_t most, int *result)
{
	size_t removed, done;

	*result = sqlite3_exec(x->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (*result)
		return 0;
	removed = done = drop_removed(x, most, result);
	if (!*result && done == 0)
		done = add_new(x, most, result);
	if (!*result && done == 0)
		removed = done = merge(x, result);
	if (!*result && done > 0)
		*result = search_state_save(x->db, &x->state);
	if (!*result)
		*result = sqlite3_exec(x->db, "COMMIT", NULL, NULL, NULL);
	x->wipe = x->wipe || removed > 0;
	if (!*result && !x->merging)
		wipe_log(x);
	return done;
}

/* The state is read again with what is opened next. */
static void
forget_files(struct search_index *x)
{
	close_files(x);
	x->merging = false;
	x->last_time_ms = x->last_doc = 0;
	memset(&x->state, 0, sizeof(x->state));
}

void
search_index_remake(struct search_index *x)
{
	forget_files(x);
	search_file_remove(x->path);
}

static enum search_step
fail(struct search_index *x, int result)
{
	bool history = !x->db || !is_well(sqlite3_errcode(x->history));
	bool anew = !history && search_file_broken(result);

	buf_reset(&x->error);
	if (history)
		buf_addf(&x->error, "%s: %s", x->history_path,
		    sqlite3_errmsg(x->history));
	else
		buf_addf(&x->error, "%s: %s", x->path, sqlite3_errstr(result));
	forget_files(x);
	if (anew)
		search_file_remove(x->path);
	return anew ? SEARCH_ANEW : SEARCH_FAILED;
}

enum search_step
search_index_step(struct search_index *x, size_t most)
{
	int result = x->db ? SQLITE_OK : open_files(x);
	size_t done;

	if (result)
		return fail(x, result);
	done = work(x, most, &result);
	if (result)
		return fail(x, result);
	return done > 0 ? SEARCH_MORE : SEARCH_IDLE;
}
