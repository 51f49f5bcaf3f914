/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/hub.h"
#include "server/login.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct buf seen;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
}

static void
tear_down(void)
{
	scene_end(&sc);
	buf_free(&seen);
}

static void
note(const struct event *e, void *context)
{
	buf_addf(context, "%s:%s ", e->source.nick, e->body);
}

/* The last messages of a channel as "nick:text nick:text ". */
static const char *
last(const char *channel, size_t max)
{
	struct channel *c = world_channel(&sc.srv.world, channel);
	struct store_range r = {.after = STORE_FIRST,
	    .before = STORE_LAST,
	    .newest = true,
	    .said = true,
	    .max = max};

	buf_reset(&seen);
	buf_adds(&seen, "");
	ck_assert_ptr_nonnull(c);
	r.channel_id = c->id;
	ck_assert_int_eq(
	    sc.srv.store->ops->read(sc.srv.store, &r, note, &seen), 0);
	return seen.len ? seen.data : "";
}

START_TEST(committed_messages_are_there_after_an_end_without_order)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "one");
	scene_say(&sc, alice, "#tea", "two");
	hub_commit(&sc.srv);
	scene_say(&sc, alice, "#tea", "never shown");
	scene_reopen(&sc);
	ck_assert_str_eq(last("#tea", 50), "alice:one alice:two ");
}
END_TEST

/* Says it, commits, and is killed: nobody closes anything. */
static void
say_and_die(void)
{
	struct session *bob;

	scene_reopen(&sc);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, bob, "#tea");
	scene_say(&sc, bob, "#tea", "last words");
	hub_commit(&sc.srv);
	kill(getpid(), SIGKILL);
}

START_TEST(what_was_committed_survives_sigkill)
{
	pid_t pid;
	int status;

	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	pid = fork();
	if (pid == 0)
		say_and_die();
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	scene_reopen(&sc);
	ck_assert_str_eq(last("#tea", 50), "bob:last words ");
}
END_TEST

START_TEST(the_last_messages_come_oldest_first_and_without_the_rest)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct session *bob = scene_user(&sc, "bob", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "1");
	scene_say(&sc, alice, "#tea", "2");
	scene_join(&sc, bob, "#tea");
	scene_say(&sc, bob, "#tea", "3");
	scene_say(&sc, bob, "alice", "private");
	scene_say(&sc, bob, "#tea", "\001VERSION\001");
	ck_assert_str_eq(last("#tea", 2), "alice:2 bob:3 ");
	ck_assert_str_eq(last("#tea", 0), "");
}
END_TEST

static int
count_row(void *found, int ncols, char **cols, char **names)
{
	(void)names;
	ck_assert_int_eq(ncols, 4);
	ck_assert_str_eq(cols[0], "bob");
	ck_assert_str_eq(cols[1], "alice");
	ck_assert_str_eq(cols[2], "alma");
	ck_assert_str_eq(cols[3], "private");
	++*(int *)found;
	return 0;
}

START_TEST(a_private_message_is_kept_with_the_account_it_is_for)
{
	struct session *bob = scene_user(&sc, "bob", NULL, 0);
	struct buf path = {0};
	sqlite3 *db;
	int found = 0;

	scene_user(&sc, "alice", "alma", 0);
	scene_say(&sc, bob, "alice", "private");
	hub_commit(&sc.srv);
	buf_addf(&path, "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path.data, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db,
			     "SELECT nick, target, arg, body FROM events"
			     " WHERE channel = 0",
			     count_row, &found, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(found, 1);
	sqlite3_close(db);
	buf_free(&path);
}
END_TEST

START_TEST(a_channel_comes_back_as_it_was)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct event e;
	struct channel *c;
	struct buf modes = {0};

	scene_join(&sc, alice, "#Tea");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_mode(&sc, alice, "#tea", true, 'l', "7");
	scene_mode(&sc, alice, "#tea", true, 'f', "#pot");
	scene_mode(&sc, alice, "#tea", true, 'j', "3:10");
	for (const char *p = "CMRu"; *p; p++)
		scene_mode(&sc, alice, "#tea", true, *p, NULL);
	scene_mode(&sc, alice, "#tea", true, 'b', "bad!*@*");
	scene_mode(&sc, alice, "#tea", true, 'I', "good!*@*");
	e = hub_event(&sc.srv, EVENT_TOPIC, alice);
	e.target = "#tea";
	e.body = "leaves";
	hub_publish(&sc.srv, &e);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	c = world_channel(&sc.srv.world, "#tea");
	ck_assert_ptr_nonnull(c);
	channel_modes_text(c, true, &modes);
	ck_assert_str_eq(modes.data, "+CMRfjklntu #pot 3:10 pot 7");
	buf_free(&modes);
	ck_assert_str_eq(c->name, "#Tea");
	ck_assert_str_eq(c->topic, "leaves");
	ck_assert_str_eq(c->topic_by, "alice!alice@host");
	ck_assert_ptr_nonnull(channel_mask(c, 0, "bad!*@*"));
	ck_assert_ptr_nonnull(channel_mask(c, 2, "good!*@*"));
	ck_assert_uint_eq(
	    channel_rights(c, "alice"), MEMBER_FOUNDER | MEMBER_OP);
}
END_TEST

