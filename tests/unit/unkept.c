/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "server/caps.h"
#include "server/deliver.h"
#include "server/hub.h"
#include "server/login.h"
#include "tests/harness/database.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

#define MODERN                                                        \
	(CAP_ECHO_MESSAGE | CAP_STANDARD_REPLIES | CAP_MESSAGE_TAGS | \
	    CAP_LABELED_RESPONSE | CAP_BATCH)

static struct scene sc;
static struct session *alice, *bob;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	alice = scene_user(&sc, "alice", "alice", MODERN);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	hub_commit(&sc.srv);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
}

static void
refuse(void)
{
	sc.settings.history_failure = SETTINGS_FAILURE_REFUSE;
}

static void
say_labelled(const char *target, const char *body)
{
	session_label_begin(alice, "L");
	scene_say(&sc, alice, target, body);
	session_label_end(alice, "srv");
}

/* A second later, as the turn does it. */
static void
later(int64_t ms)
{
	sc.srv.now_ms += ms;
	hub_commit(&sc.srv);
}

static void
ck_has(struct session *s, const char *what)
{
	const char *all = scene_output(&sc, s);

	ck_assert_msg(strstr(all, what) != NULL, "no \"%s\" in: %s", what, all);
}

static void
ck_rows(const char *sql, int wanted)
{
	ck_assert_int_eq(database_number(sc.dir, "history.db", sql), wanted);
}

static void
run_beside(const char *sql)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

START_TEST(what_is_sent_but_not_kept_is_told_to_its_sender)
{
	const char *all;

	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "hi");
	hub_commit(&sc.srv);
	all = scene_output(&sc, alice);
	ck_assert_ptr_nonnull(strstr(all, "PRIVMSG #tea :hi\r\n"));
	ck_assert_ptr_nonnull(strstr(all,
	    "\r\n:srv FAIL PRIVMSG NOT_KEPT #tea :Your message to #tea was "
	    "sent, but is not kept: history cannot be written now\r\n"));
	scene_expect(&sc, bob, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_say(&sc, bob, "#tea", "and now");
	ck_has(bob, ":srv NOTICE bob :Your message to #tea was sent, but");
	ck_has(alice, "PRIVMSG #tea :and now");
	ck_rows("SELECT count(*) FROM events WHERE kind = 'message'", 0);
}
END_TEST

START_TEST(that_it_is_not_kept_is_part_of_the_labelled_answer)
{
	static const char *const wanted[] = {"@label=L :srv BATCH +",
	    "PRIVMSG #tea :hi\r\n",
	    "FAIL PRIVMSG NOT_KEPT #tea :", ":srv BATCH -", NULL};
	const char *at;

	disk_fails(ENOSPC);
	say_labelled("#tea", "hi");
	scene_say(&sc, bob, "#tea", "after it");
	hub_commit(&sc.srv);
	at = scene_output(&sc, alice);
	ck_assert_uint_eq(scene_count(at, "label="), 1);
	for (int i = 0; wanted[i]; i++) {
		at = strstr(at, wanted[i]);
		ck_assert_ptr_nonnull(at);
	}
	ck_assert_ptr_nonnull(strstr(at, "PRIVMSG #tea :after it"));
	say_labelled("#tea", "again");
	at = scene_output(&sc, alice);
	ck_assert_uint_eq(scene_count(at, "label=L"), 1);
	for (int i = 0; wanted[i]; i++)
		if (i != 1)
			ck_assert_ptr_nonnull(strstr(at, wanted[i]));
}
END_TEST

START_TEST(what_is_refused_is_shown_to_nobody_in_the_very_turn_that_fails)
{
	refuse();
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "hi");
	scene_say(&sc, alice, "bob", "private");
	hub_commit(&sc.srv);
	scene_expect(&sc, bob, "");
	ck_assert_uint_eq(bob->conn.out.bytes, 0);
	scene_expect(&sc, alice,
	    ":srv FAIL PRIVMSG NOT_SENT #tea :Your message to #tea was not "
	    "sent: history cannot be written now\r\n"
	    ":srv FAIL PRIVMSG NOT_SENT bob :Your message to bob was not "
	    "sent: history cannot be written now\r\n");
	ck_rows("SELECT count(*) FROM events WHERE kind = 'message'", 0);
}
END_TEST

