/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mode_param.h"

#include <string.h>

#include "tests/suites.h"

static void
ck_param(char letter, const char *given, const char *wanted)
{
	struct buf out = {0};

	ck_assert_ptr_null(mode_param(&out, letter, given));
	ck_assert_str_eq(out.data, wanted);
	buf_free(&out);
}

static void
ck_wrong(char letter, const char *given)
{
	struct buf out = {0};

	ck_assert_msg(
	    mode_param(&out, letter, given) != NULL, "%c %s", letter, given);
	buf_free(&out);
}

START_TEST(a_key_is_a_word)
{
	char longest[66];

	memset(longest, 'k', 65);
	longest[65] = '\0';
	ck_wrong('k', longest);
	longest[64] = '\0';
	ck_param('k', longest, longest);
	ck_wrong('k', "");
	ck_wrong('k', ":x");
	ck_wrong('k', "a b");
	ck_wrong('k', "a,b");
}
END_TEST

START_TEST(a_limit_is_a_number_above_0)
{
	ck_param('l', "007", "7");
	ck_param('l', "999999999", "999999999");
	ck_wrong('l', "9999999999");
	ck_wrong('l', "0");
	ck_wrong('l', "-1");
	ck_wrong('l', "7x");
	ck_wrong('l', "");
}
END_TEST

START_TEST(a_throttle_is_joins_and_seconds)
{
	ck_param('j', "3:10", "3:10");
	ck_param('j', "03:010", "3:10");
	ck_param('j', "1000:3600", "1000:3600");
	ck_wrong('j', "3");
	ck_wrong('j', "3:");
	ck_wrong('j', ":10");
	ck_wrong('j', "0:10");
	ck_wrong('j', "3:0");
	ck_wrong('j', "3:10x");
	ck_wrong('j', "3:10:1");
	ck_wrong('j', "1001:1");
	ck_wrong('j', "1:3601");
	ck_wrong('j', "");
}
END_TEST

START_TEST(a_forward_is_a_channel)
{
	ck_param('f', "#Other", "#Other");
	ck_wrong('f', "other");
	ck_wrong('f', "#a,b");
	ck_wrong('f', "");
}
END_TEST

START_TEST(a_history_is_lines_and_a_time)
{
	ck_param('H', "0", "0");
	ck_param('H', "00", "0");
	ck_param('H', "0500", "500");
	ck_param('H', "500:7d", "500:7d");
	ck_param('H', "500:168h", "500:7d");
	ck_param('H', "1:1m", "1:1m");
	ck_param('H', "1:90", "1:90s");
	ck_wrong('H', "");
	ck_wrong('H', "x");
	ck_wrong('H', ":7d");
	ck_wrong('H', "0:7d");
	ck_wrong('H', "-1");
	ck_wrong('H', "500:");
	ck_wrong('H', "500:59s");
	ck_wrong('H', "500:off");
	ck_wrong('H', "500:7d:1");
	ck_wrong('H', "500:-7d");
	ck_wrong('H', "500:40000d");
	ck_wrong('H', "500 7d");
	ck_wrong('H', "9999999999");
}
END_TEST

Suite *
suite_mode_param(void)
{
	Suite *s = suite_create("mode_param");
	TCase *tc = tcase_create("mode_param");

	tcase_add_test(tc, a_key_is_a_word);
	tcase_add_test(tc, a_limit_is_a_number_above_0);
	tcase_add_test(tc, a_throttle_is_joins_and_seconds);
	tcase_add_test(tc, a_forward_is_a_channel);
	tcase_add_test(tc, a_history_is_lines_and_a_time);
	suite_add_tcase(s, tc);
	return s;
}
