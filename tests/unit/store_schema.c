/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_schema.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "server/hub.h"
#include "server/nonce.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/* What the first version wrote, as it wrote it. */
static const char version_1[] =
    "CREATE TABLE channels (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " name TEXT NOT NULL, created_ms INTEGER NOT NULL, modes TEXT NOT NULL,"
    " key TEXT, member_limit INTEGER NOT NULL, topic TEXT, topic_by TEXT,"
    " topic_ms INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
    "CREATE TABLE channel_masks (channel INTEGER NOT NULL,"
    " list TEXT NOT NULL, mask TEXT NOT NULL, set_by TEXT NOT NULL,"
    " time_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX channel_masks_channel ON channel_masks (channel);"
    "CREATE TABLE channel_rights (channel INTEGER NOT NULL,"
    " account TEXT NOT NULL, modes TEXT NOT NULL) STRICT;"
    "CREATE INDEX channel_rights_channel ON channel_rights (channel);"
    "CREATE TABLE logins (login TEXT NOT NULL COLLATE NOCASE PRIMARY KEY)"
    " STRICT;"
    "CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    " channel INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
    " msgid TEXT NOT NULL, kind TEXT NOT NULL, nick TEXT NOT NULL,"
    " user TEXT, host TEXT, account TEXT, realname TEXT,"
    " bot INTEGER NOT NULL, status TEXT, target TEXT, arg TEXT, body TEXT,"
    " tags TEXT) STRICT;"
    "CREATE INDEX events_channel ON events (channel, seq);"
    "CREATE INDEX events_said ON events (channel, seq)"
    " WHERE kind IN ('message', 'notice');"
    "INSERT INTO channels VALUES (7, '#Tea', 5, 'nt', NULL, 0, 'leaves',"
    " 'alice!a@h', 6, 1);"
    "INSERT INTO channel_rights VALUES (7, 'alice', 'o');"
    "INSERT INTO events (channel, time_ms, msgid, kind, nick, bot, target,"
    " body) VALUES (7, 6, 'id', 'message', 'alice', 0, '#Tea', 'hello');"
    "PRAGMA user_version = 1";

static struct scene sc;

static void
database(const char *sql)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int
version(void)
{
	char path[128];
	sqlite3 *db;
	sqlite3_stmt *st;
	int n;

	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &st, NULL);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static void
set_up(void)
{
	char path[128];

	scene_begin(&sc);
	scene_keep(&sc);
	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	unlink(path);
	database(version_1);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
note(const struct event *e, void *context)
{
	buf_addf(context, "%s:%s ", e->source.nick, e->body);
}

static void
rename_tea(const char *to)
{
	struct event e =
	    hub_event(&sc.srv, EVENT_RENAME, scene_user(&sc, "al", NULL, 0));

	e.target = "#tea";
	e.arg = to;
	e.body = "";
	hub_publish(&sc.srv, &e);
	hub_commit(&sc.srv);
}

static void
set_metadata(const char *target, const char *key, const char *value)
{
	struct event e = hub_event(&sc.srv, EVENT_METADATA, NULL);

	e.target = target;
	e.arg = key;
	e.body = value;
	hub_publish(&sc.srv, &e);
}

START_TEST(a_history_of_the_first_version_is_kept_and_can_do_more)
{
	struct world *w = &sc.srv.world;
	const struct channel *c;
	struct buf said = {0};
	struct store_range r = {
	    7, NULL, NULL, STORE_FIRST, STORE_LAST, true, true, 9};

	scene_reopen(&sc);
	set_metadata("#tea", "url", "x");
	rename_tea("#Soup");
	scene_reopen(&sc);
	c = world_channel(w, "#soup");
	ck_assert_ptr_nonnull(c);
	ck_assert_str_eq(c->name, "#Soup");
	ck_assert_uint_eq(c->id, 7);
	ck_assert_str_eq(c->topic, "leaves");
	ck_assert_uint_ne(channel_rights(c, "alice"), 0);
	ck_assert_ptr_eq(world_renamed(w, "#tea", 0), c);
	ck_assert_ptr_null(world_channel(w, "#tea"));
	ck_assert_str_eq(metadata_get(c->metadata, "url"), "x");
	sc.srv.store->ops->read(sc.srv.store, &r, note, &said);
	ck_assert_str_eq(said.data, "alice:hello ");
	buf_free(&said);
}
END_TEST

START_TEST(nonces_are_remembered_in_a_history_of_the_first_version)
{
	struct event e = {.time_ms = 7, .id = "first"};
	struct store_nonce n;
	struct store_first first;

	scene_reopen(&sc);
	nonce_of(&n, "alice", "#tea", "x");
	sc.srv.store->ops->nonce_add(sc.srv.store, &n, &e);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_int_eq(
	    sc.srv.store->ops->nonce_find(sc.srv.store, &n, 6, &first), 1);
	ck_assert_str_eq(first.id, "first");
	ck_assert(!first.kept);
}
END_TEST

START_TEST(a_former_name_that_was_made_anew_stays_that_of_the_new_one)
{
	struct session *bob;

	scene_reopen(&sc);
	rename_tea("#soup");
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, bob, "#tea");
	scene_mode(&sc, bob, "#tea", true, 'i', NULL);
	scene_part(&sc, bob, "#tea");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#tea"));
	ck_assert_ptr_null(world_renamed(&sc.srv.world, "#tea", 0));
}
END_TEST