START_TEST(every_rank_of_an_account_comes_back)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct session *bob = scene_user(&sc, "bob", "bob", 0);
	const struct channel *c;

	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	for (const char *p = "qaohv"; *p; p++)
		scene_mode(&sc, alice, "#tea", true, *p, "bob");
	scene_mode(&sc, alice, "#tea", false, 'q', "alice");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	c = world_channel(&sc.srv.world, "#tea");
	ck_assert_uint_eq(channel_rights(c, "bob"), MEMBER_ALL);
	ck_assert_uint_eq(channel_rights(c, "alice"), MEMBER_OP);
}
END_TEST

START_TEST(the_next_life_of_a_name_reads_nothing_of_the_last_one)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'i', NULL);
	scene_say(&sc, alice, "#tea", "secret");
	scene_part(&sc, alice, "#tea");
	scene_join(&sc, alice, "#tea");
	ck_assert_str_eq(last("#tea", 50), "");
	scene_mode(&sc, alice, "#tea", true, 'i', NULL);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#tea"));
	scene_join(&sc, scene_user(&sc, "bob", NULL, 0), "#tea");
	ck_assert_uint_eq(world_channel(&sc.srv.world, "#tea")->id, 3);
}
END_TEST

START_TEST(a_channel_in_which_nothing_was_said_is_not_kept)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);

	scene_join(&sc, alice, "#silent");
	scene_join(&sc, alice, "#talked");
	scene_say(&sc, alice, "#talked", "hi");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#silent"));
	ck_assert_ptr_nonnull(world_channel(&sc.srv.world, "#talked"));
}
END_TEST

/* All of it, whatever was there before. */
START_TEST(an_account_is_remembered_as_it_was_last)
{
	static const char print[] =
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	struct accounts *all = &sc.srv.accounts;
	struct account *a = account_add(all, "Alice", 7);

	ck_assert_int_eq(account_keep(&sc.srv, a), 0);
	a->local = true;
	a->uid = 1000;
	a->always_on = true;
	a->used_ms = 9;
	a->password.iterations = 4096;
	memset(a->password.salt, 1, sizeof(a->password.salt));
	memset(a->password.stored_key, 2, sizeof(a->password.stored_key));
	memset(a->password.server_key, 3, sizeof(a->password.server_key));
	ck_assert(account_certificate_add(all, a, print, 8));
	ck_assert(account_nick_add(all, a, "Al"));
	ck_assert_int_eq(account_keep(&sc.srv, a), 0);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	a = account_find(all, "aLICE");
	ck_assert_str_eq(a->name, "Alice");
	ck_assert(a->local && a->always_on && a->uid == 1000);
	ck_assert(a->made_ms == 7 && a->used_ms == 9);
	ck_assert_uint_eq(a->password.iterations, 4096);
	ck_assert(a->password.salt[15] == 1);
	ck_assert(a->password.stored_key[31] == 2);
	ck_assert(a->password.server_key[31] == 3);
	ck_assert_ptr_eq(account_of_certificate(all, print), a);
	ck_assert_ptr_eq(account_of_nick(all, "aL"), a);
}
END_TEST