START_TEST(a_label_of_what_is_refused_is_answered_by_that_alone)
{
	static const char wanted[] =
	    "@label=L :srv FAIL PRIVMSG NOT_SENT #tea :Your message to #tea "
	    "was not sent: history cannot be written now\r\n";

	refuse();
	disk_fails(ENOSPC);
	say_labelled("#tea", "in the turn that fails");
	hub_commit(&sc.srv);
	scene_expect(&sc, alice, wanted);
	say_labelled("#tea", "later");
	scene_expect(&sc, alice, wanted);
	scene_expect(&sc, bob, "");
}
END_TEST

START_TEST(what_came_before_it_in_the_turn_stays_in_the_output)
{
	struct event e = hub_event(&sc.srv, EVENT_TOPIC, bob);

	refuse();
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "\001VERSION\001");
	scene_say(&sc, alice, "#tea", "gone");
	e.target = "#tea";
	e.body = "leaves";
	hub_publish(&sc.srv, &e);
	hub_commit(&sc.srv);
	scene_expect(&sc, bob,
	    ":alice!alice@host PRIVMSG #tea :\001VERSION\001\r\n"
	    ":bob!bob@host TOPIC #tea :leaves\r\n");
}
END_TEST

START_TEST(more_views_than_are_remembered_are_taken_back_too)
{
	struct session *all[24];

	for (int i = 0; i < 24; i++) {
		char nick[8];

		snprintf(nick, sizeof(nick), "u%d", i);
		all[i] = scene_user(&sc, nick, NULL, (uint64_t)i);
		scene_join(&sc, all[i], "#tea");
	}
	hub_commit(&sc.srv);
	for (int i = 0; i < 24; i++)
		scene_output(&sc, all[i]);
	refuse();
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "gone");
	hub_commit(&sc.srv);
	for (int i = 0; i < 24; i++)
		scene_expect(&sc, all[i], "");
}
END_TEST

START_TEST(while_nothing_can_be_kept_the_world_goes_on_and_is_kept_afterwards)
{
	refuse();
	disk_fails(EROFS);
	scene_say(&sc, alice, "#tea", "first");
	hub_commit(&sc.srv);
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_join(&sc, alice, "#soup");
	ck_has(bob, "MODE #tea +k");
	hub_commit(&sc.srv);
	disk_works();
	later(1000);
	scene_say(&sc, alice, "#soup", "kept");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	ck_assert_str_eq(world_channel(&sc.srv.world, "#tea")->key, "pot");
	ck_assert_ptr_nonnull(world_channel(&sc.srv.world, "#soup"));
	ck_rows("SELECT count(*) FROM events WHERE kind = 'message'", 1);
}
END_TEST

START_TEST(a_channel_that_ended_meanwhile_does_not_come_back)
{
	scene_join(&sc, bob, "#gone");
	scene_mode(&sc, bob, "#gone", true, 'i', NULL);
	scene_say(&sc, bob, "#gone", "hi");
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	scene_part(&sc, bob, "#gone");
	hub_commit(&sc.srv);
	disk_works();
	later(1000);
	ck_rows("SELECT count(*) FROM channels WHERE name = '#gone'", 0);
	ck_rows("SELECT count(*) FROM channels WHERE name = '#tea'", 1);
}
END_TEST

START_TEST(half_a_channel_is_never_kept)
{
	scene_mode(&sc, alice, "#tea", true, 'b', "old!*@*");
	hub_commit(&sc.srv);
	run_beside("CREATE TRIGGER t BEFORE INSERT ON channel_masks WHEN"
		   " NEW.mask = 'new!*@*' BEGIN SELECT RAISE(FAIL, ''); END");
	scene_mode(&sc, alice, "#tea", true, 'k', "pot");
	scene_mode(&sc, alice, "#tea", true, 'b', "new!*@*");
	hub_commit(&sc.srv);
	ck_assert(sc.srv.store_behind);
	ck_rows("SELECT count(*) FROM channel_masks", 1);
	ck_rows("SELECT count(*) FROM channels WHERE key = 'pot'", 0);
	run_beside("DROP TRIGGER t");
	later(1000);
	ck_assert(!sc.srv.store_behind);
	ck_rows("SELECT count(*) FROM channel_masks", 2);
	ck_rows("SELECT count(*) FROM channels WHERE key = 'pot'", 1);
}
END_TEST

static void
show_history(struct session *s)
{
	scene_replay(&sc, s, "#tea");
}

