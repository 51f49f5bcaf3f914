/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_FILE_H
#define SERVER_SEARCH_FILE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * search.db, which holds what is needed to find messages by their words, and
 * nothing that could not be made again from history.db. Its tables:
 *   docs   a row for each message: id is its time or, where that is taken,
 *          the next one that is free, so that ids have the order of times;
 *          seq as in history.db; words is what it stands by in the index
 *          (search_grams.h)
 *   grams  the index, by FTS5; rowid is docs.id
 *   state  one row, as struct search_state
 */
struct search_state {
	uint64_t last_seq; /* of history.db: indexed until there */
	char last_id[32];  /* its id, to know another history.db by */
	uint64_t removed;  /* of its table `removed`: done until there */
	int64_t slack_ms;  /* most by which an id lies behind its time */
	uint64_t unmerged; /* removals of which the index has pieces left */
	int64_t merged_ms; /* wall, when it last had none */
};

/* For both: 0, or a result code of SQLite; *db is to be closed even then. */

/* Opens it to be written, and makes it where there is none (0600). Where it is
 * of another version the result is SQLITE_NOTADB. */
int search_file_open(sqlite3 **db, const char *path);
/* Opens a database to be read beside who writes it, with the tokenizer. */
int search_file_read(sqlite3 **db, const char *path);
/* Whether who writes it has made its tables; of another version they are not
 * its own yet. 0, or a result code. */
int search_file_ready(sqlite3 *db, bool *ready);
/* Removes it; it must not be open for writing. */
void search_file_remove(const char *path);

/* Whether that is a file which can only be made anew. */
bool search_file_broken(int result);

/* 0, or a result code. */
int search_state_load(sqlite3 *db, struct search_state *s);
int search_state_save(sqlite3 *db, const struct search_state *s);

/* A column of a row, "" where it is NULL; borrowed until the next row. */
const char *search_file_text(sqlite3_stmt *row, int column);

#endif
