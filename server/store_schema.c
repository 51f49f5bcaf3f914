/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_schema.h"

#include "server/store_file.h"

static const char version_1[] =
    "CREATE TABLE channels ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " name TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL,"
    " modes TEXT NOT NULL,"
    " key TEXT,"
    " member_limit INTEGER NOT NULL,"
    " topic TEXT,"
    " topic_by TEXT,"
    " topic_ms INTEGER NOT NULL,"
    " used INTEGER NOT NULL) STRICT;"
    "CREATE TABLE channel_masks ("
    " channel INTEGER NOT NULL,"
    " list TEXT NOT NULL,"
    " mask TEXT NOT NULL,"
    " set_by TEXT NOT NULL,"
    " time_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX channel_masks_channel ON channel_masks (channel);"
    "CREATE TABLE channel_rights ("
    " channel INTEGER NOT NULL,"
    " account TEXT NOT NULL,"
    " modes TEXT NOT NULL) STRICT;"
    "CREATE INDEX channel_rights_channel ON channel_rights (channel);"
    "CREATE TABLE logins ("
    " login TEXT NOT NULL COLLATE NOCASE PRIMARY KEY) STRICT;"
    "CREATE TABLE events ("
    " seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    " channel INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL,"
    " kind TEXT NOT NULL,"
    " nick TEXT NOT NULL,"
    " user TEXT,"
    " host TEXT,"
    " account TEXT,"
    " realname TEXT,"
    " bot INTEGER NOT NULL,"
    " status TEXT,"
    " target TEXT,"
    " arg TEXT,"
    " body TEXT,"
    " tags TEXT) STRICT;"
    "CREATE INDEX events_channel ON events (channel, seq);"
    "CREATE INDEX events_said ON events (channel, seq)"
    " WHERE kind IN ('message', 'notice');";

static const char version_2[] =
    "CREATE TABLE channel_formers ("
    " name TEXT NOT NULL PRIMARY KEY,"
    " channel INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX channel_formers_channel ON channel_formers (channel);";

static const char version_3[] = "ALTER TABLE channels ADD COLUMN forward TEXT;"
				"ALTER TABLE channels ADD COLUMN joins TEXT;";
static const char version_4[] =
    "CREATE TABLE metadata ("
    " channel INTEGER NOT NULL,"
    " account TEXT NOT NULL COLLATE NOCASE,"
    " key TEXT NOT NULL,"
    " value TEXT NOT NULL,"
    " PRIMARY KEY (channel, account, key)) STRICT, WITHOUT ROWID;";

static const char version_5[] =
    "ALTER TABLE events ADD COLUMN source_id INTEGER;"
    "ALTER TABLE events ADD COLUMN target_id INTEGER;"
    "CREATE INDEX events_msgid ON events (msgid)"
    " WHERE kind IN ('message', 'notice');";

/* An id holds its time, so it is found by that. Each event is in one index of
 * two, as each that it is in costs at every message: what is said is looked
 * for alone, and all of a channel is merged from both. For the same reason seq
 * is no AUTOINCREMENT: the store counts, and sqlite_sequence knows of the
 * newest that was deleted, so that none comes again. Talks of before this
 * version are those of accounts. */
