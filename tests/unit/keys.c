/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/keys.h"

#include <string.h>

#include "tests/suites.h"

START_TEST(every_key_has_a_label_and_a_help)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		ck_assert_int_eq(keys[i].action, i);
		ck_assert_str_ne(keys[i].label, "");
		ck_assert_str_ne(keys[i].help, "");
	}
}
END_TEST

START_TEST(functions_for_inputrc_begin_with_the_programs_name)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		if (*keys[i].name)
			ck_assert_int_eq(
			    strncmp(keys[i].name, "tcpchat-", 8), 0);
		else
			ck_assert_str_eq(keys[i].seqs, "");
	}
}
END_TEST

static void
nothing_shared(const char *seqs, const char *others)
{
	const char *seq, *other, *rest;
	char one[KEY_SEQ_LEN], two[KEY_SEQ_LEN];

	while ((seq = key_next_seq(&seqs, one))) {
		rest = others;
		while ((other = key_next_seq(&rest, two)))
			ck_assert_str_ne(seq, other);
	}
}

START_TEST(no_two_keys_share_a_function_or_a_sequence)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		for (int k = i + 1; k < ACTION_COUNT; k++) {
			if (*keys[i].name)
				ck_assert_str_ne(keys[i].name, keys[k].name);
			nothing_shared(keys[i].seqs, keys[k].seqs);
		}
	}
}
END_TEST

START_TEST(sequences_are_read_one_after_the_other)
{
	const char *seqs = "\\C-n  \\e[A";
	char one[KEY_SEQ_LEN];

	ck_assert_str_eq(key_next_seq(&seqs, one), "\\C-n");
	ck_assert_str_eq(key_next_seq(&seqs, one), "\\e[A");
	ck_assert_ptr_null(key_next_seq(&seqs, one));
}
END_TEST

Suite *
suite_keys(void)
{
	Suite *s = suite_create("keys");
	TCase *tc = tcase_create("keys");

	tcase_add_test(tc, every_key_has_a_label_and_a_help);
	tcase_add_test(tc, functions_for_inputrc_begin_with_the_programs_name);
	tcase_add_test(tc, no_two_keys_share_a_function_or_a_sequence);
	tcase_add_test(tc, sequences_are_read_one_after_the_other);
	suite_add_tcase(s, tc);
	return s;
}
