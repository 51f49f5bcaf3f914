/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_FILE_H
#define SERVER_STORE_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "common/buf.h"

/* The files of a SQLite database: history.db and its log beside it. */

/* Once at start, before any database is used: SQLite keeps no statistics of
 * its memory, for which each thread would wait at each allocation. */
void store_file_begin(void);

/* Opens it, or makes it (0600). -1 with a line in err; *db is to be closed
 * even then. */
int store_file_open(
    sqlite3 **db, const char *path, bool sync_disk, struct buf *err);

/* Why a call had this result, with what the system said of it. */
void store_file_why(sqlite3 *db, int result, struct buf *why);
/* What to do at the start, where the file is damaged. */
void store_file_advise(int result, struct buf *err);
/* Both, of the last call, as "path: why". */
void store_file_error(sqlite3 *db, const char *path, struct buf *err);

/* Whether somebody who writes beside us is waited for. */
void store_file_patience(sqlite3 *db, bool waits);

/* Overwrites what was deleted, in the log too. -1 where somebody who reads
 * beside us is in the way, or it cannot be written: later then. */
int store_file_wipe(sqlite3 *db);

#endif
