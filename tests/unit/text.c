/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "tests/suites.h"

#define FAMILY   "\U0001F468\u200D\U0001F469\u200D\U0001F467"
#define FLAG_CH  "\U0001F1E8\U0001F1ED"
#define FLAG_SE  "\U0001F1F8\U0001F1EA"
#define REPLACED "\uFFFD"

static void
expect_cluster(const char *s, size_t want, int cells)
{
	int got;

	ck_assert_uint_eq(text_cluster(s, strlen(s), &got), want);
	ck_assert_int_eq(got, cells);
}

static void
expect_visible(const char *s, const char *want)
{
	struct buf out = {0};

	text_visible(&out, s, strlen(s), NULL);
	ck_assert_str_eq(out.data, want);
	buf_free(&out);
}

START_TEST(only_ascii_letters_fold)
{
	char folded[16];

	text_fold(folded, "A[]Z\u00C9");
	ck_assert_str_eq(folded, "a[]z\u00C9");
	ck_assert_int_eq(text_casecmp("Alice", "aLICE"), 0);
	ck_assert_int_ne(text_casecmp("a[", "a{"), 0);
	ck_assert_int_ne(text_casecmp("\u00C9", "\u00E9"), 0);
	ck_assert_int_lt(text_casecmp("a", "ab"), 0);
	ck_assert_int_lt(text_casecmp("z", "\u00E9"), 0);
}
END_TEST

START_TEST(a_mask_matches_the_whole_string)
{
	ck_assert(text_match("*!*@*.example.org", "n!u@a.EXAMPLE.org"));
	ck_assert(!text_match("*!*@*.example.org", "n!u@a.example.orgs"));
	ck_assert(text_match("*", ""));
	ck_assert(text_match("", ""));
	ck_assert(!text_match("", "a"));
	ck_assert(!text_match("?", ""));
	ck_assert(text_match("a**b", "ab"));
	ck_assert(text_match("*ab*abc*", "xabxabcx"));
}
END_TEST

START_TEST(a_question_mark_is_one_character)
{
	ck_assert(text_match("?", "\u20AC"));
	ck_assert(!text_match("??", "\u20AC"));
	ck_assert(text_match("*?x", "a\u20ACx"));
	ck_assert(text_match("?", "\xff"));
}
END_TEST

START_TEST(a_mask_of_many_stars_takes_no_exponential_time)
{
	size_t len = 20000;
	char *s = mem_alloc(len + 1);

	/* exponential matchers need longer than the universe for this */
	memset(s, 'a', len);
	ck_assert(!text_match("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", s));
	s[len - 1] = 'b';
	ck_assert(text_match("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", s));
	free(s);
}
END_TEST

START_TEST(the_nearest_word_is_at_most_two_edits_away)
{
	static const char *const words[] = {
	    "join", "part", "privmsg", "quit", NULL};

	ck_assert_str_eq(text_nearest("jion", words), "join");
	ck_assert_str_eq(text_nearest("QUTI", words), "quit");
	ck_assert_str_eq(text_nearest("prvmsgs", words), "privmsg");
	ck_assert_ptr_null(text_nearest("whois", words));
	ck_assert_ptr_null(text_nearest("", words));
	ck_assert_ptr_null(text_nearest("x", words));
}
END_TEST

START_TEST(a_word_of_any_length_may_be_sought)
{
	static const char *const words[] = {"join", NULL};
	char word[1000] = {0};

	memset(word, 'j', sizeof(word) - 1);
	ck_assert_ptr_null(text_nearest(word, words));
}
END_TEST

START_TEST(ascii_is_one_cell_a_byte)
{
	expect_cluster("ab", 1, 1);
	expect_cluster(" ", 1, 1);
	ck_assert_int_eq(text_width("hello", 5), 5);
	ck_assert_int_eq(text_width("", 0), 0);
}
END_TEST

START_TEST(a_letter_and_its_combining_mark_are_one_cluster)
{
	expect_cluster("e\u0301x", 3, 1);
	expect_cluster("\u00E9x", 2, 1);
	expect_cluster("e\u0301\u0302\u0303", 7, 1);
}
END_TEST

