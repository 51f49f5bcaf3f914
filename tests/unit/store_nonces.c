/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_nonces.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "server/hub.h"
#include "server/nonce.h"
#include "server/retention.h"
#include "server/store_turn.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct store *st;

static void
set_up(void)
{
	scene_begin(&sc);
	sc.srv.now_ms = 1000;
	scene_keep(&sc);
	st = sc.srv.store;
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
}

static struct sqlite *
database(void)
{
	return (struct sqlite *)st;
}

static void
run(const char *sql)
{
	ck_assert_int_eq(
	    sqlite3_exec(database()->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int64_t
number(const char *sql)
{
	sqlite3_stmt *q;
	int64_t n;

	ck_assert_int_eq(
	    sqlite3_prepare_v2(database()->db, sql, -1, &q, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

static int64_t
rows(void)
{
	return number("SELECT count(*) FROM nonces");
}

static int
add(const char *owner, const char *nonce, int64_t time_ms)
{
	struct event e = {.time_ms = time_ms, .id = "first"};
	struct store_nonce n;

	nonce_of(&n, owner, "#tea", nonce);
	return st->ops->nonce_add(st, &n, &e);
}

static int
find(const char *owner, const char *nonce, int64_t since_ms)
{
	struct store_first first;
	struct store_nonce n;
	int result;

	nonce_of(&n, owner, "#tea", nonce);
	result = st->ops->nonce_find(st, &n, since_ms, &first);
	ck_assert(result <= 0 || !strcmp(first.id, "first"));
	buf_free(&first.body);
	buf_free(&first.tags);
	return result;
}

static void
settle(void)
{
	hub_commit(&sc.srv);
	retention_now(&sc.srv);
	while (retention_wait(&sc.srv) >= 0 &&
	    retention_wait(&sc.srv) <= RETENTION_STEP_MS) {
		sc.srv.now_ms += RETENTION_STEP_MS;
		retention_turn(&sc.srv);
		hub_commit(&sc.srv);
	}
}

START_TEST(a_nonce_is_that_of_its_owner_and_has_a_time)
{
	ck_assert_int_eq(add("ada", "x", 1000), 0);
	ck_assert_int_eq(find("ada", "x", 999), 1);
	ck_assert_int_eq(find("ada", "x", 1000), 0);
	ck_assert_int_eq(find("ada", "y", 0), 0);
	ck_assert_int_eq(find("bob", "x", 0), 0);
	ck_assert_int_eq(add("ada", "x", 2000), 0);
	ck_assert_int_eq(find("ada", "x", 1999), 1);
	ck_assert_int_eq(rows(), 1);
}
END_TEST

START_TEST(a_nonce_is_kept_over_a_kill_with_its_turn_and_not_without)
{
	add("ada", "kept", 1000);
	hub_commit(&sc.srv);
	add("ada", "lost", 1000);
	scene_reopen(&sc);
	st = sc.srv.store;
	ck_assert_int_eq(find("ada", "kept", 0), 1);
	ck_assert_int_eq(find("ada", "lost", 0), 0);
}
END_TEST

START_TEST(of_an_owner_the_newest_are_remembered_and_no_more)
{
	char nonce[16];

	add("bob", "first", 1);
	for (int i = 0; i < STORE_NONCES_OWNER + 3; i++) {
		snprintf(nonce, sizeof(nonce), "%d", i);
		ck_assert_int_eq(add("ada", nonce, 1000 + i), 0);
	}
	ck_assert_int_eq(rows(), STORE_NONCES_OWNER + 1);
	ck_assert_int_eq(find("ada", "2", 0), 0);
	ck_assert_int_eq(find("ada", "3", 0), 1);
	ck_assert_int_eq(find("bob", "first", 0), 1);
}
END_TEST

/* That many, of many owners, a millisecond apart. */
static void
fill(int64_t many, int64_t first_ms)
{
	char sql[320];

	snprintf(sql, sizeof(sql),
	    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
	    " WHERE x < %lld) INSERT INTO nonces SELECT 'o' || (x %% 97), x,"
	    " CAST(printf('%%016d', x) AS BLOB), %lld + x, 'id', 0 FROM c",
	    (long long)many, (long long)first_ms);
	run(sql);
}

START_TEST(in_all_the_newest_are_remembered_and_no_more)
{
	int64_t now = clock_wall_ms();

	fill(STORE_NONCES + 700, now - 10000000);
	settle();
	ck_assert_int_eq(rows(), STORE_NONCES);
	ck_assert_int_eq(
	    number("SELECT min(time_ms) FROM nonces"), now - 10000000 + 701);
	for (int i = 0; i < 5; i++)
		add("ada", "one more", now);
	settle();
	ck_assert_int_eq(rows(), STORE_NONCES);
	ck_assert_int_eq(find("ada", "one more", 0), 1);
}
END_TEST

START_TEST(what_is_older_than_a_day_goes_in_steps_and_the_next_round_is_known)
{
	int64_t now = clock_wall_ms();

	fill(STORE_RETAIN_ROWS * 2, now - STORE_NONCE_MS - 100000);
	add("ada", "young", now - STORE_NONCE_MS + 3600000);
	hub_commit(&sc.srv);
	retention_now(&sc.srv);
	retention_turn(&sc.srv);
	ck_assert_int_eq(rows(), STORE_RETAIN_ROWS + 1);
	settle();
	ck_assert_int_eq(rows(), 1);
	ck_assert_int_le(retention_wait(&sc.srv), 3600000);
	ck_assert_int_gt(retention_wait(&sc.srv), 3500000);
}
END_TEST

START_TEST(nonces_of_an_account_go_with_it)
{
	char nonce[16];

	add("bob", "stays", 1);
	for (int i = 0; i < 300; i++) {
		snprintf(nonce, sizeof(nonce), "%d", i);
		add("ada", nonce, 1000);
	}
	ck_assert_int_eq(st->ops->account_forget(st, "ada"), 0);
	ck_assert_int_eq(st->ops->account_forget(st, "ada"), 0);
	ck_assert_int_eq(st->ops->account_forget(st, "ada"), 1);
	ck_assert_int_eq(rows(), 1);
}
END_TEST

START_TEST(what_cannot_be_written_or_read_is_an_error)
{
	disk_fails(ENOSPC);
	add("ada", "x", 1000);
	ck_assert_int_eq(st->ops->commit(st), -1);
	ck_assert_int_eq(find("ada", "x", 0), 0);
	ck_assert_int_eq(add("ada", "x", 1000), -1);
	disk_works();
	ck_assert_int_eq(st->ops->again(st), 0);
	ck_assert_int_eq(add("ada", "x", 1000), 0);
	ck_assert_int_eq(st->ops->commit(st), 0);
	run("ALTER TABLE nonces RENAME TO lost");
	ck_assert_int_eq(find("ada", "x", 0), -1);
}
END_TEST

Suite *
suite_store_nonces(void)
{
	Suite *s = suite_create("store_nonces");
	TCase *tc = tcase_create("store_nonces");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_nonce_is_that_of_its_owner_and_has_a_time);
	tcase_add_test(
	    tc, a_nonce_is_kept_over_a_kill_with_its_turn_and_not_without);
	tcase_add_test(tc, of_an_owner_the_newest_are_remembered_and_no_more);
	tcase_add_test(tc, in_all_the_newest_are_remembered_and_no_more);
	tcase_add_test(tc,
	    what_is_older_than_a_day_goes_in_steps_and_the_next_round_is_known);
	tcase_add_test(tc, nonces_of_an_account_go_with_it);
	tcase_add_test(tc, what_cannot_be_written_or_read_is_an_error);
	suite_add_tcase(s, tc);
	return s;
}
