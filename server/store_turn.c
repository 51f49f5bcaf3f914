/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_turn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "server/store_file.h"
#include "server/store_json.h"
#include "server/store_schema.h"

#define SAID         STORE_SAID
#define OTHER        STORE_OTHER
#define NOT_REDACTED "kind <> 'redacted'"
#define COLUMNS                                                               \
	"events.seq, events.time_ms, msgid, kind, nick, user, host, account," \
	" realname, bot, target, arg, body, tags, source_id, target_id, "     \
	"status"

/* Ranges: ?1 and ?2 are what they come after, ?3 and ?4 before, ?5 how many. */
#define WITHIN(table)                                               \
	"(" table ".time_ms, " table ".seq) > (?1, ?2) AND (" table \
	".time_ms, " table ".seq) < (?3, ?4)"
#define OF_CHANNEL(kinds) \
	" FROM events WHERE channel = ?6 AND " kinds " AND " WITHIN("events")
#define OF_TALKS(peer)                                                     \
	" FROM talks CROSS JOIN events USING (seq) WHERE owner = ?6 " peer \
	" AND " NOT_REDACTED " AND (NOT ?7 OR " SAID ") AND " WITHIN("talks")
/* As a part of the question, so that as many as asked for are found. */
#define NOT_OWED          " AND NOT is_owed(msgid)"
#define IN_CHANNEL(kinds) "SELECT " COLUMNS OF_CHANNEL(kinds) NOT_OWED
#define IN_TALKS(peer)    "SELECT " COLUMNS OF_TALKS(peer) NOT_OWED
/* All of a channel: both sorts, merged by time and seq. */
#define IN_CHANNEL_ALL \
	IN_CHANNEL(SAID) " UNION ALL " IN_CHANNEL(OTHER " AND " NOT_REDACTED)
#define FIRST(rows, table) \
	rows " ORDER BY " table ".time_ms, " table ".seq LIMIT ?5"
#define LAST(rows, table)                                                 \
	"SELECT * FROM (" rows " ORDER BY " table ".time_ms DESC, " table \
	".seq DESC LIMIT ?5) ORDER BY time_ms, seq"

/* The point of the row before the last ?5, and how many there are. */
#define SEEK(rows, table)                                                 \
	"SELECT " table ".time_ms, " table ".seq" rows " ORDER BY " table \
	".time_ms DESC, " table ".seq DESC LIMIT 1 OFFSET ?5"
#define COUNT(rows) "SELECT count(*) FROM (SELECT 1" rows " LIMIT ?5)"

#define GUEST   "substr(owner, 1, 1) = '~'"
#define ACCOUNT "substr(owner, 1, 1) <> '~'"
#define CURSORS_OF(w)                                           \
	"DELETE FROM cursors WHERE (owner, device, channel) IN" \
	" (SELECT owner, device, channel FROM cursors WHERE " w ")"

/* The first ?1 of some events of a channel, ?2, go. */
#define DROP_FIRST(some)                                                       \
	"DELETE FROM events WHERE seq IN (SELECT seq FROM (" STORE_BOTH(       \
	    "SELECT time_ms, seq FROM events WHERE channel = ?2" some) " ORDE" \
								       "R BY " \
								       "1, 2 " \
								       "LIMIT" \
								       " ?1))"

/* What the account ?3 said in the channel ?4, in a talk with ?5, or
 * everywhere; between ?1 and ?2. */
#define OWN                                                            \
	"seq > ?1 AND seq <= ?2 AND account = ?3 COLLATE NOCASE"       \
	" AND kind IN ('message', 'notice', 'tagmsg') AND (?4 < 0 OR " \
	"(channel = ?4 AND (?4 > 0 OR EXISTS (SELECT 1 FROM"           \
	" talks WHERE owner = lower(?3) AND peer = ?5"                 \
	" AND talks.time_ms = events.time_ms AND talks.seq = events.seq))))"
#define FORGETTING " WHERE account = ?1 AND channel = ?2 AND peer = ?3"

