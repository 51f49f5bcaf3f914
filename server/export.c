/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/export.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "server/store_json.h"
#include "server/store_schema.h"
#include "server/store_turn.h"

enum { PAGE = 500, BUSY_MS = 5000 };

struct run {
	const struct export *x;
	struct buf *err;
	sqlite3 *db;
	sqlite3_stmt *next_channel, *page;
	FILE *out;
	struct buf lines; /* of the page that was read last */
	unsigned long long events;
};

/* What a channel that is gone leaves behind belongs to nobody: who makes the
 * name anew would read it. One that was never used is not kept either. */
static const char next_channel[] =
    "SELECT id, " STORE_JSON_CHANNEL " FROM channels"
    " WHERE id > ?1 AND used AND (?2 IS NULL OR name = ?2 COLLATE NOCASE)"
    " ORDER BY id LIMIT 1";
#define PAGE_OF(kinds)                                          \
	"SELECT time_ms, seq, " STORE_JSON_EVENT " FROM events" \
	" WHERE channel = ?1 AND (time_ms, seq) > (?2, ?3)"     \
	" AND (?4 IS NULL OR account = ?4 COLLATE NOCASE"       \
	" OR (channel = 0 AND arg = ?4 COLLATE NOCASE)) AND " kinds
/* Each sort by its index (store_schema.c), merged. */
static const char page[] = PAGE_OF(STORE_SAID) " UNION ALL " PAGE_OF(
    STORE_OTHER) " ORDER BY 1, 2 LIMIT ?5";

static int
fail(struct run *r, int status)
{
	buf_addf(r->err, "%s/history.db: %s", r->x->dir, sqlite3_errmsg(r->db));
	return status;
}

static int
fail_version(struct run *r)
{
	int version = store_schema_version(r->db);

	if (version < 0)
		return fail(r, EX_DATAERR);
	buf_addf(r->err,
	    "%s/history.db: %s tcpchat-server made it (version %d; this one "
	    "reads %d): %s",
	    r->x->dir, version < STORE_SCHEMA_VERSION ? "an older" : "a newer",
	    version, STORE_SCHEMA_VERSION,
	    version < STORE_SCHEMA_VERSION ? "start this one there once"
					   : "export with that one");
	return EX_DATAERR;
}

static int
prepare(struct run *r)
{
	struct buf path = {0};
	int result;

	buf_addf(&path, "%s/history.db", r->x->dir);
	result =
	    sqlite3_open_v2(path.data, &r->db, SQLITE_OPEN_READWRITE, NULL);
	buf_free(&path);
	if (result || sqlite3_busy_timeout(r->db, BUSY_MS) ||
	    sqlite3_exec(r->db, "PRAGMA query_only = ON", NULL, NULL, NULL))
		return fail(r, EX_NOINPUT);
	if (store_schema_version(r->db) != STORE_SCHEMA_VERSION)
		return fail_version(r);
	if (sqlite3_prepare_v2(
		r->db, next_channel, -1, &r->next_channel, NULL) ||
	    sqlite3_prepare_v2(r->db, page, -1, &r->page, NULL))
		return fail(r, EX_DATAERR);
	return EX_OK;
}

static void
add_line(struct run *r, sqlite3_stmt *row, int column)
{
	const void *text = sqlite3_column_text(row, column);

	buf_add(&r->lines, text, (size_t)sqlite3_column_bytes(row, column));
	buf_addc(&r->lines, '\n');
}

/* Nothing of the database is held while we wait for who reads the output. */
static int
write_lines(struct run *r)
{
	size_t len = r->lines.len;
	bool all = len == 0 || fwrite(r->lines.data, 1, len, r->out) == len;

	buf_reset(&r->lines);
	if (all)
		return EX_OK;
	buf_addf(r->err, "%s: %s", r->x->file, strerror(errno));
	return EX_IOERR;
}

static int
read_page(struct run *r, uint64_t channel, int64_t *time_ms, int64_t *seq)
{
	int rows = 0, result;

	sqlite3_bind_int64(r->page, 1, (sqlite3_int64)channel);
	sqlite3_bind_int64(r->page, 2, *time_ms);
	sqlite3_bind_int64(r->page, 3, *seq);
	sqlite3_bind_text(r->page, 4, r->x->account, -1, SQLITE_STATIC);
	sqlite3_bind_int(r->page, 5, PAGE);
	while ((result = sqlite3_step(r->page)) == SQLITE_ROW) {
		*time_ms = sqlite3_column_int64(r->page, 0);
		*seq = sqlite3_column_int64(r->page, 1);
		add_line(r, r->page, 2);
		rows++;
	}
	sqlite3_reset(r->page);
	r->events += (unsigned)rows;
	return result == SQLITE_DONE ? rows : -1;
}