START_TEST(history_never_shows_what_is_not_committed)
{
	scene_say(&sc, alice, "#tea", "kept");
	show_history(bob);
	ck_assert_uint_eq(scene_count(scene_output(&sc, bob), "kept\r\n"), 2);
	ck_rows("SELECT count(*) FROM events WHERE body = 'kept'", 1);
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "lost");
	show_history(bob);
	ck_assert_uint_eq(scene_count(scene_output(&sc, bob), "lost"), 1);
}
END_TEST

START_TEST(what_a_reader_had_committed_before_the_failure_is_sent)
{
	refuse();
	scene_say(&sc, alice, "#tea", "kept");
	show_history(bob);
	scene_output(&sc, bob);
	disk_fails(ENOSPC);
	scene_say(&sc, alice, "#tea", "lost");
	hub_commit(&sc.srv);
	ck_has(alice, "PRIVMSG #tea :kept");
	scene_expect(&sc, bob, "");
	ck_rows("SELECT count(*) FROM events WHERE body = 'kept'", 1);
}
END_TEST

/* How often operators heard each of the two. */
static void
ck_told(size_t failures, size_t ends)
{
	const char *all = scene_output(&sc, alice);

	ck_assert_uint_eq(scene_count(all, "History cannot be"), failures);
	ck_assert_uint_eq(scene_count(all, "written again"), ends);
}

START_TEST(operators_are_told_once_a_minute_of_a_disk_that_comes_and_goes)
{
	alice->user->modes |= USER_OPER;
	disk_fails(ENOSPC);
	scene_mode(&sc, bob, "#tea", true, 'm', NULL);
	later(1000);
	ck_told(1, 0);
	disk_works();
	later(1000);
	ck_told(0, 1);
	disk_fails(ENOSPC);
	scene_mode(&sc, bob, "#tea", false, 'm', NULL);
	later(1000);
	ck_told(0, 0);
	disk_works();
	later(1000);
	ck_told(0, 0);
	disk_fails(ENOSPC);
	scene_mode(&sc, bob, "#tea", true, 'm', NULL);
	for (int i = 0; i < 120; i++)
		later(1000);
	ck_told(2, 0);
	disk_works();
	later(1000);
	ck_told(0, 1);
}
END_TEST

START_TEST(the_turn_comes_in_which_it_is_tried_again_without_anybody)
{
	ck_assert_int_eq(hub_wait(&sc.srv), -1);
	disk_fails(ENOSPC);
	scene_mode(&sc, bob, "#tea", true, 'm', NULL);
	hub_commit(&sc.srv);
	ck_assert_int_eq(hub_wait(&sc.srv), 1000);
	later(1000);
	ck_assert_int_eq(hub_wait(&sc.srv), 1000);
	/* before the whole world is written for nothing */
	ck_assert_int_lt(sc.srv.store->ops->again(sc.srv.store), 0);
	disk_works();
	later(1000);
	ck_assert_int_eq(hub_wait(&sc.srv), -1);
}
END_TEST

START_TEST(an_account_that_came_meanwhile_is_remembered)
{
	disk_fails(ENOSPC);
	scene_mode(&sc, bob, "#tea", true, 'm', NULL);
	hub_commit(&sc.srv);
	account_keep(&sc.srv, account_add(&sc.srv.accounts, "carol", 7));
	disk_works();
	later(1000);
	ck_rows("SELECT count(*) FROM accounts WHERE name = 'carol'", 1);
}
END_TEST

/* With the disk as it is, a page of it is spoilt. */
START_TEST(what_a_damaged_history_neither_gives_nor_takes_is_told)
{
	char path[128], junk[512];
	FILE *f;

	for (int i = 0; i < 200; i++)
		scene_say(&sc, bob, "#tea", "some words to fill the pages");
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	run_beside("PRAGMA wal_checkpoint(TRUNCATE)");
	alice = scene_user(&sc, "alice", "alice", MODERN);
	alice->user->modes |= USER_OPER;
	scene_join(&sc, alice, "#tea");
	memset(junk, 0xa5, sizeof(junk));
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	f = fopen(path, "r+");
	for (long page = 1; page < 400; page++) {
		fseek(f, page * 4096, SEEK_SET);
		fwrite(junk, sizeof(junk), 1, f);
	}
	fclose(f);
	show_history(alice);
	hub_commit(&sc.srv);
	ck_has(alice, "History cannot be read (");
	scene_say(&sc, alice, "#tea", "not kept");
	ck_has(alice, "FAIL PRIVMSG NOT_KEPT #tea :");
	show_history(alice);
	later(1000);
	ck_assert_ptr_null(strstr(scene_output(&sc, alice), "cannot be read"));
}
END_TEST