static const char *const statements[STATEMENTS] = {
    [BEGIN_TURN] = "BEGIN IMMEDIATE",
    [COMMIT_TURN] = "COMMIT",
    [APPEND] = "INSERT INTO events (channel, time_ms, msgid, kind, nick, user,"
	       " host, account, realname, bot, status, target, arg, body,"
	       " tags, source_id, target_id, seq)"
	       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [TALK_ADD] = "INSERT OR IGNORE INTO talks (owner, peer, time_ms, seq)"
		 " VALUES (?, ?, ?, ?)",
    [CORRESPONDENT_SET] =
	"INSERT INTO correspondents (owner, peer, nick) VALUES (?, ?, ?)"
	" ON CONFLICT DO UPDATE SET nick = excluded.nick"
	" WHERE nick <> excluded.nick",
    [CORRESPONDENTS] = "SELECT peer, nick FROM correspondents"
		       " WHERE owner = ?1 AND peer > ?2 ORDER BY peer"
		       " LIMIT ?3",
    [CORRESPONDENTS_BY_NICK] =
	"SELECT peer, nick FROM correspondents AS c WHERE owner = ?1"
	" AND peer > ?2 AND nick = ?4 COLLATE NOCASE ORDER BY (SELECT"
	" max(time_ms) FROM talks WHERE owner = ?1 AND peer = c.peer) DESC"
	" LIMIT ?3",
    [READ_CHANNEL_FIRST] = IN_CHANNEL_ALL " ORDER BY 2, 1 LIMIT ?5",
    [READ_CHANNEL_LAST] =
	"SELECT * FROM (" IN_CHANNEL_ALL " ORDER BY 2 DESC, 1 DESC LIMIT ?5)"
	" ORDER BY time_ms, seq",
    [READ_SAID_FIRST] = FIRST(IN_CHANNEL(SAID), "events"),
    [READ_SAID_LAST] = LAST(IN_CHANNEL(SAID), "events"),
    [READ_TALK_FIRST] = FIRST(IN_TALKS("AND peer = ?8"), "talks"),
    [READ_TALK_LAST] = LAST(IN_TALKS("AND peer = ?8"), "talks"),
    [READ_TALKS_FIRST] = FIRST(IN_TALKS(""), "talks"),
    [READ_TALKS_LAST] = LAST(IN_TALKS(""), "talks"),
    [LOCATE] = STORE_BOTH("SELECT seq FROM events WHERE msgid = ?1"
			  " AND time_ms = ?2 AND channel = ?3"),
    [LOCATE_TALK] = "SELECT seq FROM talks JOIN events USING (seq)"
		    " WHERE msgid = ?1 AND talks.time_ms = ?2 AND owner = ?3"
		    " AND peer = ?4",
    [SEEK_SAID] = SEEK(OF_CHANNEL(SAID), "events"),
    [SEEK_TALKS] = SEEK(OF_TALKS(""), "talks"),
    [COUNT_SAID] = COUNT(OF_CHANNEL(SAID)),
    [COUNT_TALKS] = COUNT(OF_TALKS("")),
    [CURSOR_LOAD] = "SELECT time_ms, seq, used_ms FROM cursors"
		    " WHERE owner = ? AND device = ? AND channel = ?",
    [CURSOR_ADD] = "INSERT OR REPLACE INTO cursors (owner, device, channel,"
		   " time_ms, seq, used_ms) VALUES (?, ?, ?, ?, ?, ?)",
    [CURSOR_MOVE] = "UPDATE cursors SET time_ms = ?4, seq = ?5, used_ms = ?6"
		    " WHERE owner = ?1 AND device = ?2 AND channel = ?3"
		    " AND (?4, ?5) >= (time_ms, seq)",
    [CURSORS_EXPIRE_GUESTS] =
	CURSORS_OF(GUEST " AND used_ms < ? ORDER BY used_ms LIMIT 8"),
    [CURSORS_EXPIRE_ACCOUNTS] =
	CURSORS_OF(ACCOUNT " AND used_ms < ? ORDER BY used_ms LIMIT 8"),
    [CURSORS_TRIM_ACCOUNT] =
	CURSORS_OF("owner = ? ORDER BY used_ms DESC LIMIT 64 OFFSET ?"),
    [CURSORS_TRIM_GUESTS] =
	CURSORS_OF(GUEST " ORDER BY used_ms DESC LIMIT 128 OFFSET ?"),
    [FIND] = "SELECT " COLUMNS
	     " FROM events WHERE msgid = ? AND time_ms = ? AND channel = ?"
	     " AND " SAID NOT_OWED,
    [REDACT] = "UPDATE events SET kind = 'redacted', body = NULL, tags = NULL"
	       " WHERE msgid = ? AND time_ms = ? AND channel = ? AND " SAID,
    [CHANNEL_SAVE] = "INSERT OR REPLACE INTO channels (id, name, created_ms,"
		     " modes, key, member_limit, topic, topic_by, topic_ms,"
		     " used, forward, joins, history)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CHANNEL_DROP] = "DELETE FROM channels WHERE id = ?",
    [MASK_ADD] = "INSERT INTO channel_masks (channel, list, mask, set_by,"
		 " time_ms) VALUES (?, ?, ?, ?, ?)",
    [MASKS_DROP] = "DELETE FROM channel_masks WHERE channel = ?",
    [RIGHT_ADD] = "INSERT INTO channel_rights (channel, account, modes)"
		  " VALUES (?, ?, ?)",
    [RIGHTS_DROP] = "DELETE FROM channel_rights WHERE channel = ?",
    [FORMER_ADD] =
	"INSERT OR REPLACE INTO channel_formers (name, channel, time_ms)"
	" VALUES (?, ?, ?)",
    [FORMERS_DROP] = "DELETE FROM channel_formers WHERE channel = ?",
    [NAME_TAKEN] = "DELETE FROM channel_formers WHERE name = ?",
    [LOGIN_ADD] = "INSERT OR IGNORE INTO logins (login) VALUES (?)",
    [REMOVED_DROP] = "DELETE FROM removed WHERE no IN (SELECT no FROM removed"
		     " WHERE no <= ?1 ORDER BY no LIMIT ?2)",
    [KEPT_MORE] = "INSERT INTO kept VALUES (?1, ?2, 0)"
		  " ON CONFLICT DO UPDATE SET lines = lines + ?2",
    [OWN_NEWEST] = "SELECT max(seq) FROM events",
    [OWN_END] = "SELECT max(seq) FROM (SELECT seq FROM events"
		" WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3)",
    [OWN_JSON] = "SELECT iif(channel > 0, json_set(" STORE_JSON_EVENT
		 ", '$.channel', target), " STORE_JSON_EVENT "), msgid"
		 " FROM events WHERE " OWN,
    [OWN_REDACT] = "UPDATE events SET kind = 'redacted', body = NULL,"
		   " tags = NULL WHERE " OWN,
    [FORGET_COUNT] = "SELECT count(*) FROM forgetting WHERE account = ?",
    [FORGET_ADD] = "INSERT OR REPLACE INTO forgetting VALUES (?, ?, ?,"
		   " (SELECT ifnull(max(seq), 0) FROM events), 0)",
    [FORGET_NEXT] = "SELECT account, channel, peer, until_seq, done_seq"
		    " FROM forgetting LIMIT 1",
    [FORGET_MOVE] = "UPDATE forgetting SET done_seq = ?4" FORGETTING,
    [FORGET_DROP] = "DELETE FROM forgetting" FORGETTING,
    [KEPT_PURGE] = "UPDATE kept SET gone_seq = ?2 WHERE channel = ?1"
		   " AND lines > 0",
    [KEPT_PURGED] = "UPDATE kept SET gone_seq = 0 WHERE channel = ?",
    [KEPT_NEXT] =
	"SELECT channel, lines, gone_seq,"
	" channel = 0 OR EXISTS (SELECT 1 FROM channels WHERE id = channel)"
	" FROM kept WHERE channel >= ? ORDER BY channel LIMIT 1",
    [KEPT_OLDEST] = STORE_BOTH(
	"SELECT time_ms FROM events WHERE channel = ?1") " ORDER BY 1 LIMIT 1",
    [KEPT_TOTAL] = "SELECT total(lines) FROM kept",
    [KEPT_BYTES] =
	"SELECT (page_count - freelist_count) * page_size"
	" FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
    [KEPT_DROP_GONE] = DROP_FIRST(
	" AND seq <= (SELECT gone_seq FROM kept WHERE channel = ?2)"),
    [KEPT_DROP_OLD] = DROP_FIRST(" AND time_ms < ?3"),
    [KEPT_DROP_OLDEST] = DROP_FIRST(""),
    [KEPT_DROP_FIRST] = "DELETE FROM events WHERE seq IN"
			" (SELECT seq FROM events ORDER BY seq LIMIT ?1)",
    [KEPT_FORGET] = "DELETE FROM kept WHERE channel = ? AND lines = 0",
    [MARKER_GET] = "SELECT time_ms FROM read_markers WHERE owner = ?"
		   " AND channel = ? AND peer = ?",
    [MARKER_SET] = "INSERT INTO read_markers (owner, channel, peer, time_ms)"
		   " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
		   " time_ms = max(time_ms, excluded.time_ms)",
    [MARKERS_TRIM] =
	"DELETE FROM read_markers WHERE (owner, channel, peer) ="
	" (SELECT owner, channel, peer FROM read_markers WHERE owner = ?1"
	" AND (channel, peer) <> (?2, ?3) ORDER BY time_ms LIMIT 1)"
	" AND (SELECT count(*) FROM read_markers WHERE owner = ?1) > ?4",
    [MARKERS_DROP] = "DELETE FROM read_markers WHERE channel = ?",
};

