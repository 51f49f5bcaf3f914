/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/clock.h"

#include <stdlib.h>

#include "tests/suites.h"

static void
expect_iso(int64_t ms, const char *want)
{
	char out[CLOCK_ISO_LEN];

	clock_iso(ms, out);
	ck_assert_str_eq(out, want);
}

START_TEST(a_time_is_written_in_utc_with_milliseconds)
{
	expect_iso(0, "1970-01-01T00:00:00.000Z");
	expect_iso(1795227603007, "2026-11-21T02:20:03.007Z");
	expect_iso(-1, "1969-12-31T23:59:59.999Z");
}
END_TEST

START_TEST(the_shorter_of_two_waits_is_the_one_that_ends)
{
	ck_assert_int_eq(clock_sooner(-1, -1), -1);
	ck_assert_int_eq(clock_sooner(-1, 7), 7);
	ck_assert_int_eq(clock_sooner(7, -1), 7);
	ck_assert_int_eq(clock_sooner(7, 0), 0);
	ck_assert_int_eq(clock_sooner(3, 7), 3);
}
END_TEST

START_TEST(a_time_of_any_number_is_written)
{
	expect_iso(INT64_MAX, "9999-12-31T23:59:59.999Z");
	expect_iso(INT64_MIN, "0000-01-01T00:00:00.000Z");
}
END_TEST

START_TEST(a_written_time_is_read_back)
{
	char out[CLOCK_ISO_LEN];

	for (int64_t ms = 0; ms < 4000000000000; ms += 98765432123) {
		clock_iso(ms, out);
		ck_assert_int_eq(clock_parse_iso(out), ms);
	}
}
END_TEST

START_TEST(a_fraction_may_be_absent_shorter_or_longer)
{
	ck_assert_int_eq(clock_parse_iso("1970-01-01T00:00:01Z"), 1000);
	ck_assert_int_eq(clock_parse_iso("1970-01-01T00:00:01.5Z"), 1500);
	ck_assert_int_eq(
	    clock_parse_iso("1970-01-01T00:00:01.123456789Z"), 1123);
}
END_TEST

START_TEST(a_time_before_1970_can_be_read_too)
{
	int64_t ms = 0;

	ck_assert(clock_read_iso("1969-12-31T23:59:59.999Z", &ms));
	ck_assert_int_eq(ms, -1);
	ck_assert(clock_read_iso("0001-01-01T00:00:00.000Z", &ms));
	ck_assert_int_eq(ms, -62135596800000);
	ck_assert(!clock_read_iso("1969-12-31", &ms));
}
END_TEST

START_TEST(what_is_not_a_time_is_refused)
{
	static const char *const bad[] = {"", "now", "2026-11-21",
	    "2026-11-21T02:20:03.123", "2026-11-21T02:20:03.123Z ",
	    "2026-11-21 02:20:03Z", "2026-13-21T02:20:03Z",
	    "2026-00-21T02:20:03Z", "2026-11-00T02:20:03Z",
	    "2026-11-21T24:20:03Z", "2026-11-21T02:60:03Z",
	    "2026-11-21T02:20:61Z", "2026-11-21T02:20:03.Z",
	    "2026-11-21T02:20:3Z", "-026-11-21T02:20:03Z",
	    "1969-12-31T23:59:59Z", "2026-11-21T02:20:03+01:00"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(clock_parse_iso(bad[i]) == -1, "%s", bad[i]);
}
END_TEST

START_TEST(the_clock_for_deadlines_does_not_step_back)
{
	int64_t last = clock_mono_ms();

	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_mono_ms();

		ck_assert_int_ge(now, last);
		last = now;
	}
}
END_TEST

Suite *
suite_clock(void)
{
	Suite *s = suite_create("clock");
	TCase *tc = tcase_create("clock");

	tcase_add_test(tc, a_time_is_written_in_utc_with_milliseconds);
	tcase_add_test(tc, the_shorter_of_two_waits_is_the_one_that_ends);
	tcase_add_test(tc, a_time_of_any_number_is_written);
	tcase_add_test(tc, a_written_time_is_read_back);
	tcase_add_test(tc, a_fraction_may_be_absent_shorter_or_longer);
	tcase_add_test(tc, a_time_before_1970_can_be_read_too);
	tcase_add_test(tc, what_is_not_a_time_is_refused);
	tcase_add_test(tc, the_clock_for_deadlines_does_not_step_back);
	suite_add_tcase(s, tc);
	return s;
}
