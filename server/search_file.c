/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "server/search_grams.h"

enum { VERSION = 1, BUSY_MS = 1000, CACHE_KIB = 8192 };

static const char schema[] =
    "CREATE TABLE docs (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL,"
    " words TEXT NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE grams USING fts5 (doc, content = '',"
    " tokenize = 'tcpchat', detail = none, columnsize = 0);"
    "CREATE TABLE state (last_seq INTEGER NOT NULL, last_id TEXT NOT NULL,"
    " removed INTEGER NOT NULL, slack_ms INTEGER NOT NULL,"
    " unmerged INTEGER NOT NULL, merged_ms INTEGER NOT NULL) STRICT;"
    "INSERT INTO state VALUES (0, '', 0, 0, 0, 0)";

static int
run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* Only where it is new: to close a file that another connection of ours has
 * open would give up its locks. */
static void
make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static int
open_with(sqlite3 **db, const char *path, int flags)
{
	int result =
	    sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (!result)
		result = sqlite3_busy_timeout(*db, BUSY_MS);
	if (!result)
		result = grams_register(*db);
	return result;
}

static int
read_version(sqlite3 *db, int *version)
{
	sqlite3_stmt *st;
	int result =
	    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);

	if (result)
		return result;
	result = sqlite3_step(st);
	*version = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return result == SQLITE_ROW ? SQLITE_OK : result;
}

int
search_file_ready(sqlite3 *db, bool *ready)
{
	int version = 0, result = read_version(db, &version);

	*ready = !result && version == VERSION;
	return result;
}

static int
make_tables(sqlite3 *db)
{
	struct buf sql = {0};
	int result;

	buf_addf(&sql, "BEGIN; %s; PRAGMA user_version = %d; COMMIT", schema,
	    VERSION);
	result = run(db, sql.data);
	buf_free(&sql);
	return result;
}

int
search_file_open(sqlite3 **db, const char *path)
{
	struct buf pragmas = {0};
	int result, version = 0;

	make_private(path);
	/* what a power loss breaks is made anew */
	buf_addf(&pragmas,
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	    "PRAGMA secure_delete = ON; PRAGMA cache_size = -%d",
	    CACHE_KIB);
	result = open_with(db, path, SQLITE_OPEN_READWRITE);
	if (!result)
		result = run(*db, pragmas.data);
	buf_free(&pragmas);
	if (!result)
		result = read_version(*db, &version);
	if (!result && version == 0)
		return make_tables(*db);
	if (!result && version != VERSION)
		return SQLITE_NOTADB;
	return result;
}

int
search_file_read(sqlite3 **db, const char *path)
{
	return open_with(db, path, SQLITE_OPEN_READONLY);
}

void
search_file_remove(const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm"};
	struct buf name = {0};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		buf_reset(&name);
		buf_addf(&name, "%s%s", path, ends[i]);
		unlink(name.data);
	}
	buf_free(&name);
}

bool
search_file_broken(int result)
{
	result &= 0xff;
	/* a table that is not there, or not as it was made */
	return result == SQLITE_CORRUPT || result == SQLITE_NOTADB ||
	    result == SQLITE_ERROR || result == SQLITE_SCHEMA;
}

const char *
search_file_text(sqlite3_stmt *row, int column)
{
	const char *s = (const char *)sqlite3_column_text(row, column);

	return s ? s : "";
}

int
search_state_load(sqlite3 *db, struct search_state *s)
{
	sqlite3_stmt *st;
	int result = sqlite3_prepare_v2(db,
	    "SELECT last_seq, last_id, removed, slack_ms, unmerged, merged_ms"
	    " FROM state",
	    -1, &st, NULL);

	memset(s, 0, sizeof(*s));
	if (result)
		return result;
	result = sqlite3_step(st);
	if (result == SQLITE_ROW) {
		s->last_seq = (uint64_t)sqlite3_column_int64(st, 0);
		snprintf(s->last_id, sizeof(s->last_id), "%s",
		    search_file_text(st, 1));
		s->removed = (uint64_t)sqlite3_column_int64(st, 2);
		s->slack_ms = sqlite3_column_int64(st, 3);
		s->unmerged = (uint64_t)sqlite3_column_int64(st, 4);
		s->merged_ms = sqlite3_column_int64(st, 5);
	}
	sqlite3_finalize(st);
	if (result == SQLITE_DONE)
		return SQLITE_CORRUPT;
	return result == SQLITE_ROW ? SQLITE_OK : result;
}

int
search_state_save(sqlite3 *db, const struct search_state *s)
{
	sqlite3_stmt *st;
	int result = sqlite3_prepare_v2(db,
	    "UPDATE state SET last_seq = ?, last_id = ?, removed = ?,"
	    " slack_ms = ?, unmerged = ?, merged_ms = ?",
	    -1, &st, NULL);

	if (result)
		return result;
	sqlite3_bind_int64(st, 1, (sqlite3_int64)s->last_seq);
	sqlite3_bind_text(st, 2, s->last_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 3, (sqlite3_int64)s->removed);
	sqlite3_bind_int64(st, 4, s->slack_ms);
	sqlite3_bind_int64(st, 5, (sqlite3_int64)s->unmerged);
	sqlite3_bind_int64(st, 6, s->merged_ms);
	sqlite3_step(st);
	return sqlite3_finalize(st);
}