START_TEST(an_account_that_ends_leaves_its_name_to_nobody)
{
	struct accounts *all = &sc.srv.accounts;
	struct account *a = account_add(all, "alice", 7);

	ck_assert(account_nick_add(all, a, "al"));
	account_keep(&sc.srv, a);
	account_end(all, a);
	account_keep(&sc.srv, a);
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_ptr_null(account_find(all, "alice"));
	ck_assert_ptr_null(account_of_nick(all, "al"));
	ck_assert(account_named(all, "alice")->dropped);
}
END_TEST

static sqlite3 *
open_beside(void)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static const char back_to_2[] =
    "DROP TABLE nonces;"
    "ALTER TABLE channels DROP COLUMN registered_ms;"
    "DROP TABLE accounts;"
    "DROP TABLE keys;"
    "DROP TABLE account_certificates;"
    "DROP TABLE account_nicks;"
    "DROP TABLE account_devices;"
    "DROP TABLE stays;"
    "DROP TABLE stay_channels;"
    "DROP TABLE invitations;"
    "DROP TABLE bans;"
    "CREATE TABLE logins (login TEXT NOT NULL COLLATE"
    " NOCASE PRIMARY KEY) STRICT;"
    "INSERT INTO logins VALUES ('alice');"
    "DROP TRIGGER events_deleted;"
    "DROP TRIGGER events_emptied;"
    "DROP TABLE removed;"
    "DROP TRIGGER kept_less;"
    "DROP TRIGGER talks_less;"
    "DROP TRIGGER correspondents_less;"
    "DROP TABLE kept;"
    "DROP TABLE forgetting;"
    "DROP TABLE read_markers;"
    "DROP TABLE cursors;"
    "DROP TABLE correspondents;"
    "DROP TABLE talks;"
    "DROP INDEX events_said_time;"
    "DROP INDEX events_other_time;"
    "CREATE INDEX events_channel ON events"
    " (channel, seq);"
    "CREATE INDEX events_said ON events (channel, seq)"
    " WHERE kind IN ('message', 'notice');"
    "ALTER TABLE channels DROP COLUMN history;"
    "ALTER TABLE events DROP COLUMN source_id;"
    "ALTER TABLE events DROP COLUMN target_id;"
    "ALTER TABLE channels DROP COLUMN forward;"
    "ALTER TABLE channels DROP COLUMN joins;"
    "DROP TABLE metadata;"
    "PRAGMA user_version = 2";

START_TEST(a_history_of_version_2_is_brought_to_this_one)
{
	struct session *alice = scene_user(&sc, "alice", "alice", 0);
	struct channel *c;
	sqlite3 *db;

	scene_join(&sc, alice, "#tea");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_mode(&sc, alice, "#tea", false, 'q', "alice");
	hub_commit(&sc.srv);
	db = open_beside();
	ck_assert_int_eq(
	    sqlite3_exec(db, back_to_2, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	scene_reopen(&sc);
	c = world_channel(&sc.srv.world, "#tea");
	ck_assert_str_eq(c->key, "pot");
	ck_assert_ptr_null(c->forward);
	ck_assert_uint_eq(channel_rights(c, "alice"), MEMBER_OP);
	ck_assert(account_find(&sc.srv.accounts, "alice")->local);
	scene_mode(&sc, NULL, "#tea", true, 'f', "#pot");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	c = world_channel(&sc.srv.world, "#tea");
	ck_assert_str_eq(c->forward, "#pot");
}
END_TEST

START_TEST(a_history_of_a_newer_version_is_left_alone)
{
	struct buf err = {0};
	sqlite3 *db;

	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	db = open_beside();
	sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(db);
	ck_assert_ptr_null(store_sqlite_open(sc.dir, false, &err));
	ck_assert_ptr_nonnull(strstr(err.data, "version 99"));
	buf_free(&err);
}
END_TEST

START_TEST(a_file_that_is_no_history_is_said_to_be_none)
{
	struct buf err = {0};
	char path[128];
	FILE *f;

	sc.srv.store->ops->close(sc.srv.store);
	sc.srv.store = store_none_open();
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	f = fopen(path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("no database ", f);
	fclose(f);
	ck_assert_ptr_null(store_sqlite_open(sc.dir, false, &err));
	ck_assert_ptr_nonnull(strstr(err.data, "not a database"));
	buf_free(&err);
}
END_TEST

static void
change_beside(const char *sql)
{
	sqlite3 *db = open_beside();

	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(a_damaged_history_ends_nothing)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);

	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "hello");
	scene_mode(&sc, alice, "#tea", true, 'b', "x!*@*");
	scene_join(&sc, alice, "#soup");
	scene_say(&sc, alice, "#soup", "hello");
	hub_commit(&sc.srv);
	change_beside("PRAGMA writable_schema = ON; UPDATE sqlite_schema"
		      " SET sql = replace(sql, 'NOT NULL', '')");
	change_beside("UPDATE channels SET modes = NULL; UPDATE channels"
		      " SET name = NULL WHERE name = '#soup'; UPDATE"
		      " channel_masks SET list = NULL, mask = NULL; UPDATE"
		      " events SET nick = NULL, msgid = NULL, target = NULL");
	scene_reopen(&sc);
	ck_assert_uint_eq(sc.srv.world.nchannels, 1);
	ck_assert_str_eq(last("#tea", 50), ":hello ");
}
END_TEST

START_TEST(others_may_not_read_the_history)
{
	static const char *const names[] = {
	    "history.db", "history.db-wal", "history.db-shm"};
	struct stat st;
	char path[128];

	scene_join(&sc, scene_user(&sc, "alice", NULL, 0), "#tea");
	hub_commit(&sc.srv);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s", sc.dir, names[i]);
		ck_assert_int_eq(stat(path, &st), 0);
		ck_assert_uint_eq(st.st_mode & 0777, 0600);
	}
}
END_TEST

