/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "tests/suites.h"

static bool
valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

static size_t
cut(const char *s, size_t max)
{
	return utf8_cut(s, strlen(s), max);
}

START_TEST(every_length_of_character_is_valid)
{
	ck_assert(valid(""));
	ck_assert(valid("a\u00E9\u20AC\U0001F600\U0010FFFF"));
	ck_assert(utf8_valid("a\0b", 3));
}
END_TEST

START_TEST(overlong_forms_are_invalid)
{
	ck_assert(!valid("\xc0\x80"));
	ck_assert(!valid("\xc1\xbf"));
	ck_assert(!valid("\xe0\x80\xaf"));
	ck_assert(!valid("\xf0\x80\x80\xaf"));
}
END_TEST

START_TEST(surrogates_are_invalid)
{
	ck_assert(!valid("\xed\xa0\x80"));
	ck_assert(!valid("\xed\xbf\xbf"));
	ck_assert(valid("\xed\x9f\xbf"));
}
END_TEST

START_TEST(characters_past_the_last_are_invalid)
{
	ck_assert(!valid("\xf4\x90\x80\x80"));
	ck_assert(!valid("\xf8\x88\x80\x80\x80"));
	ck_assert(!valid("\xff"));
}
END_TEST

START_TEST(a_cut_or_lone_part_of_a_character_is_invalid)
{
	ck_assert(!valid("\xe2\x82"));
	ck_assert(!valid("\xe2\x82x"));
	ck_assert(!valid("\x80"));
	ck_assert(!valid("a\xc3"));
}
END_TEST

START_TEST(the_next_character_has_its_code_point_and_length)
{
	int cp;

	ck_assert_uint_eq(utf8_next("\u20ACx", 4, &cp), 3);
	ck_assert_int_eq(cp, 0x20ac);
	ck_assert_uint_eq(utf8_next("\u20AC", 2, &cp), 1);
	ck_assert_int_eq(cp, -1);
	ck_assert_uint_eq(utf8_next("\0", 1, &cp), 1);
	ck_assert_int_eq(cp, 0);
}
END_TEST

START_TEST(what_is_short_enough_is_not_cut)
{
	ck_assert_uint_eq(cut("hello", 5), 5);
	ck_assert_uint_eq(cut("hello", 100), 5);
	ck_assert_uint_eq(cut("", 0), 0);
	ck_assert_uint_eq(cut("hello", 3), 3);
	ck_assert_uint_eq(cut("hello", 0), 0);
}
END_TEST

START_TEST(a_cut_does_not_part_a_character)
{
	ck_assert_uint_eq(cut("a\u20AC", 3), 1);
	ck_assert_uint_eq(cut("a\u20AC", 4), 4);
	ck_assert_uint_eq(cut("\u20AC", 2), 0);
}
END_TEST

START_TEST(a_cut_does_not_part_a_letter_from_its_mark)
{
	ck_assert_uint_eq(cut("ae\u0301", 2), 1);
	ck_assert_uint_eq(cut("ae\u0301b", 4), 4);
}
END_TEST

START_TEST(a_cut_does_not_part_a_flag)
{
	const char *flags = "\U0001F1E8\U0001F1ED\U0001F1F8\U0001F1EA";

	ck_assert_uint_eq(cut(flags, 12), 8);
	ck_assert_uint_eq(cut(flags, 15), 8);
}
END_TEST

START_TEST(a_cut_does_not_part_a_family)
{
	const char *s = "hi \U0001F468\u200D\U0001F469\u200D\U0001F467";

	ck_assert_uint_eq(cut(s, 12), 3);
	ck_assert_uint_eq(cut(s, 20), 3);
	ck_assert_uint_eq(cut(s, 21), 21);
}
END_TEST

START_TEST(a_cluster_longer_than_the_bound_is_cut_between_characters)
{
	struct buf s = {0};

	buf_adds(&s, "e");
	for (int i = 0; i < 100; i++)
		buf_adds(&s, "\u0301");
	ck_assert_uint_eq(utf8_cut(s.data, s.len, 10), 9);
	buf_free(&s);
}
END_TEST

START_TEST(a_control_is_one_of_c0_or_c1_or_del)
{
	ck_assert(utf8_control(0) && utf8_control(0x1f));
	ck_assert(utf8_control(0x7f) && utf8_control(0x80));
	ck_assert(utf8_control(0x9f));
	ck_assert(!utf8_control(' ') && !utf8_control('~'));
	ck_assert(!utf8_control(0xa0));
}
END_TEST

START_TEST(a_cut_gets_on_even_through_invalid_bytes)
{
	ck_assert_uint_eq(cut("\xff\xff\xff", 2), 2);
	ck_assert_uint_eq(cut("\xe2\x82\xe2\x82", 3), 3);
}
END_TEST

Suite *
suite_utf8(void)
{
	Suite *s = suite_create("utf8");
	TCase *tc = tcase_create("utf8");

	tcase_add_test(tc, every_length_of_character_is_valid);
	tcase_add_test(tc, overlong_forms_are_invalid);
	tcase_add_test(tc, surrogates_are_invalid);
	tcase_add_test(tc, characters_past_the_last_are_invalid);
	tcase_add_test(tc, a_cut_or_lone_part_of_a_character_is_invalid);
	tcase_add_test(tc, the_next_character_has_its_code_point_and_length);
	tcase_add_test(tc, a_control_is_one_of_c0_or_c1_or_del);
	tcase_add_test(tc, what_is_short_enough_is_not_cut);
	tcase_add_test(tc, a_cut_does_not_part_a_character);
	tcase_add_test(tc, a_cut_does_not_part_a_letter_from_its_mark);
	tcase_add_test(tc, a_cut_does_not_part_a_flag);
	tcase_add_test(tc, a_cut_does_not_part_a_family);
	tcase_add_test(
	    tc, a_cluster_longer_than_the_bound_is_cut_between_characters);
	tcase_add_test(tc, a_cut_gets_on_even_through_invalid_bytes);
	suite_add_tcase(s, tc);
	return s;
}
