/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* How long the loop stands still for somebody else's sqlite3. */
enum { BUSY_MS = 250 };

/* The database's other files get the mode that this one has. */
static int
make_private(const char *path, struct buf *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		buf_addf(err, "%s: %s", path, strerror(errno));
		return -1;
	}
	close(fd);
	return 0;
}

void
store_file_why(sqlite3 *db, int result, struct buf *why)
{
	int system = sqlite3_system_errno(db);

	buf_adds(why,
	    result == SQLITE_ERROR ? sqlite3_errmsg(db)
				   : sqlite3_errstr(result));
	if ((result & 0xff) == SQLITE_IOERR && system)
		buf_addf(why, ": %s", strerror(system));
}

void
store_file_advise(int result, struct buf *err)
{
	result &= 0xff;
	if (result == SQLITE_CORRUPT || result == SQLITE_NOTADB)
		buf_adds(err,
		    "; it is left as it is: put a backup in its place, or "
		    "move it away with its -wal to begin a new one");
}

void
store_file_error(sqlite3 *db, const char *path, struct buf *err)
{
	int result = sqlite3_extended_errcode(db);

	buf_addf(err, "%s: ", path);
	store_file_why(db, result, err);
	store_file_advise(result, err);
}

void
store_file_begin(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int
store_file_open(sqlite3 **db, const char *path, bool sync_disk, struct buf *err)
{
	/* secure_delete: what was redacted is overwritten in the file.
	 * wal_autocheckpoint: a page that is written again and again goes
	 * into the file once for 16 MiB of the log, not for 4. */
#define PRAGMAS(synchronous)                                    \
	"PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;" \
	"PRAGMA wal_autocheckpoint = 4000; PRAGMA synchronous = " synchronous
	const char *pragmas = sync_disk ? PRAGMAS("FULL") : PRAGMAS("NORMAL");

	if (make_private(path, err) < 0)
		return -1;
	if (!sqlite3_open_v2(
		path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) &&
	    !sqlite3_busy_timeout(*db, BUSY_MS) &&
	    !sqlite3_exec(*db, pragmas, NULL, NULL, NULL))
		return 0;
	store_file_error(*db, path, err);
	return -1;
}

void
store_file_patience(sqlite3 *db, bool waits)
{
	sqlite3_busy_timeout(db, waits ? BUSY_MS : 0);
}

/* The log keeps what was written until it is written over, so it is emptied
 * into the file. Not worth standing still for, as it can be tried again. */
int
store_file_wipe(sqlite3 *db)
{
	int result;

	store_file_patience(db, false);
	result = sqlite3_wal_checkpoint_v2(
	    db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	store_file_patience(db, true);
	return result == SQLITE_OK ? 0 : -1;
}
