/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdio.h>

#include "server/hub.h"
#include "server/search_index.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct search_index *x;

static void
set_up(void)
{
	struct session *alice;

	scene_begin(&sc);
	scene_keep(&sc);
	x = search_index_new(sc.dir);
	alice = scene_user(&sc, "alice", "alice", 0);
	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "one");
	scene_say(&sc, alice, "#tea", "two");
}

static void
tear_down(void)
{
	search_index_free(x);
	scene_end(&sc);
}

static void
bring_up_to_date(void)
{
	enum search_step step;

	hub_commit(&sc.srv);
	do
		step = search_index_step(x, 64);
	while (step == SEARCH_MORE);
	ck_assert_msg(step == SEARCH_IDLE, "%s", search_index_error(x));
}

static sqlite3 *
database(const char *file)
{
	char path[128];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/%s", sc.dir, file);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static void
run_on(sqlite3 *db, const char *sql)
{
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int
number_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;
	int n;

	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return n;
}

START_TEST(what_a_power_loss_could_bring_back_is_not_done_with)
{
	sqlite3 *reader, *history = database("history.db");

	bring_up_to_date();
	reader = database("search.db");
	run_on(reader, "BEGIN; SELECT count(*) FROM docs");
	run_on(history, "DELETE FROM events WHERE body = 'one'");
	bring_up_to_date();
	ck_assert_uint_eq(search_index_removed(x), 0);
	sqlite3_close(reader);
	bring_up_to_date();
	ck_assert_uint_eq(search_index_removed(x), 1);
	sqlite3_close(history);
}
END_TEST

START_TEST(after_a_kill_what_the_log_holds_is_wiped_before_it_is_done_with)
{
	sqlite3 *reader, *history = database("history.db");

	bring_up_to_date();
	reader = database("search.db");
	run_on(reader, "BEGIN; SELECT count(*) FROM docs");
	run_on(history, "DELETE FROM events WHERE body = 'one'");
	bring_up_to_date();
	search_index_free(x);
	x = search_index_new(sc.dir);
	ck_assert_int_eq(search_index_step(x, 64), SEARCH_IDLE);
	ck_assert_uint_eq(search_index_removed(x), 0);
	sqlite3_close(reader);
	bring_up_to_date();
	ck_assert_uint_eq(search_index_removed(x), 1);
	sqlite3_close(history);
}
END_TEST

START_TEST(of_many_that_were_removed_so_many_are_done_away_with_at_once)
{
	static const char count[] = "SELECT count(*) FROM removed";
	const struct store_ops *ops = sc.srv.store->ops;
	sqlite3 *history;

	hub_commit(&sc.srv);
	history = database("history.db");
	run_on(history,
	    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 20000) INSERT INTO removed (seq, time_ms)"
	    " SELECT i, i FROM n");
	ck_assert_int_eq(ops->removed_drop(sc.srv.store, INT64_MAX), 1);
	hub_commit(&sc.srv);
	ck_assert_int_eq(number_of(history, count), 20000 - STORE_REMOVED_ROWS);
	ck_assert_int_eq(ops->removed_drop(sc.srv.store, INT64_MAX), 0);
	hub_commit(&sc.srv);
	ck_assert_int_eq(number_of(history, count), 0);
	sqlite3_close(history);
}
END_TEST

Suite *
suite_search_removed(void)
{
	Suite *s = suite_create("search_removed");
	TCase *t = tcase_create("removed");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, what_a_power_loss_could_bring_back_is_not_done_with);
	tcase_add_test(
	    t, after_a_kill_what_the_log_holds_is_wiped_before_it_is_done_with);
	tcase_add_test(
	    t, of_many_that_were_removed_so_many_are_done_away_with_at_once);
	suite_add_tcase(s, t);
	return s;
}
