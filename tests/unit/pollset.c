/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/pollset.h"

#include <unistd.h>

#include "tests/suites.h"

START_TEST(what_is_ready_comes_with_its_owner)
{
	struct pollset p = {0};
	struct pollset_who who;
	int a[2], b[2];
	short events;

	ck_assert_int_eq(pipe(a), 0);
	ck_assert_int_eq(pipe(b), 0);
	ck_assert_int_eq(write(b[1], "x", 1), 1);
	pollset_add(&p, a[0], POLLIN, 1, a);
	pollset_add(&p, b[0], POLLIN, 2, b);
	ck_assert_int_eq(pollset_wait(&p, -1, NULL), 1);
	ck_assert(pollset_next(&p, &who, &events));
	ck_assert_int_eq(who.kind, 2);
	ck_assert_ptr_eq(who.what, b);
	ck_assert_int_eq(events, POLLIN);
	ck_assert(!pollset_next(&p, &who, &events));
	pollset_free(&p);
}
END_TEST

START_TEST(who_waits_for_nothing_is_not_told_of_a_hang_up)
{
	struct pollset p = {0};
	int a[2];

	ck_assert_int_eq(pipe(a), 0);
	close(a[1]);
	pollset_add(&p, a[0], 0, 1, NULL);
	ck_assert_int_eq(pollset_wait(&p, 0, NULL), 0);
	pollset_reset(&p);
	pollset_add(&p, a[0], POLLIN, 1, NULL);
	ck_assert_int_eq(pollset_wait(&p, -1, NULL), 1);
	pollset_free(&p);
}
END_TEST

START_TEST(a_set_grows_and_starts_anew)
{
	struct pollset p = {0};
	int a[2];

	ck_assert_int_eq(pipe(a), 0);
	for (int i = 0; i < 100; i++)
		pollset_add(&p, a[0], POLLIN, i, NULL);
	ck_assert_uint_eq(p.count, 100);
	pollset_reset(&p);
	ck_assert_int_eq(pollset_wait(&p, 0, NULL), 0);
	pollset_free(&p);
}
END_TEST

Suite *
suite_pollset(void)
{
	Suite *s = suite_create("pollset");
	TCase *tc = tcase_create("pollset");

	tcase_add_test(tc, what_is_ready_comes_with_its_owner);
	tcase_add_test(tc, who_waits_for_nothing_is_not_told_of_a_hang_up);
	tcase_add_test(tc, a_set_grows_and_starts_anew);
	suite_add_tcase(s, tc);
	return s;
}
