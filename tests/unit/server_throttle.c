/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/throttle.h"

#include <stdio.h>
#include <string.h>

#include "tests/suites.h"

static const struct throttle_rate three_a_minute = {3, 60000};

static int64_t
wait_of(const struct throttle *t, const char *key, int64_t now_ms)
{
	return throttle_wait_ms(t, three_a_minute, key, strlen(key), now_ms);
}

static void
take(struct throttle *t, const char *key, int64_t now_ms)
{
	throttle_take(t, three_a_minute, key, strlen(key), now_ms);
}

START_TEST(so_many_pass_at_once_and_then_one_in_its_part_of_the_period)
{
	struct throttle t = {0};

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(wait_of(&t, "a", 5000), 0);
		take(&t, "a", 5000);
	}
	ck_assert_int_eq(wait_of(&t, "a", 5000), 20000);
	ck_assert_int_eq(wait_of(&t, "a", 24999), 1);
	ck_assert_int_eq(wait_of(&t, "a", 25000), 0);
	take(&t, "a", 25000);
	ck_assert_int_eq(wait_of(&t, "a", 25000), 20000);
	throttle_free(&t);
}
END_TEST

START_TEST(it_fills_up_and_no_further)
{
	struct throttle t = {0};

	take(&t, "a", 0);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(wait_of(&t, "a", INT64_MAX / 2), 0);
		take(&t, "a", INT64_MAX / 2);
	}
	ck_assert_int_eq(wait_of(&t, "a", INT64_MAX / 2), 20000);
	throttle_free(&t);
}
END_TEST

START_TEST(who_goes_on_all_the_same_waits_no_longer_for_it)
{
	struct throttle t = {0};

	for (int i = 0; i < 100; i++)
		take(&t, "a", 0);
	ck_assert_int_eq(wait_of(&t, "a", 0), 20000);
	throttle_free(&t);
}
END_TEST

START_TEST(keys_do_not_matter_to_each_other)
{
	struct throttle t = {0};

	for (int i = 0; i < 3; i++)
		take(&t, "a", 0);
	ck_assert_int_eq(wait_of(&t, "b", 0), 0);
	ck_assert_int_eq(wait_of(&t, "aa", 0), 0);
	throttle_free(&t);
}
END_TEST

START_TEST(a_count_of_nothing_switches_it_off)
{
	struct throttle t = {0};

	throttle_take(&t, (struct throttle_rate){0, 60000}, "a", 1, 0);
	throttle_take(&t, (struct throttle_rate){3, 0}, "a", 1, 0);
	ck_assert_ptr_null(t.entries);
	for (int i = 0; i < 3; i++)
		take(&t, "a", 0);
	ck_assert_int_eq(
	    throttle_wait_ms(&t, (struct throttle_rate){0, 1}, "a", 1, 0), 0);
	throttle_free(&t);
}
END_TEST

START_TEST(a_smaller_count_holds_at_once)
{
	struct throttle t = {0};
	const struct throttle_rate one = {1, 60000};

	take(&t, "a", 0);
	throttle_take(&t, one, "a", 1, 0);
	ck_assert_int_eq(throttle_wait_ms(&t, one, "a", 1, 0), 60000);
	throttle_free(&t);
}
END_TEST

START_TEST(the_one_used_longest_ago_makes_room)
{
	struct throttle t = {0};
	char key[16];

	for (int i = 0; i < THROTTLE_KEYS; i++) {
		snprintf(key, sizeof(key), "%d", i);
		for (int k = 0; k < 3; k++)
			take(&t, key, 0);
	}
	take(&t, "0", 0);
	take(&t, "new", 0);
	ck_assert_uint_eq(HASH_COUNT(t.entries), THROTTLE_KEYS);
	ck_assert_int_eq(wait_of(&t, "1", 0), 0);
	ck_assert_int_gt(wait_of(&t, "0", 0), 0);
	ck_assert_int_gt(wait_of(&t, "2", 0), 0);
	throttle_free(&t);
}
END_TEST

START_TEST(a_key_that_is_too_long_counts_by_its_beginning)
{
	struct throttle t = {0};
	char a[100], b[100];

	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	b[99] = 'y';
	for (int i = 0; i < 3; i++)
		throttle_take(&t, three_a_minute, a, sizeof(a), 0);
	ck_assert_int_gt(
	    throttle_wait_ms(&t, three_a_minute, b, sizeof(b), 0), 0);
	throttle_free(&t);
}
END_TEST

Suite *
suite_server_throttle(void)
{
	Suite *s = suite_create("server_throttle");
	TCase *tc = tcase_create("throttle");

	tcase_add_test(
	    tc, so_many_pass_at_once_and_then_one_in_its_part_of_the_period);
	tcase_add_test(tc, it_fills_up_and_no_further);
	tcase_add_test(tc, who_goes_on_all_the_same_waits_no_longer_for_it);
	tcase_add_test(tc, keys_do_not_matter_to_each_other);
	tcase_add_test(tc, a_count_of_nothing_switches_it_off);
	tcase_add_test(tc, a_smaller_count_holds_at_once);
	tcase_add_test(tc, the_one_used_longest_ago_makes_room);
	tcase_add_test(tc, a_key_that_is_too_long_counts_by_its_beginning);
	suite_add_tcase(s, tc);
	return s;
}
