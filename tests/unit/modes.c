/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/modes.h"

#include <string.h>

#include "tests/suites.h"

static void
write_step(const struct mode_step *step, void *context)
{
	buf_addf(context, "%c%c%s%s ", step->add ? '+' : '-', step->letter,
	    step->def ? "" : "?", step->param ? step->param : "");
}

static void
ck_parse(const char *const *words, size_t n, const char *wanted)
{
	struct buf out = {0};

	modes_parse(channel_modes, words, n, write_step, &out);
	ck_assert_str_eq(out.data ? out.data : "", wanted);
	buf_free(&out);
}

START_TEST(parameters_go_to_the_letters_that_take_one)
{
	const char *words[] = {"+o-v+i", "alice", "bob"};

	ck_parse(words, 3, "+oalice -vbob +i ");
}
END_TEST

START_TEST(a_limit_takes_a_parameter_only_when_it_is_set)
{
	const char *words[] = {"-l+k", "key"};

	ck_parse(words, 2, "-l +kkey ");
}
END_TEST

START_TEST(a_missing_parameter_is_null_and_an_unknown_letter_has_no_def)
{
	const char *words[] = {"b+oZ"};

	ck_parse(words, 1, "+b +o +Z? ");
	ck_parse(words, 0, "");
}
END_TEST

START_TEST(signs_are_written_only_where_they_change)
{
	const struct mode_change m[] = {
	    {true, 'o', "alice"}, {true, 'i', NULL}, {false, 'v', "bob"}};
	struct buf out = {0};

	modes_format(&out, m, 3);
	ck_assert_str_eq(out.data, "+oi-v alice bob");
	buf_free(&out);
}
END_TEST

START_TEST(prefixes_stand_highest_first)
{
	ck_assert_str_eq(modes_prefixes(MEMBER_OP | MEMBER_VOICE, true), "@+");
	ck_assert_str_eq(modes_prefixes(MEMBER_OP | MEMBER_VOICE, false), "@");
	ck_assert_str_eq(modes_prefixes(MEMBER_VOICE, true), "+");
	ck_assert_str_eq(modes_prefixes(0, true), "");
	for (unsigned modes = 0; modes <= MEMBER_ALL; modes++) {
		char wanted[8] = "";

		for (const struct mode_def *m = channel_modes; m->letter; m++)
			if (m->type == MODE_PREFIX && modes & m->bit)
				strncat(wanted, &m->prefix, 1);
		ck_assert_str_eq(modes_prefixes(modes, true), wanted);
		wanted[modes != 0] = '\0';
		ck_assert_str_eq(modes_prefixes(modes, false), wanted);
	}
}
END_TEST

START_TEST(a_prefix_stands_for_its_rank_and_those_above)
{
	ck_assert_uint_eq(modes_from('+'), MEMBER_ALL);
	ck_assert_uint_eq(
	    modes_from('@'), MEMBER_OP | MEMBER_ADMIN | MEMBER_FOUNDER);
	ck_assert_uint_eq(modes_from('~'), MEMBER_FOUNDER);
	ck_assert_uint_eq(modes_from('x'), 0);
	ck_assert_uint_eq(modes_rank(MEMBER_OP | MEMBER_VOICE), MEMBER_OP);
	ck_assert_uint_eq(modes_rank(0), 0);
}
END_TEST

Suite *
suite_modes(void)
{
	Suite *s = suite_create("modes");
	TCase *tc = tcase_create("modes");

	tcase_add_test(tc, parameters_go_to_the_letters_that_take_one);
	tcase_add_test(tc, a_limit_takes_a_parameter_only_when_it_is_set);
	tcase_add_test(
	    tc, a_missing_parameter_is_null_and_an_unknown_letter_has_no_def);
	tcase_add_test(tc, signs_are_written_only_where_they_change);
	tcase_add_test(tc, prefixes_stand_highest_first);
	tcase_add_test(tc, a_prefix_stands_for_its_rank_and_those_above);
	suite_add_tcase(s, tc);
	return s;
}
