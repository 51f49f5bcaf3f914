/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/when.h"

#include <stdlib.h>
#include <time.h>

#include "common/clock.h"
#include "tests/suites.h"

/* A Thursday noon in a zone that is an hour before UTC, without summer. */
static const int64_t now = 1764241200000; /* 2025-11-27T11:00:00Z */

static void
setup(void)
{
	setenv("TZ", "TST-1", 1);
	tzset();
}

static void
teardown(void)
{
	unsetenv("TZ");
	tzset();
}

static void
assert_when(const char *text, const char *iso)
{
	char got[CLOCK_ISO_LEN];
	int64_t at = when_parse(text, now);

	ck_assert_msg(at >= 0, "%s is no date", text);
	clock_iso(at, got);
	ck_assert_msg(!strcmp(got, iso), "%s is %s", text, got);
}

START_TEST(a_date_is_the_beginning_of_that_day_here)
{
	assert_when("2025-11-03", "2025-11-02T23:00:00.000Z");
	assert_when("2024-02-29", "2024-02-28T23:00:00.000Z");
}
END_TEST

START_TEST(a_date_may_have_a_time)
{
	assert_when("2025-11-03T14:30", "2025-11-03T13:30:00.000Z");
	assert_when("2025-11-03T14:30:15", "2025-11-03T13:30:15.000Z");
	assert_when("2025-11-03T14:30:15.5Z", "2025-11-03T14:30:15.500Z");
	assert_when("09:05", "2025-11-27T08:05:00.000Z");
}
END_TEST

START_TEST(days_have_names_and_distances)
{
	assert_when("today", "2025-11-26T23:00:00.000Z");
	assert_when("Yesterday", "2025-11-25T23:00:00.000Z");
	assert_when("90s", "2025-11-27T10:58:30.000Z");
	assert_when("30m", "2025-11-27T10:30:00.000Z");
	assert_when("2h", "2025-11-27T09:00:00.000Z");
	assert_when("3d", "2025-11-24T11:00:00.000Z");
	assert_when("1w", "2025-11-20T11:00:00.000Z");
}
END_TEST

START_TEST(yesterday_begins_at_midnight_though_the_clocks_changed)
{
	/* 2026-03-29 has 23 hours there */
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	ck_assert_int_eq(
	    when_parse("yesterday", clock_parse_iso("2026-03-30T10:00:00Z")),
	    clock_parse_iso("2026-03-28T23:00:00Z"));
}
END_TEST

START_TEST(what_is_no_date_is_told_apart)
{
	static const char *const bad[] = {"", "2025-13-01", "2025-02-30",
	    "2025-11-31", "0000-01-01", "1969-12-31", "soon", "3", "d", "3y",
	    "-3d", "2025-11-03T", "2025-11-03T25:00", "2025-11-03x", "24:61",
	    "9999999999d", "999999w", "99999-01-01"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(when_parse(bad[i], now) == -1, "%s", bad[i]);
}
END_TEST

Suite *
suite_client_when(void)
{
	Suite *s = suite_create("client_when");
	TCase *tc = tcase_create("when");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_date_is_the_beginning_of_that_day_here);
	tcase_add_test(tc, a_date_may_have_a_time);
	tcase_add_test(tc, days_have_names_and_distances);
	tcase_add_test(
	    tc, yesterday_begins_at_midnight_though_the_clocks_changed);
	tcase_add_test(tc, what_is_no_date_is_told_apart);
	suite_add_tcase(s, tc);
	return s;
}
