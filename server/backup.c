/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/mem.h"
#include "server/signals.h"
#include "server/store_file.h"

enum { PAGES = 256 }; /* between two looks whether it is to end */

/* One copy on its way. */
struct copy {
	const char *file;
	char *draft; /* beside the file, which it becomes */
	struct buf from_path;
	sqlite3 *from, *to;
	struct buf *err;
};

static int
fail(struct copy *c, int status, const char *path, const char *why)
{
	buf_addf(c->err, "%s: %s", path, why);
	return status;
}

static int
fail_db(struct copy *c, int status, sqlite3 *db, const char *path)
{
	int kind = sqlite3_errcode(db);

	store_file_error(db, path, c->err);
	return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB ? EX_DATAERR
							       : status;
}

/* What is read from now on is the history of this moment. */
static int
open_from(struct copy *c)
{
	const char *path = c->from_path.data;

	if (access(path, F_OK) < 0)
		return fail(c, EX_NOINPUT, path, strerror(errno));
	if (sqlite3_open_v2(path, &c->from, SQLITE_OPEN_READONLY, NULL) ||
	    sqlite3_exec(c->from, "BEGIN; SELECT count(*) FROM sqlite_schema",
		NULL, NULL, NULL))
		return fail_db(c, EX_NOINPUT, c->from, path);
	return 0;
}

static int
open_to(struct copy *c)
{
	struct buf draft = {0};
	int fd;

	if (access(c->file, F_OK) == 0)
		return fail(c, EX_CANTCREAT, c->file,
		    "is there already, and is left as it is");
	buf_addf(&draft, "%s.XXXXXX", c->file);
	fd = mkstemp(draft.data);
	if (fd < 0) {
		buf_free(&draft);
		return fail(c, EX_CANTCREAT, c->file, strerror(errno));
	}
	close(fd);
	c->draft = draft.data;
	/* nobody else sees it before it is whole */
	if (sqlite3_open_v2(c->draft, &c->to, SQLITE_OPEN_READWRITE, NULL) ||
	    sqlite3_exec(c->to,
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL,
		NULL, NULL))
		return fail_db(c, EX_CANTCREAT, c->to, c->draft);
	return 0;
}

static int
copy_pages(struct copy *c)
{
	sqlite3_backup *b = sqlite3_backup_init(c->to, "main", c->from, "main");
	int result = b ? SQLITE_OK : SQLITE_ERROR;

	while (b && result == SQLITE_OK) {
		result = sqlite3_backup_step(b, PAGES);
		if (!signals_stop())
			continue;
		sqlite3_backup_finish(b);
		return fail(c, EX_TEMPFAIL, c->file, "interrupted");
	}
	sqlite3_backup_finish(b);
	if (result == SQLITE_DONE)
		return 0;
	if (sqlite3_errcode(c->from) == SQLITE_OK)
		return fail_db(c, EX_IOERR, c->to, c->draft);
	return fail_db(c, EX_IOERR, c->from, c->from_path.data);
}

static int
note_answer(void *context, int ncols, char **cols, char **names)
{
	(void)ncols;
	(void)names;
	if (strcmp(cols[0], "ok") != 0)
		buf_addf(context, "%s", cols[0]);
	return 0;
}

/* A copy of what is damaged must not be taken for a backup. */
static int
check(struct copy *c)
{
	struct buf wrong = {0};
	int status = 0;

	if (sqlite3_exec(
		c->to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) ||
	    sqlite3_exec(
		c->to, "PRAGMA quick_check(1)", note_answer, &wrong, NULL))
		status = fail_db(c, EX_IOERR, c->to, c->from_path.data);
	else if (wrong.len)
		status = fail(c, EX_DATAERR, c->from_path.data, wrong.data);
	buf_free(&wrong);
	return status;
}

static int
sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags), result;

	if (fd < 0)
		return -1;
	result = fsync(fd);
	close(fd);
	return result;
}

/* rename() would replace what somebody has put there meanwhile. Where there
 * are no links, a file of ours holds the place until then. */
static int
take_place(const char *draft, const char *file)
{
	int fd;

	if (link(draft, file) == 0)
		return unlink(draft);
	if (errno == EEXIST)
		return -1;
	fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	close(fd);
	return rename(draft, file);
}

static int
finish(struct copy *c)
{
	char *name = mem_strdup(c->file);
	int status = 0;

	if (sqlite3_close(c->to) != SQLITE_OK || sync_path(c->draft, 0) < 0)
		status = fail(c, EX_IOERR, c->draft, strerror(errno));
	else if (take_place(c->draft, c->file) < 0)
		status = fail(c, EX_CANTCREAT, c->file, strerror(errno));
	else if (sync_path(dirname(name), O_DIRECTORY) < 0)
		status = fail(c, EX_IOERR, c->file, strerror(errno));
	c->to = NULL;
	free(name);
	return status;
}

static void
listen_to_signals(void)
{
	sigset_t open;

	signals_ignore();
	signals_start(&open);
	sigprocmask(SIG_SETMASK, &open, NULL);
}

int
backup(const char *state, const char *file, struct buf *err)
{
	struct copy c = {.file = file, .err = err};
	int status;

	listen_to_signals();
	buf_addf(&c.from_path, "%s/history.db", state);
	status = open_from(&c);
	if (!status)
		status = open_to(&c);
	if (!status)
		status = copy_pages(&c);
	if (!status)
		status = check(&c);
	if (!status)
		status = finish(&c);
	sqlite3_close(c.to);
	sqlite3_close(c.from);
	if (status && c.draft)
		unlink(c.draft);
	free(c.draft);
	buf_free(&c.from_path);
	return status;
}
