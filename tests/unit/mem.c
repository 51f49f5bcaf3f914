/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/mem.h"

#include <stdlib.h>

#include "tests/suites.h"

START_TEST(replacing_a_string_by_itself_keeps_it)
{
	char *slot = mem_strdup("alice");

	mem_replace(&slot, slot);
	ck_assert_str_eq(slot, "alice");
	mem_replace(&slot, NULL);
	ck_assert_ptr_null(slot);
}
END_TEST

START_TEST(a_secret_is_freed_once)
{
	char *slot = mem_strdup("secret");

	mem_wipe(&slot);
	ck_assert_ptr_null(slot);
	mem_wipe(&slot);
	ck_assert_ptr_null(slot);
}
END_TEST

Suite *
suite_mem(void)
{
	Suite *s = suite_create("mem");
	TCase *tc = tcase_create("mem");

	tcase_add_test(tc, replacing_a_string_by_itself_keeps_it);
	tcase_add_test(tc, a_secret_is_freed_once);
	suite_add_tcase(s, tc);
	return s;
}
