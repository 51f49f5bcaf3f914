/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_schema.h"

static const char schema[] =
    "BEGIN IMMEDIATE;"
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
    " WHERE kind IN ('message', 'notice');"
    "PRAGMA user_version = 1;"
    "COMMIT;";

static int
read_version(sqlite3 *db)
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

int
store_schema(sqlite3 *db, const char *path, struct buf *err)
{
	int version = read_version(db);

	if (version == STORE_SCHEMA_VERSION)
		return 0;
	if (version > STORE_SCHEMA_VERSION) {
		buf_addf(err,
		    "%s: a newer tcpchat-server made it (version %d; this one "
		    "knows %d): run that one, or another -s",
		    path, version, STORE_SCHEMA_VERSION);
		return -1;
	}
	if (version == 0 && !sqlite3_exec(db, schema, NULL, NULL, NULL))
		return 0;
	buf_addf(err, "%s: %s", path, sqlite3_errmsg(db));
	return -1;
}