static size_t
syncs_of(bool sync_disk)
{
	struct buf err = {0};
	size_t before;

	sc.srv.store->ops->close(sc.srv.store);
	disk_syncs();
	sc.srv.store = store_sqlite_open(sc.dir, sync_disk, &err);
	ck_assert_ptr_nonnull(sc.srv.store);
	scene_say(&sc, alice, "#tea", "first");
	hub_commit(&sc.srv);
	disk_syncs();
	for (int i = 0; i < 10; i++) {
		scene_say(&sc, alice, "#tea", "kept");
		scene_say(&sc, bob, "#tea", "kept");
		hub_commit(&sc.srv);
	}
	before = disk_syncs();
	return before;
}

START_TEST(each_turn_is_written_through_to_the_disk_where_that_is_wanted)
{
	ck_assert_uint_ge(syncs_of(true), 10);
	ck_assert_uint_eq(syncs_of(false), 0);
}
END_TEST

static TCase *
state_case(void)
{
	TCase *tc = tcase_create("state");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc,
	    while_nothing_can_be_kept_the_world_goes_on_and_is_kept_afterwards);
	tcase_add_test(tc, a_channel_that_ended_meanwhile_does_not_come_back);
	tcase_add_test(tc, half_a_channel_is_never_kept);
	tcase_add_test(
	    tc, operators_are_told_once_a_minute_of_a_disk_that_comes_and_goes);
	tcase_add_test(
	    tc, the_turn_comes_in_which_it_is_tried_again_without_anybody);
	tcase_add_test(tc, an_account_that_came_meanwhile_is_remembered);
	tcase_add_test(
	    tc, what_a_damaged_history_neither_gives_nor_takes_is_told);
	tcase_add_test(
	    tc, each_turn_is_written_through_to_the_disk_where_that_is_wanted);
	return tc;
}

/* As after a kill: the files of the log are there still. */
START_TEST(a_server_that_starts_while_nothing_can_be_written_serves_on)
{
	char path[128];
	sqlite3 *beside;

	scene_say(&sc, alice, "#tea", "before");
	hub_commit(&sc.srv);
	snprintf(path, sizeof(path), "%s/history.db", sc.dir);
	ck_assert_int_eq(sqlite3_open(path, &beside), SQLITE_OK);
	ck_assert_int_eq(
	    sqlite3_exec(beside, "SELECT 1 FROM events", NULL, NULL, NULL),
	    SQLITE_OK);
	disk_fails(ENOSPC);
	scene_reopen(&sc);
	hub_commit(&sc.srv);
	alice = scene_user(&sc, "alice", "alice", MODERN);
	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "meanwhile");
	hub_commit(&sc.srv);
	ck_has(alice, "FAIL PRIVMSG NOT_KEPT #tea :");
	disk_works();
	later(1001);
	scene_say(&sc, alice, "#tea", "after");
	hub_commit(&sc.srv);
	ck_rows("SELECT count(*) FROM events WHERE body IN"
		" ('before', 'meanwhile', 'after')",
	    2);
	sqlite3_close(beside);
}
END_TEST

Suite *
suite_unkept(void)
{
	Suite *s = suite_create("unkept");
	TCase *tc = tcase_create("unkept");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, what_is_sent_but_not_kept_is_told_to_its_sender);
	tcase_add_test(tc, that_it_is_not_kept_is_part_of_the_labelled_answer);
	tcase_add_test(
	    tc, what_is_refused_is_shown_to_nobody_in_the_very_turn_that_fails);
	tcase_add_test(
	    tc, a_label_of_what_is_refused_is_answered_by_that_alone);
	tcase_add_test(tc, what_came_before_it_in_the_turn_stays_in_the_output);
	tcase_add_test(tc, more_views_than_are_remembered_are_taken_back_too);
	tcase_add_test(tc, history_never_shows_what_is_not_committed);
	tcase_add_test(
	    tc, what_a_reader_had_committed_before_the_failure_is_sent);
	suite_add_tcase(s, tc);
	tcase_add_test(
	    tc, a_server_that_starts_while_nothing_can_be_written_serves_on);
	suite_add_tcase(s, state_case());
	return s;
}