START_TEST(wide_characters_take_two_cells)
{
	expect_cluster("\u6F22x", 3, 2);
	expect_cluster("\uD55C", 3, 2);
	expect_cluster("\u1112\u1161\u11ABx", 9, 2);
	expect_cluster("\uFF21", 3, 2);
	expect_cluster("\U0001F600", 4, 2);
}
END_TEST

START_TEST(an_emoji_sequence_is_one_cluster_of_two_cells)
{
	expect_cluster(FAMILY "x", 18, 2);
	expect_cluster("\U0001F44D\U0001F3FDx", 8, 2);
	expect_cluster("\u2764\uFE0F\u200D\U0001F525x", 13, 2);
}
END_TEST

START_TEST(two_regional_indicators_are_one_flag_of_two_cells)
{
	expect_cluster(FLAG_CH FLAG_SE, 8, 2);
	expect_cluster("\U0001F1E8", 4, 1);
	ck_assert_int_eq(text_width(FLAG_CH FLAG_SE, 16), 4);
}
END_TEST

START_TEST(an_emoji_selector_does_not_widen_its_base)
{
	expect_cluster("\u2764\uFE0F", 6, 1);
	expect_cluster("\U0001F600\uFE0F", 7, 2);
}
END_TEST

START_TEST(a_spacing_mark_takes_a_cell)
{
	expect_cluster("\u0E01\u0E33", 6, 2);
	expect_cluster("\u0915\u093F", 6, 2);
	expect_cluster("\u0915\u0941", 6, 1);
}
END_TEST

START_TEST(a_visible_format_character_takes_a_cell)
{
	expect_cluster("\u0600\u0661x", 4, 2);
	expect_visible("\u0600\u0661", "\u0600\u0661");
}
END_TEST

START_TEST(controls_invalid_bytes_and_lone_marks_take_one_cell)
{
	expect_cluster("\x1b[", 1, 1);
	expect_cluster("\xff\xfe", 1, 1);
	expect_cluster("\xe2\x82", 1, 1);
	expect_cluster("\u0301a", 2, 1);
	expect_cluster("\u200B", 3, 0);
}
END_TEST

START_TEST(what_is_plain_stays_as_it_is)
{
	static const char *const texts[] = {"hello", "\u00E9", "e\u0301",
	    "\u6F22\u5B57", FAMILY, FLAG_CH, "\U0001F44D\U0001F3FD",
	    "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
	    "\u0915\u094D\u200D\u0937", "\u845B\U000E0100", ""};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts) - 1; i++)
		expect_visible(texts[i], texts[i]);
}
END_TEST

START_TEST(controls_are_replaced)
{
	expect_visible("a\x1b[31mb", "a" REPLACED "[31mb");
	expect_visible("a\nb\tc\x7f", "a" REPLACED "b" REPLACED "c" REPLACED);
	expect_visible("a\xc2\x9b!\xc2\x85", "a" REPLACED "!" REPLACED);
}
END_TEST

START_TEST(a_nul_byte_is_replaced)
{
	struct buf out = {0};

	text_visible(&out, "a\0b", 3, "\x02");
	ck_assert_str_eq(out.data, "a" REPLACED "b");
	buf_free(&out);
}
END_TEST

START_TEST(what_turns_the_direction_is_replaced)
{
	expect_visible("a\u202Eb\u202C", "a" REPLACED "b" REPLACED);
	expect_visible("\u2066a\u2069", REPLACED "a" REPLACED);
	expect_visible("\u200Ea\u061C", REPLACED "a" REPLACED);
}
END_TEST

