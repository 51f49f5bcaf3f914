/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_TURN_H
#define SERVER_STORE_TURN_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/store.h"
#include "server/store_later.h"
#include "server/store_statements.h"

/* What the parts of the store in SQLite share: the database, its statements,
 * and the turn's transaction. */

/* A message whose text has to go, and may be there still. */
struct owed {
	uint64_t channel;
	char msgid[EVENT_ID_LEN];
	struct owed *prev, *next;
};

/* A channel all of which goes, and may be there still. */
struct gone {
	uint64_t channel_id;
	uint64_t until_seq; /* what is newer stays */
	struct gone *prev, *next;
};

/* How many lines the transaction has that the table `kept` has not. */
struct uncounted {
	uint64_t channel_id;
	int64_t lines;
};
enum { UNCOUNTED_MAX = 16 };

struct sqlite {
	struct store store;
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	int failed;        /* errno of the first failure since the last time
			    * that all was well, or 0 */
	bool said;         /* the transaction has something that was said */
	uint64_t appended; /* the newest seq of it */
	uint64_t seq;      /* the newest that was given, kept or not; 0: none */
	struct owed *owed; /* redactions, until a turn is kept that has them */
	struct later *later; /* markers and cursors, the same */
	unsigned cursors_added;
	int64_t nonces;  /* that many at most, -1: not counted */
	bool wipe;       /* text that was redacted may stand in the log */
	bool wipe_later; /* or that was too old: at the end of its round */
	struct gone *gone;
	struct uncounted uncounted[UNCOUNTED_MAX];
	size_t nuncounted;
};

int store_errno(int result);
/* Opens the turn's transaction with its first change. -1 and errno: it could
 * not be, and nothing waits for it until store_again. */
int store_turn(struct sqlite *s);
/* Before anything is read: what was said is committed, so that nobody reads
 * what will not be kept. */
void store_settle(struct sqlite *s);
/* The turn so far, for who tells what it has done: as store_commit does. */
int store_now(struct sqlite *s);
/* The turn has failed by this result: all of it is taken back. -1 and errno. */
int store_fail(struct sqlite *s, int result);
/* Something could not be read: to be told. -1 and errno. */
int store_unread(struct sqlite *s, int result);
/* Of a statement that gives one row at most, after its step: resets it. 1: the
 * row was there; 0: it was not; -1 and errno: it could not be read. */
int store_read_end(struct sqlite *s, sqlite3_stmt *st, int result);
/* Runs a statement that was bound, or needs nothing, and that has no rows.
 * -1 and errno: the turn has failed. */
int store_run(struct sqlite *s, enum statement n);
/* The next row of a statement. 1: it is to be read and reset; 0: none; -1 and
 * errno: the turn has failed. */
int store_step(struct sqlite *s, enum statement n);
/* The first number of the only row; 0 where there is no row. As above. */
int store_number(struct sqlite *s, enum statement n, int64_t *out);
/* Takes the text of a message away, in this turn or as soon as anything can
 * be written; it is shown to nobody from now on. -1 and errno: later. */
int store_owe(struct sqlite *s, uint64_t channel, const char *msgid);
bool store_is_owed(const struct sqlite *s, const char *msgid);
/* Channels of which nothing is shown until all that was kept is deleted. */
bool store_is_gone(const struct sqlite *s, uint64_t channel_id);
void store_gone_add(struct sqlite *s, uint64_t channel_id, uint64_t until_seq);
uint64_t store_gone_until(const struct sqlite *s, uint64_t channel_id);
void store_gone_drop(struct sqlite *s, uint64_t channel_id);
/* For a new row of events; 0 and errno: the turn has failed. */
uint64_t store_next_seq(struct sqlite *s);
/* A row of events was written. The rows of most turns are of few channels, so
 * they are counted together: by a trigger each would cost as much again. */
int store_count(struct sqlite *s, uint64_t channel_id);
/* Before `kept` is used; a commit does it too. */
int store_count_settle(struct sqlite *s);
/* All of the turn, or nothing of it. */
int store_commit(struct store *store);
int store_again(struct store *store);
/* The text must live until the statement has run. */
void store_bind_text(sqlite3_stmt *st, int column, const char *text);
void store_bind_number(sqlite3_stmt *st, int column, uint64_t n);
/* A column of a row, borrowed until the next one; NULL, or "" where it is never
 * NULL but in a damaged file. */
const char *store_text(sqlite3_stmt *row, int column);
const char *store_known(sqlite3_stmt *row, int column);

/* At the end. */
void store_release(struct sqlite *s);
/* At start. -1, and why in err. */
int store_prepare(struct sqlite *s, const char *path, struct buf *err);

#endif