/* Somebody else's write lock stands for a full disk: chat goes on, operators
 * hear of it once, and channels are saved when it is over. */
START_TEST(a_store_that_fails_stops_nobody_and_is_told_to_operators)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	sqlite3 *db = open_beside();

	alice->user->modes |= USER_OPER;
	hub_commit(&sc.srv);
	sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	scene_join(&sc, alice, "#tea");
	hub_commit(&sc.srv);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "History cannot be written"));
	scene_say(&sc, alice, "#tea", "lost");
	hub_commit(&sc.srv);
	ck_assert_ptr_null(
	    strstr(scene_output(&sc, alice), "History cannot be written"));
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
	sc.srv.now_ms += 2000;
	hub_commit(&sc.srv);
	scene_say(&sc, alice, "#tea", "kept");
	hub_commit(&sc.srv);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "written again"));
	scene_reopen(&sc);
	ck_assert_str_eq(last("#tea", 50), "alice:kept ");
}
END_TEST

static TCase *
trouble_case(void)
{
	TCase *tc = tcase_create("trouble");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_history_of_version_2_is_brought_to_this_one);
	tcase_add_test(tc, a_history_of_a_newer_version_is_left_alone);
	tcase_add_test(tc, a_file_that_is_no_history_is_said_to_be_none);
	tcase_add_test(tc, a_damaged_history_ends_nothing);
	tcase_add_test(tc, others_may_not_read_the_history);
	tcase_add_test(
	    tc, a_store_that_fails_stops_nobody_and_is_told_to_operators);
	return tc;
}

Suite *
suite_store(void)
{
	Suite *s = suite_create("store");
	TCase *tc = tcase_create("store");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, committed_messages_are_there_after_an_end_without_order);
	tcase_add_test(tc, what_was_committed_survives_sigkill);
	tcase_add_test(
	    tc, the_last_messages_come_oldest_first_and_without_the_rest);
	tcase_add_test(
	    tc, a_private_message_is_kept_with_the_account_it_is_for);
	tcase_add_test(tc, a_channel_comes_back_as_it_was);
	tcase_add_test(tc, every_rank_of_an_account_comes_back);
	tcase_add_test(
	    tc, the_next_life_of_a_name_reads_nothing_of_the_last_one);
	tcase_add_test(tc, a_channel_in_which_nothing_was_said_is_not_kept);
	tcase_add_test(tc, an_account_is_remembered_as_it_was_last);
	tcase_add_test(tc, an_account_that_ends_leaves_its_name_to_nobody);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, trouble_case());
	return s;
}
