/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/rows.h"

#include <string.h>

#include "tests/suites.h"

static void
expect_cursor(const char *text, int prompt, int width, size_t point, int row,
    int col, int rows)
{
	struct rows r;
	int got_row, got_col, got_rows;

	rows_begin(&r, text, strlen(text), prompt, width);
	rows_find(r, point, &got_row, &got_col, &got_rows);
	ck_assert_int_eq(got_row, row);
	ck_assert_int_eq(got_col, col);
	ck_assert_int_eq(got_rows, rows);
}

START_TEST(the_cursor_stands_behind_the_prompt)
{
	expect_cursor("", 5, 20, 0, 0, 5, 1);
	expect_cursor("abc", 5, 20, 3, 0, 8, 1);
}
END_TEST

START_TEST(a_full_row_has_its_cursor_on_the_next)
{
	expect_cursor("abcde", 5, 10, 5, 1, 0, 2);
	expect_cursor("abcde", 5, 10, 4, 0, 9, 2);
}
END_TEST

START_TEST(wide_and_combined_characters_count_their_cells)
{
	/* one wide character, e with an acute, x */
	expect_cursor("\xe6\x97\xa5"
		      "e\xcc\x81x",
	    0, 10, 6, 0, 3, 1);
	/* a wide one does not fit into one cell */
	expect_cursor("a\xe6\x97\xa5", 0, 2, 1, 1, 0, 2 + 1);
}
END_TEST

START_TEST(a_newline_begins_a_row)
{
	expect_cursor("ab\ncd", 3, 10, 3, 1, 0, 2);
	expect_cursor("ab\n", 3, 10, 3, 1, 0, 2);
	expect_cursor("ab\n", 3, 10, 2, 0, 5, 2);
}
END_TEST

START_TEST(a_row_and_column_lead_to_a_byte)
{
	const char *text = "abcdef\nxy";
	struct rows r;

	rows_begin(&r, text, strlen(text), 2, 6);
	ck_assert_uint_eq(rows_byte(r, 0, 3), 1);
	ck_assert_uint_eq(rows_byte(r, 0, 0), 0);
	ck_assert_uint_eq(rows_byte(r, 1, 1), 5);
	ck_assert_uint_eq(rows_byte(r, 1, 9), 6);
	ck_assert_uint_eq(rows_byte(r, 2, 1), 8);
	ck_assert_uint_eq(rows_byte(r, 2, 9), 9);
}
END_TEST

START_TEST(one_cell_is_enough_to_live)
{
	expect_cursor("abc", 9, 1, 3, 3, 0, 4);
	expect_cursor("\xe6\x97\xa5", 0, 1, 0, 0, 0, 2);
	ck_assert_int_eq(rows_prompt("[#lobby] ", 1), 0);
}
END_TEST

START_TEST(a_long_prompt_leaves_half_of_the_row)
{
	ck_assert_int_eq(rows_prompt("[#lobby] ", 80), 9);
	ck_assert_int_eq(rows_prompt("[#lobby] ", 10), 5);
}
END_TEST

Suite *
suite_rows(void)
{
	Suite *s = suite_create("rows");
	TCase *tc = tcase_create("rows");

	tcase_add_test(tc, the_cursor_stands_behind_the_prompt);
	tcase_add_test(tc, a_full_row_has_its_cursor_on_the_next);
	tcase_add_test(tc, wide_and_combined_characters_count_their_cells);
	tcase_add_test(tc, a_newline_begins_a_row);
	tcase_add_test(tc, a_row_and_column_lead_to_a_byte);
	tcase_add_test(tc, one_cell_is_enough_to_live);
	tcase_add_test(tc, a_long_prompt_leaves_half_of_the_row);
	suite_add_tcase(s, tc);
	return s;
}
