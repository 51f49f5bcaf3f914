/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/words.h"

#include <check.h>
#include <string.h>

#include "tests/suites.h"

static struct words w;
static struct buf err;

static void
teardown(void)
{
	words_free(&w);
	buf_free(&err);
}

/* The words in brackets, or what is wrong. */
static const char *
split(const char *typed)
{
	static char text[512];

	words_free(&w);
	buf_reset(&err);
	if (words_split(&w, typed, &err) < 0)
		return err.data;
	*text = '\0';
	for (size_t i = 0; i < w.count; i++) {
		strcat(text, "[");
		strcat(text, w.list[i]);
		strcat(text, "]");
	}
	ck_assert_ptr_null(w.list[w.count]);
	return text;
}

START_TEST(blanks_separate_words_and_quotes_keep_them)
{
	ck_assert_str_eq(split(" a  b\tc\n"), "[a][b][c]");
	ck_assert_str_eq(split("'a b' \"c d\" e\\ f"), "[a b][c d][e f]");
	ck_assert_str_eq(split("a'b'\"c\"d"), "[abcd]");
	ck_assert_str_eq(split("cat '' \"\""), "[cat][][]");
	ck_assert_str_eq(split("grep -E '^[a-z]*\\.$' ~/*?"),
	    "[grep][-E][^[a-z]*\\.$][~/*?]");
}
END_TEST

START_TEST(a_backslash_keeps_what_follows_it)
{
	ck_assert_str_eq(
	    split("a\\'b \\\"c \\\\ \\$d \\|"), "[a'b][\"c][\\][$d][|]");
	ck_assert_str_eq(split("\"a\\\"b\\\\c\\nd\""), "[a\"b\\c\\nd]");
	ck_assert_str_eq(split("'a\\'"), "[a\\]");
}
END_TEST

START_TEST(what_only_a_shell_understands_is_an_error_unless_it_is_quoted)
{
	static const char *const typed[] = {"a | b", "a>b", "a;b", "a&",
	    "a `b`", "a $b", "\"$b\"", "\"`b`\"", "(a)", "a<b"};

	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		ck_assert_ptr_nonnull(strstr(split(typed[i]), "no shell runs"));
	ck_assert_ptr_nonnull(strstr(split("a|b"), "quote '|'"));
	ck_assert_str_eq(split("sh -c 'tr a-z A-Z | rev > $f'"),
	    "[sh][-c][tr a-z A-Z | rev > $f]");
	ck_assert_str_eq(split("a \"b|c;d\""), "[a][b|c;d]");
}
END_TEST

START_TEST(what_is_not_a_command_is_refused)
{
	ck_assert_str_eq(split(""), "a command must be given");
	ck_assert_str_eq(split("  \t"), "a command must be given");
	ck_assert_str_eq(split("'' a"), "a command must be given");
	ck_assert_str_eq(split("a 'b"), "nothing closes the '");
	ck_assert_str_eq(split("a \"b\\"), "nothing closes the \"");
	ck_assert_str_eq(split("a \\"), "nothing follows the last \\");
}
END_TEST

START_TEST(there_are_so_many_words_at_most)
{
	char typed[2 * WORDS_MAX + 3];

	for (size_t i = 0; i < sizeof(typed) - 1; i++)
		typed[i] = i % 2 ? ' ' : 'a';
	typed[2 * WORDS_MAX] = '\0';
	ck_assert_int_eq(words_split(&w, typed, &err), 0);
	ck_assert_uint_eq(w.count, WORDS_MAX);
	typed[2 * WORDS_MAX] = 'a';
	typed[2 * WORDS_MAX + 1] = '\0';
	ck_assert_str_eq(split(typed), "more than 256 words");
}
END_TEST

Suite *
suite_client_words(void)
{
	Suite *s = suite_create("client_words");
	TCase *tc = tcase_create("words");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, blanks_separate_words_and_quotes_keep_them);
	tcase_add_test(tc, a_backslash_keeps_what_follows_it);
	tcase_add_test(
	    tc, what_only_a_shell_understands_is_an_error_unless_it_is_quoted);
	tcase_add_test(tc, what_is_not_a_command_is_refused);
	tcase_add_test(tc, there_are_so_many_words_at_most);
	suite_add_tcase(s, tc);
	return s;
}