START_TEST(a_step_that_fails_leaves_the_old_version)
{
	struct buf err = {0};

	database("CREATE TABLE channel_formers (x)");
	ck_assert_ptr_null(store_sqlite_open(sc.dir, false, &err));
	ck_assert_ptr_nonnull(strstr(err.data, "already exists"));
	buf_free(&err);
	database("DROP TABLE channel_formers");
	scene_reopen(&sc);
	ck_assert_ptr_nonnull(world_channel(&sc.srv.world, "#tea"));
}
END_TEST

/* What stands in the way of each step to the next version. */
START_TEST(whichever_step_fails_nothing_of_those_before_it_stays)
{
	static const char *const hurdles[][2] = {
	    {"ALTER TABLE channels ADD COLUMN joins TEXT",
		"ALTER TABLE channels DROP COLUMN joins"},
	    {"CREATE TABLE metadata (x)", "DROP TABLE metadata"},
	    {"ALTER TABLE events ADD COLUMN target_id INTEGER",
		"ALTER TABLE events DROP COLUMN target_id"},
	    {"CREATE TABLE forgetting (x)", "DROP TABLE forgetting"},
	    {"CREATE TABLE nonces (x)", "DROP TABLE nonces"}};

	for (size_t i = 0; i < sizeof(hurdles) / sizeof(*hurdles); i++) {
		struct buf err = {0};

		database(hurdles[i][0]);
		ck_assert_ptr_null(store_sqlite_open(sc.dir, false, &err));
		buf_free(&err);
		database(hurdles[i][1]);
		database("CREATE TABLE channel_formers (x);"
			 "DROP TABLE channel_formers");
		ck_assert_int_eq(version(), 1);
	}
	scene_reopen(&sc);
	ck_assert_ptr_nonnull(world_channel(&sc.srv.world, "#tea"));
	ck_assert_int_eq(version(), STORE_SCHEMA_VERSION);
}
END_TEST

