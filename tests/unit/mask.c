/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mask.h"

#include <string.h>

#include "tests/suites.h"

static void
ck_mask(const char *given, const char *wanted)
{
	struct buf out = {0};

	ck_assert_ptr_null(mask_normalise(&out, 'b', given));
	ck_assert_str_eq(out.data, wanted);
	buf_free(&out);
}

START_TEST(masks_are_completed)
{
	ck_mask("alice", "alice!*@*");
	ck_mask("a@b", "*!a@b");
	ck_mask("a!b", "a!b@*");
	ck_mask("a!b@c", "a!b@c");
	ck_mask("$a:alice", "$a:alice");
	ck_mask("@h", "*!*@h");
	ck_mask("!u", "*!u@*");
	ck_mask("!u@h", "*!u@h");
	ck_mask("n!", "n!*@*");
	ck_mask("n!@h", "n!*@h");
	ck_mask("n!u@", "n!u@*");
	ck_mask("u@", "*!u@*");
	ck_mask("!@", "*!*@*");
	ck_mask("$m:@h", "$m:*!*@h");
}
END_TEST

START_TEST(no_mask_can_break_out_of_its_word)
{
	ck_mask(":x", "x!*@*");
	ck_mask("a b!c@d", "a!*@*");
}
END_TEST

static void
ck_wrong(char list, const char *given)
{
	struct buf out = {0};

	ck_assert_ptr_nonnull(mask_normalise(&out, list, given));
	ck_assert_uint_eq(out.len, 0);
	buf_free(&out);
}

START_TEST(a_mask_has_at_most_200_bytes)
{
	char given[201];

	memset(given, 'x', sizeof(given));
	memcpy(given + 196, "!*@*", 5);
	ck_mask(given, given);
	given[196] = 'x';
	ck_wrong('b', given);
	memcpy(given, "$r:", 3);
	memset(given + 3, 'x', 196);
	ck_mask(given, given);
}
END_TEST

START_TEST(nothing_is_no_mask)
{
	ck_wrong('b', "");
	ck_wrong('e', " ");
	ck_wrong('I', " : :");
}
END_TEST

START_TEST(an_extended_mask_has_one_form_however_it_is_spelt)
{
	ck_mask("a:bob", "$a:bob");
	ck_mask("account:bob", "$a:bob");
	ck_mask("$account:bob", "$a:bob");
	ck_mask("~account:bob", "$a:bob");
	ck_mask("$a", "$a");
	ck_mask("$a:", "$a");
	ck_mask("$a:*", "$a");
	ck_mask("$~a", "$~a");
	ck_mask("$~a:bob", "$~a:bob");
	ck_mask("r:*spam*", "$r:*spam*");
	ck_mask("realname:*spam*", "$r:*spam*");
	ck_mask("$~r:*spam*", "$~r:*spam*");
	ck_mask("$r", "$r:*");
	ck_mask("m:bob", "$m:bob!*@*");
	ck_mask("mute:bob!*@*", "$m:bob!*@*");
	ck_mask("~quiet:x@y", "$m:*!x@y");
	ck_mask("$m", "$m:*!*@*");
	ck_mask("m:a:bob", "$m:$a:bob");
	ck_mask("$m:$~a", "$m:$~a");
	ck_mask("m:m:r:x", "$m:$r:x");
}
END_TEST

START_TEST(what_only_looks_extended_is_a_plain_mask)
{
	ck_mask("~a", "~a!*@*");
	ck_mask("*!~a@host", "*!~a@host");
	ck_mask("a", "a!*@*");
	ck_mask("*@a:b::1", "*!*@a:b::1");
	ck_mask("xa:y", "xa:y!*@*");
}
END_TEST

START_TEST(spaces_of_a_real_name_are_question_marks)
{
	ck_mask("$r:John Doe", "$r:John?Doe");
	ck_mask("m:r:John Doe", "$m:$r:John?Doe");
	ck_mask("$a:bob carol", "$a:bob");
	ck_mask("$m:bob carol", "$m:bob!*@*");
}
END_TEST

START_TEST(what_means_nothing_is_refused)
{
	ck_wrong('b', "$x:bob");
	ck_wrong('b', "$");
	ck_wrong('b', "$~m:bob");
	ck_wrong('b', "m:$x:bob");
	ck_wrong('I', "m:bob");
}
END_TEST

static bool
matches(const char *mask, const char *account, bool speaking)
{
	char name[] = "Bob B", *acc = (char *)(uintptr_t)account;
	struct user u = {.realname = name, .account = acc};

	return mask_matches(mask, &u, "bob!~b@host", speaking);
}

START_TEST(accounts_and_real_names_are_matched)
{
	ck_assert(matches("bob!*@*", NULL, false));
	ck_assert(matches("$a", "bob", false));
	ck_assert(!matches("$a", NULL, false));
	ck_assert(matches("$~a", NULL, false));
	ck_assert(!matches("$~a", "bob", false));
	ck_assert(matches("$a:B?B", "bob", false));
	ck_assert(!matches("$a:carol", "bob", false));
	ck_assert(!matches("$a:*", NULL, false));
	ck_assert(matches("$~a:carol", "bob", false));
	ck_assert(matches("$r:bob?b", NULL, false));
	ck_assert(!matches("$r:bob", NULL, false));
	ck_assert(matches("$~r:bob", NULL, false));
	ck_assert(!matches("$x:*", NULL, false));
}
END_TEST

START_TEST(a_mute_matches_who_speaks_only)
{
	ck_assert(matches("$m:bob!*@*", NULL, true));
	ck_assert(!matches("$m:bob!*@*", NULL, false));
	ck_assert(!matches("$m:carol!*@*", NULL, true));
	ck_assert(matches("$m:$a:bob", "bob", true));
	ck_assert(matches("$m:$r:bob*", NULL, true));
	ck_assert(!matches("$m:$a", NULL, true));
}
END_TEST

Suite *
suite_mask(void)
{
	Suite *s = suite_create("mask");
	TCase *tc = tcase_create("mask");

	tcase_add_test(tc, masks_are_completed);
	tcase_add_test(tc, no_mask_can_break_out_of_its_word);
	tcase_add_test(tc, a_mask_has_at_most_200_bytes);
	tcase_add_test(tc, nothing_is_no_mask);
	tcase_add_test(tc, an_extended_mask_has_one_form_however_it_is_spelt);
	tcase_add_test(tc, what_only_looks_extended_is_a_plain_mask);
	tcase_add_test(tc, spaces_of_a_real_name_are_question_marks);
	tcase_add_test(tc, what_means_nothing_is_refused);
	tcase_add_test(tc, accounts_and_real_names_are_matched);
	tcase_add_test(tc, a_mute_matches_who_speaks_only);
	suite_add_tcase(s, tc);
	return s;
}