static const char version_6[] =
    "ALTER TABLE channels ADD COLUMN history TEXT;"
    "CREATE TABLE events_6 ("
    " seq INTEGER PRIMARY KEY,"
    " channel INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL,"
    " kind TEXT NOT NULL,"
    " nick TEXT NOT NULL,"
    " user TEXT,"
    " host TEXT,"
    " account TEXT,"
    " realname TEXT,"
    " bot INTEGER NOT NULL,"
    " status TEXT,"
    " target TEXT,"
    " arg TEXT,"
    " body TEXT,"
    " tags TEXT,"
    " source_id INTEGER,"
    " target_id INTEGER) STRICT;"
    "INSERT INTO events_6 SELECT * FROM events;"
    "DROP TABLE events;"
    "ALTER TABLE events_6 RENAME TO events;"
    "INSERT INTO sqlite_sequence SELECT 'events', ifnull(max(seq), 0)"
    " FROM events;"
    "CREATE INDEX events_said_time ON events (channel, time_ms)"
    " WHERE kind IN ('message', 'notice');"
    "CREATE INDEX events_other_time ON events (channel, time_ms)"
    " WHERE kind NOT IN ('message', 'notice');"
    "CREATE TABLE talks ("
    " owner TEXT NOT NULL,"
    " peer TEXT NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " seq INTEGER NOT NULL,"
    " PRIMARY KEY (owner, peer, time_ms, seq)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX talks_time ON talks (owner, time_ms, seq);"
    "CREATE TABLE correspondents ("
    " owner TEXT NOT NULL,"
    " peer TEXT NOT NULL,"
    " nick TEXT NOT NULL,"
    " PRIMARY KEY (owner, peer)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX correspondents_nick"
    " ON correspondents (owner, nick COLLATE NOCASE);"
    "CREATE TABLE cursors ("
    " owner TEXT NOT NULL,"
    " device TEXT NOT NULL,"
    " channel INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " seq INTEGER NOT NULL,"
    " used_ms INTEGER NOT NULL,"
    " PRIMARY KEY (owner, device, channel)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX cursors_guests ON cursors (used_ms)"
    " WHERE substr(owner, 1, 1) = '~';"
    "CREATE INDEX cursors_accounts ON cursors (used_ms)"
    " WHERE substr(owner, 1, 1) <> '~';"
    "CREATE TABLE read_markers ("
    " owner TEXT NOT NULL,"
    " channel INTEGER NOT NULL,"
    " peer TEXT NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " PRIMARY KEY (owner, channel, peer)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX read_markers_channel ON read_markers (channel)"
    " WHERE channel > 0;"
    "CREATE TABLE forgetting ("
    " account TEXT NOT NULL,"
    " channel INTEGER NOT NULL,"
    " peer TEXT NOT NULL,"
    " until_seq INTEGER NOT NULL,"
    " done_seq INTEGER NOT NULL,"
    " PRIMARY KEY (account, channel, peer)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE removed ("
    " no INTEGER PRIMARY KEY AUTOINCREMENT,"
    " seq INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL) STRICT;"
    "CREATE TRIGGER events_deleted AFTER DELETE ON events"
    " WHEN old.kind IN ('message', 'notice') BEGIN"
    " INSERT INTO removed (seq, time_ms) VALUES (old.seq, old.time_ms);"
    " END;"
    "CREATE TRIGGER events_emptied AFTER UPDATE OF kind, body ON events"
    " WHEN old.kind IN ('message', 'notice') AND"
    " (new.kind <> old.kind OR new.body IS NOT old.body) BEGIN"
    " INSERT INTO removed (seq, time_ms) VALUES (old.seq, old.time_ms);"
    " END;"
    "CREATE INDEX talks_seq ON talks (seq);"
    "CREATE TABLE kept ("
    " channel INTEGER PRIMARY KEY,"
    " lines INTEGER NOT NULL,"
    " gone_seq INTEGER NOT NULL) STRICT;"
    "INSERT INTO kept SELECT channel, count(*), 0 FROM events"
    " GROUP BY channel;"
    "CREATE TRIGGER kept_less AFTER DELETE ON events BEGIN"
    " UPDATE kept SET lines = lines - 1 WHERE channel = OLD.channel;"
    " UPDATE sqlite_sequence SET seq = OLD.seq"
    " WHERE name = 'events' AND seq < OLD.seq; END;"
    "CREATE TRIGGER talks_less AFTER DELETE ON events"
    " WHEN OLD.channel = 0 BEGIN"
    " DELETE FROM talks WHERE seq = OLD.seq; END;"
    "CREATE TRIGGER correspondents_less AFTER DELETE ON talks"
    " WHEN NOT EXISTS (SELECT 1 FROM talks"
    " WHERE owner = OLD.owner AND peer = OLD.peer) BEGIN"
    " DELETE FROM correspondents"
    " WHERE owner = OLD.owner AND peer = OLD.peer; END;"
    "INSERT INTO talks SELECT lower(account),"
    " ifnull(lower(arg), '~' || lower(target)), time_ms, seq FROM events"
    " WHERE channel = 0 AND account IS NOT NULL"
    " AND kind IN ('message', 'notice', 'redacted');"
    "INSERT OR IGNORE INTO talks SELECT lower(arg),"
    " ifnull(lower(account), '~' || lower(nick)), time_ms, seq FROM events"
    " WHERE channel = 0 AND arg IS NOT NULL"
    " AND kind IN ('message', 'notice', 'redacted');"
    "INSERT OR REPLACE INTO correspondents SELECT lower(account),"
    " ifnull(lower(arg), '~' || lower(target)), target FROM events"
    " WHERE channel = 0 AND account IS NOT NULL"
    " AND kind IN ('message', 'notice', 'redacted') ORDER BY seq;"
    "INSERT OR REPLACE INTO correspondents SELECT lower(arg),"
    " ifnull(lower(account), '~' || lower(nick)), nick FROM events"
    " WHERE channel = 0 AND arg IS NOT NULL"
    " AND kind IN ('message', 'notice', 'redacted') ORDER BY seq;";

/* What makes each version from the one before; the first from nothing. */
/* Those that had connected were accounts without a way in but the kernel's
 * word. A ban's kind is what its mask names (ban.h). */