START_TEST(what_each_later_version_added_comes_along)
{
	struct world *w = &sc.srv.world;
	const struct channel *c;

	database("CREATE TABLE channel_formers (name TEXT NOT NULL PRIMARY KEY,"
		 " channel INTEGER NOT NULL, time_ms INTEGER NOT NULL) STRICT;"
		 "CREATE INDEX channel_formers_channel ON channel_formers"
		 " (channel);"
		 "INSERT INTO channel_formers VALUES ('#leaf', 7, 1);"
		 "ALTER TABLE channels ADD COLUMN forward TEXT;"
		 "ALTER TABLE channels ADD COLUMN joins TEXT;"
		 "UPDATE channels SET forward = '#pot', joins = '3:9';"
		 "CREATE TABLE metadata (channel INTEGER NOT NULL,"
		 " account TEXT NOT NULL COLLATE NOCASE, key TEXT NOT NULL,"
		 " value TEXT NOT NULL, PRIMARY KEY (channel, account, key))"
		 " STRICT, WITHOUT ROWID;"
		 "INSERT INTO metadata VALUES (7, '', 'url', 'x');"
		 "INSERT INTO metadata VALUES (0, 'Alice', 'url', 'hers');"
		 "PRAGMA user_version = 4");
	scene_reopen(&sc);
	c = world_channel(w, "#tea");
	ck_assert_ptr_eq(world_renamed(w, "#leaf", 2), c);
	ck_assert_str_eq(c->forward, "#pot");
	ck_assert_uint_eq(c->join_max, 3);
	ck_assert_str_eq(metadata_get(c->metadata, "url"), "x");
	ck_assert_str_eq(
	    metadata_get(metadata_of(w->metadata, "alice"), "url"), "hers");
	ck_assert_int_eq(version(), STORE_SCHEMA_VERSION);
}
END_TEST

static void
note_whole(const struct event *e, void *context)
{
	buf_addf(context, "%s>%s:%s ", e->source.nick, e->target, e->body);
}

START_TEST(what_was_kept_before_is_counted)
{
	database("INSERT INTO events (channel, time_ms, msgid, kind, nick, bot,"
		 " target, body) VALUES (7, 7, 'i', 'message', 'al', 0, '#Tea',"
		 " 'more')");
	scene_reopen(&sc);
	database("CREATE TABLE wrong (n INTEGER CHECK (n = 2));"
		 "INSERT INTO wrong SELECT lines FROM kept WHERE channel = 7");
}
END_TEST

START_TEST(private_messages_of_before_belong_to_the_accounts_of_both_sides)
{
	struct store_range r = {
	    0, "alma", NULL, STORE_FIRST, STORE_LAST, false, false, 9};
	struct buf said = {0};

	database(
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick,"
	    " account, bot, target, arg, body) VALUES"
	    " (0, 7, 'a', 'message', 'al', 'Alma', 0, 'Bo', 'bob', 'one'),"
	    " (0, 7, 'b', 'message', 'Guest', NULL, 0, 'al', 'Alma',"
	    " 'two'),"
	    " (0, 8, 'c', 'message', 'Bo', 'bob', 0, 'zoe', NULL, 'three'),"
	    " (0, 9, 'd', 'redact', 'al', 'Alma', 0, 'Bo', 'a', NULL)");
	scene_reopen(&sc);
	sc.srv.store->ops->read(sc.srv.store, &r, note_whole, &said);
	ck_assert_str_eq(said.data, "al>Bo:one Guest>al:two ");
	buf_reset(&said);
	r.peer = "~guest";
	sc.srv.store->ops->read(sc.srv.store, &r, note_whole, &said);
	ck_assert_str_eq(said.data, "Guest>al:two ");
	buf_reset(&said);
	r.owner = "bob";
	r.peer = NULL;
	sc.srv.store->ops->read(sc.srv.store, &r, note_whole, &said);
	ck_assert_str_eq(said.data, "al>Bo:one Bo>zoe:three ");
	buf_free(&said);
}
END_TEST

Suite *
suite_store_schema(void)
{
	Suite *s = suite_create("store_schema");
	TCase *tc = tcase_create("versions");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, a_history_of_the_first_version_is_kept_and_can_do_more);
	tcase_add_test(
	    tc, nonces_are_remembered_in_a_history_of_the_first_version);
	tcase_add_test(
	    tc, a_former_name_that_was_made_anew_stays_that_of_the_new_one);
	tcase_add_test(tc, a_step_that_fails_leaves_the_old_version);
	tcase_add_test(
	    tc, whichever_step_fails_nothing_of_those_before_it_stays);
	tcase_add_test(tc, what_each_later_version_added_comes_along);
	tcase_add_test(tc, what_was_kept_before_is_counted);
	tcase_add_test(tc,
	    private_messages_of_before_belong_to_the_accounts_of_both_sides);
	suite_add_tcase(s, tc);
	return s;
}