static int
write_events(struct run *r, uint64_t channel)
{
	int64_t time_ms = INT64_MIN, seq = 0;
	int rows, status = EX_OK;

	do {
		rows = read_page(r, channel, &time_ms, &seq);
		status = rows < 0 ? fail(r, EX_DATAERR) : write_lines(r);
	} while (status == EX_OK && rows == PAGE);
	return status;
}

/* 1: there is one, and its line is in r->lines; 0: there is none. */
static int
read_channel(struct run *r, uint64_t *id)
{
	int result;

	sqlite3_bind_int64(r->next_channel, 1, (sqlite3_int64)*id);
	sqlite3_bind_text(r->next_channel, 2, r->x->channel, -1, SQLITE_STATIC);
	result = sqlite3_step(r->next_channel);
	if (result == SQLITE_ROW) {
		*id = (uint64_t)sqlite3_column_int64(r->next_channel, 0);
		/* of one account: what it said, not what others may do */
		if (!r->x->account)
			add_line(r, r->next_channel, 1);
	}
	sqlite3_reset(r->next_channel);
	return result == SQLITE_ROW ? 1 : result == SQLITE_DONE ? 0 : -1;
}

static int
write_all(struct run *r)
{
	uint64_t id = 0;
	int status = EX_OK, found;

	while (status == EX_OK && (found = read_channel(r, &id)) > 0)
		status = write_events(r, id);
	if (status == EX_OK && found < 0)
		return fail(r, EX_DATAERR);
	if (status != EX_OK)
		return status;
	if (!r->x->channel)
		return write_events(r, 0);
	if (id > 0)
		return EX_OK;
	buf_addf(r->err, "%s: no such channel in the history of %s",
	    r->x->channel, r->x->dir);
	return EX_NOINPUT;
}

/* Writes all to what is open there, and closes it. */
static int
write_to(struct run *r, int fd, const char *path)
{
	int status;

	r->out = fd < 0 ? NULL : fdopen(fd, "w");
	status = r->out ? write_all(r) : EX_CANTCREAT;
	/* what is no file has nothing to sync */
	if (r->out && status == EX_OK &&
	    (fflush(r->out) != 0 || (fsync(fd) < 0 && errno != EINVAL)))
		status = EX_IOERR;
	if (r->out && fclose(r->out) != 0 && status == EX_OK)
		status = EX_IOERR;
	if (status != EX_OK && r->err->len == 0)
		buf_addf(r->err, "%s: %s", path, strerror(errno));
	return status;
}

/* Complete, or not there: under another name until it is written, which is
 * no file or link that somebody has put there. */
static int
write_file(struct run *r)
{
	struct buf part = {0};
	int fd, status;

	buf_addf(&part, "%s.part", r->x->file);
	unlink(part.data);
	fd = open(part.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	status = write_to(r, fd, part.data);
	if (status == EX_OK && rename(part.data, r->x->file) < 0) {
		status = EX_CANTCREAT;
		buf_addf(r->err, "%s: %s", r->x->file, strerror(errno));
	}
	if (status != EX_OK && fd >= 0)
		unlink(part.data);
	buf_free(&part);
	return status;
}

/* What is there and is no file is not replaced by one: a device, a pipe, a
 * link. */
static bool
is_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) < 0 || S_ISREG(st.st_mode);
}

static int
write_out(struct run *r)
{
	const char *file = r->x->file;
	int status;

	if (strcmp(file, "-") != 0 && is_file(file))
		return write_file(r);
	if (strcmp(file, "-") != 0)
		return write_to(
		    r, open(file, O_WRONLY | O_TRUNC | O_CLOEXEC), file);
	r->out = stdout;
	status = write_all(r);
	if (status != EX_OK || fflush(stdout) == 0)
		return status;
	buf_addf(r->err, "standard output: %s", strerror(errno));
	return EX_IOERR;
}

int
export_run(const struct export *x, struct buf *err)
{
	struct run r = {.x = x, .err = err};
	int status = prepare(&r);

	if (status == EX_OK)
		status = write_out(&r);
	if (status == EX_OK)
		buf_addf(err, "%llu events exported", r.events);
	sqlite3_finalize(r.next_channel);
	sqlite3_finalize(r.page);
	sqlite3_close(r.db);
	buf_free(&r.lines);
	return status;
}
