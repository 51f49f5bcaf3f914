/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_cursors.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>

#include "server/hub.h"
#include "server/store_turn.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/scene.h"

#define DAYS(n) (INT64_C(86400000) * (n))

static struct scene sc;
static struct store *st;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	st = sc.srv.store;
}

static void
tear_down(void)
{
	disk_works();
	scene_end(&sc);
}

static struct store_cursor
cursor(const char *owner, uint64_t channel_id, int64_t time_ms, uint64_t seq)
{
	return (struct store_cursor){
	    owner, "", channel_id, {time_ms, seq}, time_ms};
}

static void
add(const char *owner, uint64_t channel_id, int64_t used_ms)
{
	struct store_cursor c = cursor(owner, channel_id, used_ms, 1);

	ck_assert_int_eq(st->ops->cursor_add(st, &c), 0);
}

static bool
is_there(const char *owner, uint64_t channel_id)
{
	struct store_cursor c = cursor(owner, channel_id, 0, 0);

	return st->ops->cursor_load(st, &c) == 1;
}

static int
rows(void)
{
	sqlite3_stmt *q;
	int n;

	sqlite3_prepare_v2(((struct sqlite *)st)->db,
	    "SELECT count(*) FROM cursors", -1, &q, NULL);
	ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	return n;
}

START_TEST(a_place_only_goes_on_and_only_where_it_is_known)
{
	struct store_cursor c = cursor("ada", 7, 1000, 5), got = c;

	ck_assert_int_eq(st->ops->cursor_move(st, &c), 0);
	ck_assert(!is_there("ada", 7));
	ck_assert_int_eq(st->ops->cursor_add(st, &c), 0);
	c.at = (struct store_point){1000, 6};
	ck_assert_int_eq(st->ops->cursor_move(st, &c), 0);
	c.at = (struct store_point){999, 9};
	ck_assert_int_eq(st->ops->cursor_move(st, &c), 0);
	ck_assert_int_eq(st->ops->cursor_load(st, &got), 1);
	ck_assert_int_eq(got.at.time_ms, 1000);
	ck_assert_uint_eq(got.at.seq, 6);
}
END_TEST

START_TEST(places_of_who_has_no_account_go_after_thirty_days)
{
	add("~bob!host", 1, 0);
	add("ada", 1, 0);
	add("~eve!host", 1, DAYS(31));
	ck_assert(!is_there("~bob!host", 1));
	ck_assert(is_there("ada", 1));
	add("~eve!host", 2, DAYS(401));
	ck_assert(!is_there("ada", 1));
}
END_TEST

START_TEST(one_account_has_a_bounded_number_of_places_and_keeps_the_newest)
{
	for (int i = 1; i <= 2100; i++)
		add("ada", (uint64_t)i, i);
	add("bea", 1, 1);
	ck_assert_int_eq(rows(), 2001);
	ck_assert(!is_there("ada", 100));
	ck_assert(is_there("ada", 101));
	ck_assert(is_there("bea", 1));
}
END_TEST

START_TEST(all_without_an_account_have_a_bounded_number_of_places)
{
	char owner[32];

	add("ada", 1, 0);
	for (int i = 1; i <= 20500; i++) {
		snprintf(owner, sizeof(owner), "~n%d!host", i);
		add(owner, 1, i);
	}
	ck_assert_int_le(rows(), 20000 + 64 + 1);
	ck_assert(is_there("ada", 1));
	ck_assert(!is_there("~n1!host", 1));
	ck_assert(is_there(owner, 1));
}
END_TEST

static struct store_range
all(uint64_t channel_id, size_t max)
{
	return (struct store_range){.channel_id = channel_id,
	    .after = STORE_FIRST,
	    .before = STORE_LAST,
	    .said = true,
	    .max = max};
}

START_TEST(a_range_is_cut_to_its_last_ones_and_the_rest_is_counted)
{
	struct session *alice = scene_user(&sc, "alice", NULL, 0);
	struct store_range r;
	size_t left_out;

	scene_join(&sc, alice, "#tea");
	r = all(world_channel(&sc.srv.world, "#tea")->id, 3);
	for (int i = 0; i < 3; i++)
		scene_say(&sc, alice, "#tea", "x");
	ck_assert_int_eq(st->ops->skip(st, &r, &left_out), 0);
	ck_assert_uint_eq(left_out, 0);
	ck_assert_int_eq(r.after.time_ms, INT64_MIN);
	scene_say(&sc, alice, "#tea", "x");
	scene_say(&sc, alice, "#tea", "x");
	ck_assert_int_eq(st->ops->skip(st, &r, &left_out), 0);
	ck_assert_uint_eq(left_out, 2);
	r.max = 0;
	ck_assert_int_eq(st->ops->skip(st, &r, &left_out), 0);
	ck_assert_uint_eq(left_out, 3);
}
END_TEST

START_TEST(places_set_while_nothing_can_be_written_are_written_later)
{
	struct store_cursor c;

	add("ada", 1, 10);
	hub_commit(&sc.srv);
	disk_fails(ENOSPC);
	c = cursor("ada", 1, 20, 2);
	st->ops->cursor_move(st, &c); /* goes with its turn */
	c = cursor("ada", 2, 20, 2);
	st->ops->cursor_add(st, &c);
	hub_commit(&sc.srv);
	c = cursor("ada", 2, 30, 3);
	st->ops->cursor_move(st, &c);
	c = cursor("ada", 3, 30, 3); /* nobody knows it */
	st->ops->cursor_move(st, &c);
	ck_assert(is_there("ada", 2) && !is_there("ada", 3));
	disk_works();
	sc.srv.now_ms += 1001;
	hub_commit(&sc.srv);
	scene_reopen(&sc);
	st = sc.srv.store;
	c = cursor("ada", 1, 0, 0);
	ck_assert_int_eq(st->ops->cursor_load(st, &c), 1);
	ck_assert(c.at.time_ms == 20 && c.at.seq == 2);
	c = cursor("ada", 2, 0, 0);
	ck_assert_int_eq(st->ops->cursor_load(st, &c), 1);
	ck_assert(c.at.time_ms == 30 && c.at.seq == 3 && c.used_ms == 30);
	ck_assert(!is_there("ada", 3));
}
END_TEST

Suite *
suite_store_cursors(void)
{
	Suite *s = suite_create("store_cursors");
	TCase *tc = tcase_create("places");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_place_only_goes_on_and_only_where_it_is_known);
	tcase_add_test(
	    tc, places_set_while_nothing_can_be_written_are_written_later);
	tcase_add_test(tc, places_of_who_has_no_account_go_after_thirty_days);
	tcase_add_test(tc,
	    one_account_has_a_bounded_number_of_places_and_keeps_the_newest);
	tcase_add_test(
	    tc, all_without_an_account_have_a_bounded_number_of_places);
	tcase_add_test(
	    tc, a_range_is_cut_to_its_last_ones_and_the_rest_is_counted);
	suite_add_tcase(s, tc);
	return s;
}
