/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_words.h"

#include <stdlib.h>
#include <string.h>

#include "server/search_fold.h"
#include "server/search_grams.h"
#include "tests/suites.h"

static void
ck_folds(const char *text, const char *wanted)
{
	struct buf out = {0};

	search_fold(&out, text);
	ck_assert_str_eq(out.data, wanted);
	search_fold(&out, wanted);
	ck_assert_str_eq(out.data, wanted);
	buf_free(&out);
}

static bool
finds(const char *words, const char *text)
{
	struct search_words w;
	struct buf folded = {0};
	bool found;

	ck_assert_int_eq(search_words_parse(&w, words), 0);
	search_fold(&folded, text);
	found = search_words_match(&w, folded.data);
	search_words_free(&w);
	buf_free(&folded);
	return found;
}

START_TEST(case_accents_and_width_are_folded)
{
	ck_folds("Hello", "hello");
	ck_folds("GRÜSSE Straße", "grusse strasse");
	ck_folds("Ёлка ΆΛΦΑ", "елка αλφα");
	ck_folds("ＡＢＣ ｱｲｳ", "abc アイウ");
	ck_folds("e\xcc\x81", "e");
}
END_TEST

START_TEST(what_makes_another_letter_stays)
{
	ck_folds("がぎ", "がぎ");
	ck_folds("한국어", "한국어");
	ck_folds("नमस्ते", "नमस्ते");
}
END_TEST

START_TEST(formatting_and_the_frame_of_an_action_are_not_said)
{
	ck_folds("a\002b\017c", "abc");
	ck_folds("\00304,12red\003 \0031,x", "red ,x");
	ck_folds("\004ff8800orange\004", "orange");
	ck_folds("\001ACTION waves\001", "waves");
}
END_TEST

START_TEST(white_space_and_lines_are_one_space)
{
	ck_folds("  a \t b  ", "a b");
	ck_folds("one\ntwo", "one two");
	ck_folds("pie\rces", "pieces");
	ck_folds("全角　空白", "全角 空白");
	ck_folds("", "");
	ck_folds(" \002 ", "");
}
END_TEST

START_TEST(what_is_no_text_is_searched_by_what_is)
{
	ck_folds("caf\xe9 Ok", "caf ok");
}
END_TEST

START_TEST(all_words_must_occur_in_any_order)
{
	ck_assert(finds("world hello", "Hello, World!"));
	ck_assert(!finds("world bye", "Hello, World!"));
	ck_assert(finds("orl", "Hello, World!"));
	ck_assert(finds("", "anything"));
}
END_TEST

START_TEST(a_phrase_occurs_as_it_is)
{
	ck_assert(finds("\"hello world\"", "oh hello  world"));
	ck_assert(!finds("\"world hello\"", "hello world"));
	ck_assert(finds("\"not ended", "this is not ended"));
	ck_assert(!finds("\"to be\"", "into being"));
	ck_assert(finds("\"to be\"", "want to be."));
	ck_assert(finds("\"東京 都\"", "x東京 都y"));
}
END_TEST

START_TEST(one_or_two_letters_are_found_as_a_whole_word)
{
	ck_assert(finds("ok", "OK, then"));
	ck_assert(!finds("ok", "look at the book"));
	ck_assert(finds("a", "a b"));
	ck_assert(!finds("a", "cat"));
	ck_assert(finds("日本", "今日本を読む"));
	ck_assert(finds("日", "今日"));
	ck_assert(finds(":)", "fine:)"));
	ck_assert(finds("👍", "good👍"));
}
END_TEST

START_TEST(more_words_than_there_is_room_for_are_refused)
{
	struct search_words w;
	struct buf text = {0};

	for (int i = 0; i < SEARCH_NEEDLES_MAX; i++)
		buf_adds(&text, "x ");
	ck_assert_int_eq(search_words_parse(&w, text.data), 0);
	ck_assert_uint_eq(w.n, SEARCH_NEEDLES_MAX);
	search_words_free(&w);
	buf_adds(&text, "x");
	ck_assert_int_eq(search_words_parse(&w, text.data), -1);
	search_words_free(&w);
	buf_free(&text);
}
END_TEST

static void
ck_query(const char *words, const char *wanted)
{
	struct search_words w;
	struct buf query = {0};

	buf_adds(&query, "");
	ck_assert_int_eq(search_words_parse(&w, words), 0);
	search_words_query(&w, &query);
	ck_assert_str_eq(query.data, wanted);
	search_words_free(&w);
	buf_free(&query);
}

START_TEST(what_is_asked_of_the_index_is_quoted_and_bounded)
{
	ck_query("hell", "\"hel\" AND \"ell\"");
	ck_query("ok 東京", "\"ok\" AND \"東京\"");
	ck_query("a\"\"b", "\"a\"\"\"\"\" AND \"\"\"\"\"b\"");
	ck_query(".", "");
	ck_query("abcdefghijklmnopqr",
	    "\"abc\" AND \"cde\" AND \"efg\" AND \"ghi\" AND \"ijk\" AND "
	    "\"klm\" AND \"mno\" AND \"opq\"");
}
END_TEST

Suite *
suite_search_words(void)
{
	Suite *s = suite_create("search_words");
	TCase *t = tcase_create("words");

	tcase_add_test(t, case_accents_and_width_are_folded);
	tcase_add_test(t, what_makes_another_letter_stays);
	tcase_add_test(t, formatting_and_the_frame_of_an_action_are_not_said);
	tcase_add_test(t, white_space_and_lines_are_one_space);
	tcase_add_test(t, what_is_no_text_is_searched_by_what_is);
	tcase_add_test(t, all_words_must_occur_in_any_order);
	tcase_add_test(t, a_phrase_occurs_as_it_is);
	tcase_add_test(t, one_or_two_letters_are_found_as_a_whole_word);
	tcase_add_test(t, more_words_than_there_is_room_for_are_refused);
	tcase_add_test(t, what_is_asked_of_the_index_is_quoted_and_bounded);
	suite_add_tcase(s, t);
	return s;
}