START_TEST(what_cannot_be_seen_is_replaced)
{
	expect_visible("al\u200Bice", "al" REPLACED "ice");
	expect_visible("al\u200Dice", "al" REPLACED "ice");
	expect_visible("al\u200Cice", "al" REPLACED "ice");
	expect_visible("\uFEFFa\u2060", REPLACED "a" REPLACED);
	expect_visible("a\u00ADb", "a" REPLACED "b");
	expect_visible("\u3164\uFFA0", REPLACED REPLACED);
	expect_visible("a\u2028b", "a" REPLACED "b");
	expect_visible("a\U000E0041", "a" REPLACED);
	expect_visible(
	    "a\u2065\U000E0FFF\uFFF0", "a" REPLACED REPLACED REPLACED);
	expect_visible("\uFE0F", REPLACED);
	expect_visible("\U0001F600\u200D", "\U0001F600" REPLACED);
	expect_visible("\u200D\U0001F600", REPLACED "\U0001F600");
}
END_TEST

START_TEST(invalid_bytes_are_replaced_one_by_one)
{
	expect_visible("a\xff\xc3", "a" REPLACED REPLACED);
	expect_visible("\xc0\x80", REPLACED REPLACED);
	expect_visible("\xed\xa0\x80", REPLACED REPLACED REPLACED);
}
END_TEST

START_TEST(the_emoji_selector_is_dropped_after_a_narrow_base)
{
	expect_visible("\u2764\uFE0F!", "\u2764!");
	expect_visible("1\uFE0F\u20E3", "1\u20E3");
	expect_visible(
	    "\u2764\uFE0F\u200D\U0001F525", "\u2764\uFE0F\u200D\U0001F525");
}
END_TEST

START_TEST(a_mark_without_a_base_gets_one)
{
	expect_visible("\u0301a", "\u25CC\u0301a");
	expect_visible(" \u0301", " \u0301");
}
END_TEST

START_TEST(bytes_to_keep_are_kept)
{
	struct buf out = {0};

	text_visible(&out,
	    "\x02"
	    "a\tb\x1b",
	    5, "\x02\t");
	ck_assert_str_eq(out.data,
	    "\x02"
	    "a\tb" REPLACED);
	buf_free(&out);
}
END_TEST

Suite *
suite_text(void)
{
	Suite *s = suite_create("text");
	TCase *words = tcase_create("words");
	TCase *cells = tcase_create("cells");
	TCase *visible = tcase_create("visible");

	tcase_add_test(words, only_ascii_letters_fold);
	tcase_add_test(words, a_mask_matches_the_whole_string);
	tcase_add_test(words, a_question_mark_is_one_character);
	tcase_add_test(words, a_mask_of_many_stars_takes_no_exponential_time);
	tcase_add_test(words, the_nearest_word_is_at_most_two_edits_away);
	tcase_add_test(words, a_word_of_any_length_may_be_sought);
	tcase_add_test(cells, ascii_is_one_cell_a_byte);
	tcase_add_test(cells, a_letter_and_its_combining_mark_are_one_cluster);
	tcase_add_test(cells, wide_characters_take_two_cells);
	tcase_add_test(cells, an_emoji_sequence_is_one_cluster_of_two_cells);
	tcase_add_test(
	    cells, two_regional_indicators_are_one_flag_of_two_cells);
	tcase_add_test(cells, an_emoji_selector_does_not_widen_its_base);
	tcase_add_test(cells, a_spacing_mark_takes_a_cell);
	tcase_add_test(cells, a_visible_format_character_takes_a_cell);
	tcase_add_test(
	    cells, controls_invalid_bytes_and_lone_marks_take_one_cell);
	tcase_add_test(visible, what_is_plain_stays_as_it_is);
	tcase_add_test(visible, controls_are_replaced);
	tcase_add_test(visible, a_nul_byte_is_replaced);
	tcase_add_test(visible, what_turns_the_direction_is_replaced);
	tcase_add_test(visible, what_cannot_be_seen_is_replaced);
	tcase_add_test(visible, invalid_bytes_are_replaced_one_by_one);
	tcase_add_test(
	    visible, the_emoji_selector_is_dropped_after_a_narrow_base);
	tcase_add_test(visible, a_mark_without_a_base_gets_one);
	tcase_add_test(visible, bytes_to_keep_are_kept);
	suite_add_tcase(s, words);
	suite_add_tcase(s, cells);
	suite_add_tcase(s, visible);
	return s;
}
