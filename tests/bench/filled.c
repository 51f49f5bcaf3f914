/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/filled.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/buf.h"
#include "tests/bench/guest.h"

enum { TURN = 100000, NICKS = 200, WORDS_LEAST = 4, WORDS_MORE = 14 };
static const int64_t first_ms = 1600000000000;

/* The same numbers in every run (splitmix64). */
static uint64_t
chance(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15U;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
	x = (x ^ x >> 27) * 0x94d049bb133111ebU;
	return x ^ x >> 31;
}

const char *
filled_word(unsigned n)
{
	static const char *const parts[] = {"ba", "ce", "di", "fo", "gu", "ha",
	    "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we",
	    "xi", "yo", "zu"};
	static char word[16];
	size_t len = 0;

	for (n++; n > 0; n /= 20)
		len += (size_t)snprintf(
		    word + len, sizeof(word) - len, "%s", parts[n % 20]);
	return word;
}

/* Few words make up most of what people say. */
static unsigned
some_word(uint64_t *state)
{
	double x = (double)(chance(state) >> 11) / (double)(1ULL << 53);

	return (unsigned)(x * x * x * x * FILLED_WORDS);
}

static void
some_text(struct buf *out, uint64_t *state)
{
	unsigned words = WORDS_LEAST + chance(state) % WORDS_MORE;

	buf_reset(out);
	for (unsigned i = 0; i < words; i++)
		buf_addf(
		    out, "%s%s", i ? " " : "", filled_word(some_word(state)));
}

void
filled_id(int i, char id[EVENT_ID_LEN])
{
	uint64_t state = (uint64_t)i, bits[2];

	bits[0] = chance(&state);
	bits[1] = chance(&state);
	event_id_at(id, first_ms + (int64_t)i * 1000, (const uint8_t *)bits);
}

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL))
		give_up("%s: %s", sql, sqlite3_errmsg(db));
}

static void
bind(sqlite3_stmt *st, int column, const char *text)
{
	sqlite3_bind_text(st, column, text, -1, SQLITE_TRANSIENT);
}

static void
add_message(sqlite3_stmt *st, int i, struct buf *text)
{
	char id[EVENT_ID_LEN], nick[16], user[17];
	uint64_t state = ~(uint64_t)i;

	filled_id(i, id);
	snprintf(
	    nick, sizeof(nick), "nick%u", (unsigned)(chance(&state) % NICKS));
	snprintf(user, sizeof(user), "~%s", nick);
	some_text(text, &state);
	sqlite3_bind_int64(st, 1, first_ms + (int64_t)i * 1000);
	bind(st, 2, id);
	bind(st, 3, nick);
	bind(st, 4, user);
	bind(st, 5, text->data);
	if (sqlite3_step(st) != SQLITE_DONE)
		give_up("%s", sqlite3_errmsg(sqlite3_db_handle(st)));
	sqlite3_reset(st);
}

static void
add_messages(sqlite3 *db, const char *channel, int count)
{
	struct buf sql = {0}, text = {0};
	sqlite3_stmt *st;

	buf_addf(&sql,
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick, user,"
	    " host, bot, target, body) VALUES ((SELECT id FROM channels"
	    " WHERE name = '%s'), ?, ?, 'message', ?, ?, 'host.example', 0,"
	    " '%s', ?)",
	    channel, channel);
	if (sqlite3_prepare_v2(db, sql.data, -1, &st, NULL))
		give_up("%s", sqlite3_errmsg(db));
	for (int i = 0; i < count; i++) {
		if (i % TURN == 0)
			run(db, i ? "COMMIT; BEGIN" : "BEGIN");
		add_message(st, i, &text);
	}
	run(db,
	    "INSERT OR REPLACE INTO kept SELECT channel, count(*), 0"
	    " FROM events GROUP BY channel; COMMIT");
	sqlite3_finalize(st);
	buf_free(&sql);
	buf_free(&text);
}

double
filled_make(const char *state, const char *channel, int count)
{
	int64_t start = guest_now_ns();
	struct buf path = {0};
	sqlite3 *db;

	buf_addf(&path, "%s/history.db", state);
	if (sqlite3_open_v2(path.data, &db, SQLITE_OPEN_READWRITE, NULL))
		give_up("%s: %s", path.data, sqlite3_errmsg(db));
	run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
	add_messages(db, channel, count);
	if (sqlite3_close(db))
		give_up("%s: not closed", path.data);
	buf_free(&path);
	return (double)(guest_now_ns() - start) / 1e9;
}

int64_t
filled_size(const char *state, const char *file)
{
	struct buf path = {0};
	struct stat st;
	int result;

	buf_addf(&path, "%s/%s", state, file);
	result = stat(path.data, &st);
	buf_free(&path);
	return result == 0 ? (int64_t)st.st_size : 0;
}