int
store_errno(int result)
{
	switch (result & 0xff) {
	case SQLITE_FULL:
		return ENOSPC;
	case SQLITE_READONLY:
		return EROFS;
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return EACCES;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EBUSY;
	default:
		return EIO;
	}
}

void
store_bind_text(sqlite3_stmt *st, int column, const char *text)
{
	sqlite3_bind_text(st, column, text, -1, SQLITE_STATIC);
}

void
store_bind_number(sqlite3_stmt *st, int column, uint64_t n)
{
	sqlite3_bind_int64(st, column, (sqlite3_int64)n);
}

const char *
store_text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

const char *
store_known(sqlite3_stmt *row, int column)
{
	const char *s = store_text(row, column);

	return s ? s : "";
}

static void
explain(struct sqlite *s, char *why, size_t size, int result)
{
	struct buf text = {0};

	store_file_why(s->db, result, &text);
	snprintf(why, size, "%s", text.data);
	buf_free(&text);
}

int
store_fail(struct sqlite *s, int result)
{
	if (!s->failed) {
		s->failed = store_errno(result);
		explain(s, s->store.trouble, sizeof(s->store.trouble), result);
	}
	errno = s->failed;
	return -1;
}

int
store_unread(struct sqlite *s, int result)
{
	explain(s, s->store.unreadable, sizeof(s->store.unreadable), result);
	errno = store_errno(result);
	return -1;
}

