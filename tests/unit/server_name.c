/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/name.h"

#include "common/buf.h"
#include "tests/suites.h"

static void
check_user(const char *given, const char *name)
{
	struct buf out = {0};

	name_user(&out, given);
	ck_assert_str_eq(out.data, name);
	buf_free(&out);
}

START_TEST(a_nick_of_letters_digits_and_brackets_is_sound)
{
	ck_assert_ptr_null(name_check_nick("alice", 32));
	ck_assert_ptr_null(name_check_nick("a", 32));
	ck_assert_ptr_null(name_check_nick("[a]\\`_^{|}-9", 32));
	ck_assert_ptr_null(name_check_nick("_9", 32));
}
END_TEST

START_TEST(a_nick_begins_with_neither_digit_nor_dash)
{
	ck_assert_ptr_nonnull(name_check_nick("9a", 32));
	ck_assert_ptr_nonnull(name_check_nick("-a", 32));
}
END_TEST

START_TEST(a_nick_holds_nothing_that_means_something_else)
{
	static const char *const bad[] = {"", "a b", "a!b", "a@b", "#a", "a,b",
	    ":a", "a*", "a?", "@a", "+a", "a.b", "$a", "~a", "caf\xc3\xa9",
	    "a\x03", "*"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(name_check_nick(bad[i], 32), "%s", bad[i]);
}
END_TEST

START_TEST(a_nick_may_have_exactly_as_many_bytes_as_the_limit)
{
	ck_assert_ptr_null(name_check_nick("abcdefgh", 8));
	ck_assert_ptr_nonnull(name_check_nick("abcdefghi", 8));
}
END_TEST

START_TEST(nobody_is_called_like_a_service)
{
	ck_assert_ptr_nonnull(name_check_nick("NickServ", 32));
	ck_assert_ptr_nonnull(name_check_nick("nickserv", 32));
	ck_assert_ptr_null(name_check_nick("NickServant", 32));
}
END_TEST

START_TEST(a_channel_may_have_any_visible_letters)
{
	ck_assert_ptr_null(name_check_channel("#a", 64));
	ck_assert_ptr_null(name_check_channel("#caf\xc3\xa9", 64));
	ck_assert_ptr_null(name_check_channel("##c++:!@*", 64));
	ck_assert_ptr_null(name_check_channel("#\xe4\xb8\xad", 64));
}
END_TEST

START_TEST(a_channel_holds_nothing_that_one_cannot_see_or_that_ends_a_word)
{
	static const char *const bad[] = {"", "#", "a", "&a", "#a b", "#a,b",
	    "#a\a", "#a\x02", "#a\xe2\x80\x8b", "#a\xe2\x80\xae", "#a\xc2\x85",
	    "#a\x7f",
	    /* bidi: embeddings, overrides, isolates, marks */
	    "#\xe2\x80\xaa"
	    "a",
	    "#\xe2\x80\xad"
	    "a",
	    "#\xe2\x81\xa6"
	    "a",
	    "#\xe2\x81\xa9"
	    "a",
	    "#\xe2\x80\x8e"
	    "a",
	    "#\xe2\x80\x8f"
	    "a",
	    "#\xd8\x9c"
	    "a",
	    /* zero width: joiners, word joiner, BOM, soft hyphen */
	    "#a\xe2\x80\x8d"
	    "b",
	    "#a\xe2\x80\x8c"
	    "b",
	    "#a\xe2\x81\xa0"
	    "b",
	    "#a\xef\xbb\xbf"
	    "b",
	    "#a\xc2\xad"
	    "b",
	    /* an emoji joined, or with a selector */
	    "#\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
	    "#\xe2\x9d\xa4\xef\xb8\x8f", "#a\xf3\xa0\x84\x80",
	    /* tags, fillers, a joiner of graphemes */
	    "#a\xf3\xa0\x81\xa1", "#\xe3\x85\xa4", "#\xef\xbe\xa0",
	    "#a\xcd\x8f",
	    /* other spaces, a blank, line ends */
	    "#a\xc2\xa0"
	    "b",
	    "#a\xe3\x80\x80"
	    "b",
	    "#\xe2\xa0\x80",
	    "#a\xe2\x80\xa8"
	    "b",
	    "#a\xe2\x80\xa9"
	    "b",
	    /* private use, not assigned, no character at all */
	    "#\xee\x80\x80", "#\xf3\xb0\x80\x80", "#\xcd\xb8", "#\xef\xbf\xbf",
	    "#\xff"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_msg(name_check_channel(bad[i], 64), "%s", bad[i]);
}
END_TEST

START_TEST(a_channel_may_have_exactly_as_many_bytes_as_the_limit)
{
	ck_assert_ptr_null(name_check_channel("#234", 4));
	ck_assert_ptr_nonnull(name_check_channel("#2345", 4));
}
END_TEST

START_TEST(of_a_username_what_is_sound_stays)
{
	check_user("alice", "alice");
	check_user("~al!i@c*e", "alice");
	check_user("a.b-c_d", "a.b-c_d");
	check_user("", "user");
	check_user("!@*", "user");
	check_user("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst");
}
END_TEST

Suite *
suite_server_name(void)
{
	Suite *s = suite_create("server_name");
	TCase *tc = tcase_create("names");

	tcase_add_test(tc, a_nick_of_letters_digits_and_brackets_is_sound);
	tcase_add_test(tc, a_nick_begins_with_neither_digit_nor_dash);
	tcase_add_test(tc, a_nick_holds_nothing_that_means_something_else);
	tcase_add_test(tc, a_nick_may_have_exactly_as_many_bytes_as_the_limit);
	tcase_add_test(tc, nobody_is_called_like_a_service);
	tcase_add_test(tc, a_channel_may_have_any_visible_letters);
	tcase_add_test(tc,
	    a_channel_holds_nothing_that_one_cannot_see_or_that_ends_a_word);
	tcase_add_test(
	    tc, a_channel_may_have_exactly_as_many_bytes_as_the_limit);
	tcase_add_test(tc, of_a_username_what_is_sound_stays);
	suite_add_tcase(s, tc);
	return s;
}