static const char version_7[] =
    "CREATE TABLE accounts ("
    " name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,"
    " local INTEGER NOT NULL,"
    " uid INTEGER,"
    " dropped INTEGER NOT NULL,"
    " always_on INTEGER NOT NULL,"
    " iterations INTEGER NOT NULL,"
    " salt BLOB,"
    " stored_key BLOB,"
    " server_key BLOB,"
    " made_ms INTEGER NOT NULL,"
    " used_ms INTEGER NOT NULL,"
    " places BLOB) STRICT;"
    "CREATE TABLE keys ("
    " name TEXT NOT NULL PRIMARY KEY,"
    " value BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "INSERT INTO keys VALUES ('accounts', randomblob(32));"
    "INSERT INTO accounts (name, local, dropped, always_on, iterations,"
    " made_ms, used_ms) SELECT login, 1, 0, 0, 0, 0, 0 FROM logins;"
    "DROP TABLE logins;"
    "CREATE TABLE account_certificates ("
    " account TEXT NOT NULL COLLATE NOCASE,"
    " fingerprint TEXT NOT NULL,"
    " added_ms INTEGER NOT NULL,"
    " PRIMARY KEY (account, fingerprint)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE account_nicks ("
    " nick TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,"
    " account TEXT NOT NULL COLLATE NOCASE) STRICT, WITHOUT ROWID;"
    "CREATE INDEX account_nicks_account ON account_nicks (account);"
    "ALTER TABLE channels ADD COLUMN registered_ms INTEGER;"
    "CREATE TABLE stays ("
    " account TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,"
    " nick TEXT NOT NULL,"
    " user TEXT NOT NULL,"
    " host TEXT NOT NULL,"
    " realname TEXT NOT NULL,"
    " away TEXT,"
    " modes TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE stay_channels ("
    " account TEXT NOT NULL COLLATE NOCASE,"
    " channel INTEGER NOT NULL,"
    " modes TEXT NOT NULL,"
    " PRIMARY KEY (account, channel)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE account_devices ("
    " account TEXT NOT NULL COLLATE NOCASE,"
    " device TEXT NOT NULL,"
    " first_ms INTEGER NOT NULL,"
    " seen_ms INTEGER NOT NULL,"
    " address TEXT NOT NULL," /* "local": the Unix socket */
    " secure INTEGER NOT NULL,"
    " certificate TEXT,"
    " PRIMARY KEY (account, device)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE invitations ("
    " id TEXT NOT NULL,"
    " account TEXT NOT NULL,"
    " used_ms INTEGER NOT NULL,"
    " until_ms INTEGER NOT NULL,"
    " PRIMARY KEY (id, account)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bans ("
    " kind TEXT NOT NULL,"
    " mask TEXT NOT NULL,"
    " reason TEXT NOT NULL,"
    " set_by TEXT NOT NULL,"
    " made_ms INTEGER NOT NULL,"
    " until_ms INTEGER NOT NULL," /* 0: for good */
    " PRIMARY KEY (kind, mask)) STRICT, WITHOUT ROWID;";

/* n counts those of one owner, so that what is over their bound is found
 * without counting. */
static const char version_8[] =
    "CREATE TABLE nonces ("
    " owner TEXT NOT NULL,"
    " n INTEGER NOT NULL,"
    " key BLOB NOT NULL,"
    " time_ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL,"
    " seq INTEGER NOT NULL,"
    " PRIMARY KEY (owner, n)) STRICT, WITHOUT ROWID;"
    "CREATE UNIQUE INDEX nonces_key ON nonces (owner, key);"
    "CREATE INDEX nonces_time ON nonces (time_ms);";

static const char *const steps[STORE_SCHEMA_VERSION] = {version_1, version_2,
    version_3, version_4, version_5, version_6, version_7, version_8};

int
store_schema_version(sqlite3 *db)
{
	sqlite3_stmt *st;
	int version = -1;

	if (sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL))
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		version = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return version;
}

static int
run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

static int
set_version(sqlite3 *db)
{
	struct buf sql = {0};
	int result;

	buf_addf(&sql, "PRAGMA user_version = %d", STORE_SCHEMA_VERSION);
	result = run(db, sql.data);
	buf_free(&sql);
	return result;
}

static int
run_steps(sqlite3 *db, int version)
{
	if (run(db, "BEGIN IMMEDIATE") < 0)
		return -1;
	for (; version < STORE_SCHEMA_VERSION; version++)
		if (run(db, steps[version]) < 0)
			return -1;
	return set_version(db) < 0 ? -1 : run(db, "COMMIT");
}

int64_t
store_schema_newest(sqlite3 *db)
{
	sqlite3_stmt *st;
	int64_t seq = -1;

	if (sqlite3_prepare_v2(db, STORE_NEWEST_SEQ, -1, &st, NULL))
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		seq = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return seq;
}

int
store_schema(sqlite3 *db, const char *path, struct buf *err)
{
	int version = store_schema_version(db);

	if (version > STORE_SCHEMA_VERSION) {
		buf_addf(err,
		    "%s: a newer tcpchat-server made it (version %d; this one "
		    "knows %d): run that one, or another -s",
		    path, version, STORE_SCHEMA_VERSION);
		return -1;
	}
	/* nothing is written that need not be: the disk may be full */
	if (version == STORE_SCHEMA_VERSION)
		return 0;
	if (version >= 0 && run_steps(db, version) == 0)
		return 0;
	store_file_error(db, path, err);
	run(db, "ROLLBACK");
	return -1;
}