int
store_run(struct sqlite *s, enum statement n)
{
	int result = sqlite3_step(s->statements[n]);

	if (result != SQLITE_DONE)
		store_fail(s, result);
	sqlite3_reset(s->statements[n]);
	sqlite3_clear_bindings(s->statements[n]);
	if (result == SQLITE_DONE)
		return 0;
	errno = s->failed;
	return -1;
}

static int
redact(struct sqlite *s, const struct owed *o)
{
	store_bind_text(s->statements[REDACT], 1, o->msgid);
	sqlite3_bind_int64(s->statements[REDACT], 2, event_id_time(o->msgid));
	store_bind_number(s->statements[REDACT], 3, o->channel);
	s->wipe = true;
	return store_run(s, REDACT);
}

/* With what is owed from turns that failed. */
static int
begin(struct sqlite *s)
{
	const struct owed *o;

	if (store_run(s, BEGIN_TURN) < 0)
		return -1;
	DL_FOREACH (s->owed, o)
		if (redact(s, o) < 0)
			return -1;
	return 0;
}

int
store_turn(struct sqlite *s)
{
	if (!sqlite3_get_autocommit(s->db))
		return 0;
	if (!s->failed)
		return begin(s);
	errno = s->failed;
	return -1;
}

bool
store_is_owed(const struct sqlite *s, const char *msgid)
{
	const struct owed *o;

	DL_FOREACH (s->owed, o)
		if (!strcmp(o->msgid, msgid))
			return true;
	return false;
}

/* As many as one turn can ask for: while nothing can be written, none is
 * accepted. */
int
store_owe(struct sqlite *s, uint64_t channel, const char *msgid)
{
	int result = store_turn(s);
	struct owed *o;

	if (strlen(msgid) >= sizeof(o->msgid))
		return result;
	o = mem_alloc(sizeof(*o));
	o->channel = channel;
	memcpy(o->msgid, msgid, strlen(msgid) + 1);
	DL_APPEND(s->owed, o);
	return result < 0 ? -1 : redact(s, o);
}

static void
forget_owed(struct sqlite *s)
{
	struct owed *o, *next;

	DL_FOREACH_SAFE (s->owed, o, next)
		free(o);
	s->owed = NULL;
}

uint64_t
store_next_seq(struct sqlite *s)
{
	int64_t newest;

	if (s->seq > 0)
		return ++s->seq;
	newest = store_schema_newest(s->db);
	if (newest >= 0)
		return s->seq = (uint64_t)newest + 1;
	store_fail(s, sqlite3_extended_errcode(s->db));
	return 0;
}

int
store_count_settle(struct sqlite *s)
{
	sqlite3_stmt *st = s->statements[KEPT_MORE];

	for (; s->nuncounted > 0; s->nuncounted--) {
		const struct uncounted *u = &s->uncounted[s->nuncounted - 1];

		store_bind_number(st, 1, u->channel_id);
		sqlite3_bind_int64(st, 2, u->lines);
		if (store_run(s, KEPT_MORE) < 0)
			return -1;
	}
	return 0;
}

