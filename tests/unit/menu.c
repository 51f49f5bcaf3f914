/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/menu.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/suites.h"

static struct menu m;
static char **matches;

static void
open_with(const char *const *words, const char *suffix, size_t start)
{
	struct completion c = {.start = start, .suffix = suffix};

	while (words[c.count])
		c.count++;
	c.items = mem_alloc((c.count + 1) * sizeof(*c.items));
	for (size_t i = 0; i < c.count; i++)
		c.items[i] = mem_strdup(words[i]);
	matches = menu_open(&m, &c);
	free(c.items);
}

static void
teardown(void)
{
	for (size_t i = 0; matches && matches[i]; i++)
		free(matches[i]);
	free(matches);
	menu_close(&m);
}

START_TEST(several_candidates_come_after_what_they_share)
{
	static const char *const words[] = {"alice", "Albert", NULL};

	open_with(words, " ", 0);
	ck_assert_str_eq(matches[0], "al");
	ck_assert_str_eq(matches[1], "alice ");
	ck_assert_str_eq(matches[2], "Albert ");
	ck_assert_ptr_null(matches[3]);
}
END_TEST

START_TEST(a_single_candidate_stands_alone_with_its_suffix)
{
	static const char *const words[] = {"alice", NULL};

	open_with(words, ": ", 0);
	ck_assert_str_eq(matches[0], "alice: ");
	ck_assert_ptr_null(matches[1]);
}
END_TEST

START_TEST(what_is_shared_ends_between_characters)
{
	static const char *const words[] = {"\xc3\xa9", "\xc3\xa8", NULL};

	open_with(words, "", 0);
	ck_assert_str_eq(matches[0], "");
}
END_TEST

START_TEST(no_candidates_open_nothing)
{
	struct completion c = {.suffix = ""};

	matches = menu_open(&m, &c);
	ck_assert_ptr_null(matches);
	ck_assert_uint_eq(m.count, 0);
}
END_TEST

START_TEST(the_candidate_in_the_line_is_the_chosen_one)
{
	static const char *const words[] = {"bob", "bobby", NULL};

	open_with(words, ": ", 3);
	ck_assert_uint_eq(menu_chosen(&m, "hi bob: ", 8), 0);
	ck_assert_uint_eq(menu_chosen(&m, "hi bobby: ", 10), 1);
	ck_assert_uint_eq(menu_chosen(&m, "hi b", 4), 2);
	ck_assert_uint_eq(menu_chosen(&m, "hi ", 3), 2);
}
END_TEST

Suite *
suite_menu(void)
{
	Suite *s = suite_create("menu");
	TCase *tc = tcase_create("menu");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, several_candidates_come_after_what_they_share);
	tcase_add_test(tc, a_single_candidate_stands_alone_with_its_suffix);
	tcase_add_test(tc, what_is_shared_ends_between_characters);
	tcase_add_test(tc, no_candidates_open_nothing);
	tcase_add_test(tc, the_candidate_in_the_line_is_the_chosen_one);
	suite_add_tcase(s, tc);
	return s;
}
