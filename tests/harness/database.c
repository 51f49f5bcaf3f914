/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/database.h"

#include <sqlite3.h>

#include "common/buf.h"
#include "tests/harness/watch.h"

enum { BUSY_MS = 10000 };

int64_t
database_number(const char *dir, const char *file, const char *sql)
{
	struct buf path = {0};
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	int64_t n = 0;

	buf_addf(&path, "%s/%s", dir, file);
	if (sqlite3_open_v2(path.data, &db, SQLITE_OPEN_READWRITE, NULL) ||
	    sqlite3_busy_timeout(db, BUSY_MS) ||
	    sqlite3_prepare_v2(db, sql, -1, &st, NULL))
		give_up("%s: %s", path.data, sqlite3_errmsg(db));
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	if (sqlite3_finalize(st))
		give_up("%s: %s", path.data, sqlite3_errmsg(db));
	sqlite3_close(db);
	buf_free(&path);
	return n;
}
