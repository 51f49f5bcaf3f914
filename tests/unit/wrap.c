/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/wrap.h"

#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "tests/suites.h"

static struct wrap w;
static struct buf rows;

static void
teardown(void)
{
	wrap_free(&w);
	buf_free(&rows);
}

/* The rows of text, joined by '|'. */
static const char *
wrapped(const char *text, int first, int rest)
{
	buf_reset(&rows);
	wrap_text(&w, text, strlen(text), first, rest);
	for (size_t i = 0; i < w.count; i++) {
		if (i)
			buf_addc(&rows, '|');
		buf_add(&rows, text + w.rows[i].start, w.rows[i].len);
	}
	return rows.len ? rows.data : "";
}

START_TEST(rows_break_between_words)
{
	ck_assert_str_eq(wrapped("one two three", 8, 8), "one two|three");
	ck_assert_str_eq(wrapped("one two", 7, 7), "one two");
	ck_assert_str_eq(wrapped("one  two", 3, 3), "one|two");
}
END_TEST

START_TEST(no_text_is_one_empty_row)
{
	ck_assert_str_eq(wrapped("", 10, 10), "");
	ck_assert_uint_eq(w.count, 1);
}
END_TEST

START_TEST(a_word_too_long_is_broken_where_the_row_ends)
{
	ck_assert_str_eq(wrapped("abcdefgh", 3, 3), "abc|def|gh");
	ck_assert_str_eq(wrapped("a bcdefgh", 3, 3), "a|bcd|efg|h");
}
END_TEST

START_TEST(the_first_row_may_be_narrower)
{
	ck_assert_str_eq(wrapped("ab cd ef", 2, 5), "ab|cd ef");
}
END_TEST

START_TEST(wide_characters_take_two_cells)
{
	ck_assert_str_eq(wrapped("\xe4\xbd\xa0\xe5\xa5\xbd\xe5\x90\x97", 4, 4),
	    "\xe4\xbd\xa0\xe5\xa5\xbd|\xe5\x90\x97");
	ck_assert_str_eq(wrapped("\xe4\xbd\xa0\xe5\xa5\xbd", 3, 3),
	    "\xe4\xbd\xa0|\xe5\xa5\xbd");
}
END_TEST

START_TEST(a_cluster_is_never_broken)
{
	/* e and a combining acute, twice */
	ck_assert_str_eq(wrapped("e\xcc\x81"
				 "e\xcc\x81",
			     1, 1),
	    "e\xcc\x81|e\xcc\x81");
}
END_TEST

START_TEST(a_cluster_wider_than_the_row_stands_alone)
{
	ck_assert_str_eq(wrapped("\xe4\xbd\xa0\xe5\xa5\xbd", 1, 0),
	    "\xe4\xbd\xa0|\xe5\xa5\xbd");
}
END_TEST

START_TEST(spaces_at_the_end_of_a_row_do_not_begin_the_next)
{
	ck_assert_str_eq(wrapped("abc    def", 3, 3), "abc|def");
	ck_assert_str_eq(wrapped("abc   ", 3, 3), "abc");
}
END_TEST

START_TEST(rows_are_bounded)
{
	struct buf b = {0};

	for (int i = 0; i < WRAP_ROWS_MAX + 100; i++)
		buf_addc(&b, 'x');
	wrap_text(&w, b.data, b.len, 1, 1);
	ck_assert_uint_eq(w.count, WRAP_ROWS_MAX);
	buf_free(&b);
}
END_TEST

Suite *
suite_wrap(void)
{
	Suite *s = suite_create("wrap");
	TCase *tc = tcase_create("wrap");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, rows_break_between_words);
	tcase_add_test(tc, no_text_is_one_empty_row);
	tcase_add_test(tc, a_word_too_long_is_broken_where_the_row_ends);
	tcase_add_test(tc, the_first_row_may_be_narrower);
	tcase_add_test(tc, wide_characters_take_two_cells);
	tcase_add_test(tc, a_cluster_is_never_broken);
	tcase_add_test(tc, a_cluster_wider_than_the_row_stands_alone);
	tcase_add_test(tc, spaces_at_the_end_of_a_row_do_not_begin_the_next);
	tcase_add_test(tc, rows_are_bounded);
	suite_add_tcase(s, tc);
	return s;
}
