/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/buf.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"

START_TEST(a_buffer_ends_in_a_nul_that_is_not_counted)
{
	struct buf b = {0};

	buf_adds(&b, "ab");
	buf_addc(&b, 'c');
	buf_add(&b, "d\0e", 3);
	ck_assert_uint_eq(b.len, 6);
	ck_assert_mem_eq(b.data, "abcd\0e", 7);
	buf_free(&b);
	ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(a_buffer_grows_by_formatting)
{
	struct buf b = {0};

	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%03d,", i);
	ck_assert_uint_eq(b.len, 4000);
	ck_assert_str_eq(b.data + 3996, "999,");
	buf_free(&b);
}
END_TEST

START_TEST(nothing_may_be_added)
{
	struct buf b = {0};

	buf_add(&b, NULL, 0);
	ck_assert_str_eq(b.data, "");
	buf_free(&b);
}
END_TEST

START_TEST(a_buffer_may_be_cut_and_reset)
{
	struct buf b = {0};

	buf_reset(&b);
	ck_assert_ptr_null(b.data);
	buf_adds(&b, "hello");
	buf_cut(&b, 2);
	ck_assert_str_eq(b.data, "he");
	buf_reset(&b);
	ck_assert_str_eq(b.data, "");
	ck_assert_uint_ne(b.cap, 0);
	buf_free(&b);
}
END_TEST

Suite *
suite_buf(void)
{
	Suite *s = suite_create("buf");
	TCase *tc = tcase_create("buf");

	tcase_add_test(tc, a_buffer_ends_in_a_nul_that_is_not_counted);
	tcase_add_test(tc, a_buffer_grows_by_formatting);
	tcase_add_test(tc, nothing_may_be_added);
	tcase_add_test(tc, a_buffer_may_be_cut_and_reset);
	suite_add_tcase(s, tc);
	return s;
}