int
store_count(struct sqlite *s, uint64_t channel_id)
{
	size_t i = 0;

	while (i < s->nuncounted && s->uncounted[i].channel_id != channel_id)
		i++;
	if (i == UNCOUNTED_MAX) {
		if (store_count_settle(s) < 0)
			return -1;
		i = 0;
	}
	if (i == s->nuncounted)
		s->uncounted[s->nuncounted++] =
		    (struct uncounted){channel_id, 0};
	s->uncounted[i].lines++;
	return 0;
}

/* Some failures have rolled it back already. */
static void
roll_back(struct sqlite *s)
{
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->said = false;
	s->appended = 0;
	s->nuncounted = 0;
}

static void
end_turn(struct sqlite *s)
{
	if (!s->failed && !sqlite3_get_autocommit(s->db) &&
	    store_count_settle(s) == 0)
		store_run(s, COMMIT_TURN);
	if (s->failed) {
		roll_back(s);
		return;
	}
	if (s->appended)
		s->store.kept_seq = s->appended;
	s->store.changes = (uint64_t)sqlite3_total_changes(s->db);
	s->said = false;
	s->appended = 0;
	forget_owed(s);
}

void
store_settle(struct sqlite *s)
{
	if (s->said)
		end_turn(s);
}

int
store_now(struct sqlite *s)
{
	end_turn(s);
	if (!s->failed)
		return 0;
	errno = s->failed;
	return -1;
}

static struct gone *
find_gone(const struct sqlite *s, uint64_t channel_id)
{
	struct gone *g;

	DL_FOREACH (s->gone, g)
		if (g->channel_id == channel_id)
			return g;
	return NULL;
}

bool
store_is_gone(const struct sqlite *s, uint64_t channel_id)
{
	return s->gone && find_gone(s, channel_id);
}

void
store_gone_add(struct sqlite *s, uint64_t channel_id, uint64_t until_seq)
{
	struct gone *g = find_gone(s, channel_id);

	if (!g) {
		g = mem_alloc(sizeof(*g));
		g->channel_id = channel_id;
		DL_APPEND(s->gone, g);
	}
	g->until_seq = until_seq;
}

uint64_t
store_gone_until(const struct sqlite *s, uint64_t channel_id)
{
	return find_gone(s, channel_id)->until_seq;
}

void
store_gone_drop(struct sqlite *s, uint64_t channel_id)
{
	struct gone *g = find_gone(s, channel_id);

	if (!g)
		return;
	DL_DELETE(s->gone, g);
	free(g);
}

int
store_commit(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_now(s) < 0)
		return -1;
	if (s->wipe)
		s->wipe = store_file_wipe(s->db) < 0;
	return 0;
}

static int
run_sql(struct sqlite *s, const char *sql)
{
	int result = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return result ? store_fail(s, result) : 0;
}

/* Whether anything at all can be written, before the whole world is: the
 * version stays what it is, and needs room as all else does. */
static int
probe(struct sqlite *s)
{
	char sql[48];

	snprintf(
	    sql, sizeof(sql), "PRAGMA user_version = %d", STORE_SCHEMA_VERSION);
	if (store_run(s, BEGIN_TURN) < 0 || run_sql(s, sql) < 0)
		return -1;
	return store_run(s, COMMIT_TURN);
}

/* What the world is now is written next, whatever has ended meanwhile. */
static int
begin_anew(struct sqlite *s)
{
	if (begin(s) < 0)
		return -1;
	return run_sql(s,
	    "DELETE FROM channels;"
	    "DELETE FROM channel_masks;"
	    "DELETE FROM channel_rights;"
	    "DELETE FROM channel_formers;"
	    "DELETE FROM metadata");
}

/* Without standing still: it is tried often. */
int
store_again(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;
	int result;

	s->failed = 0;
	store_file_patience(s->db, false);
	result = probe(s) < 0 ? -1 : begin_anew(s);
	store_file_patience(s->db, true);
	return result;
}

int
store_prepare(struct sqlite *s, const char *path, struct buf *err)
{
	for (int i = 0; i < STATEMENTS; i++) {
		if (!sqlite3_prepare_v3(s->db, statements[i], -1,
			SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL))
			continue;
		store_file_error(s->db, path, err);
		return -1;
	}
	return 0;
}

void
store_release(struct sqlite *s)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	forget_owed(s);
	store_later_free(&s->later);
	while (s->gone)
		store_gone_drop(s, s->gone->channel_id);
	free(s);
}
