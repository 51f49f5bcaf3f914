/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/style.h"

#include <string.h>

#include "common/text.h"
#include "tests/suites.h"

static struct styled st;

static void
teardown(void)
{
	style_free(&st);
}

static void
parse(const char *s)
{
	style_parse(&st, s, strlen(s));
}

static struct style
style_of(const char *word)
{
	const char *at = strstr(st.text.data, word);
	size_t from = 0;

	ck_assert_ptr_nonnull(at);
	return *style_at(&st, (size_t)(at - st.text.data), &from);
}

START_TEST(text_without_codes_is_one_plain_run)
{
	parse("hello world");
	ck_assert_str_eq(st.text.data, "hello world");
	ck_assert_uint_eq(st.count, 1);
	ck_assert_uint_eq(style_of("hello").attrs, 0);
	ck_assert_int_eq(style_of("hello").fg, STYLE_NONE);
}
END_TEST

START_TEST(attributes_are_switched_on_and_off_by_their_codes)
{
	parse("a \x02"
	      "bold\x02 \x1ditalic\x1d \x1funder\x1f \x1estrike\x1e "
	      "\x11mono\x11 \x16turned\x16 end");
	ck_assert_str_eq(
	    st.text.data, "a bold italic under strike mono turned end");
	ck_assert_uint_eq(style_of("bold").attrs, STYLE_BOLD);
	ck_assert_uint_eq(style_of("italic").attrs, STYLE_ITALIC);
	ck_assert_uint_eq(style_of("under").attrs, STYLE_UNDERLINE);
	ck_assert_uint_eq(style_of("strike").attrs, STYLE_STRIKE);
	ck_assert_uint_eq(style_of("mono").attrs, STYLE_MONO);
	ck_assert_uint_eq(style_of("turned").attrs, STYLE_REVERSE);
	ck_assert_uint_eq(style_of("end").attrs, 0);
}
END_TEST

START_TEST(a_reset_ends_everything)
{
	parse("\x02\x1d\x03"
	      "4,5loud\x0fquiet");
	ck_assert_uint_eq(style_of("loud").attrs, STYLE_BOLD | STYLE_ITALIC);
	ck_assert_int_eq(style_of("loud").fg, 4);
	ck_assert_int_eq(style_of("loud").bg, 5);
	ck_assert_uint_eq(style_of("quiet").attrs, 0);
	ck_assert_int_eq(style_of("quiet").fg, STYLE_NONE);
	ck_assert_int_eq(style_of("quiet").bg, STYLE_NONE);
}
END_TEST

START_TEST(colours_take_at_most_two_digits)
{
	parse("\x03"
	      "123x\x03"
	      "98,16y\x03z");
	ck_assert_str_eq(st.text.data, "3xyz");
	ck_assert_int_eq(style_of("3x").fg, 12);
	ck_assert_int_eq(style_of("y").fg, 98);
	ck_assert_int_eq(style_of("y").bg, 16);
	ck_assert_int_eq(style_of("z").fg, STYLE_NONE);
}
END_TEST

START_TEST(a_comma_without_a_background_is_text)
{
	parse("\x03"
	      "4,hello \x03,x");
	ck_assert_str_eq(st.text.data, ",hello ,x");
	ck_assert_int_eq(style_of(",hello").fg, 4);
	ck_assert_int_eq(style_of(",hello").bg, STYLE_NONE);
}
END_TEST

START_TEST(a_new_foreground_keeps_the_background)
{
	parse("\x03"
	      "4,5a\x03"
	      "6b");
	ck_assert_int_eq(style_of("b").fg, 6);
	ck_assert_int_eq(style_of("b").bg, 5);
}
END_TEST

START_TEST(colour_99_is_the_terminals_own)
{
	parse("\x03"
	      "4,5a\x03"
	      "99,99b");
	ck_assert_int_eq(style_of("b").fg, STYLE_NONE);
	ck_assert_int_eq(style_of("b").bg, STYLE_NONE);
}
END_TEST

START_TEST(hex_colours_need_six_digits)
{
	parse("\x04"
	      "FF8000,00ff00deep\x04"
	      "12345x");
	ck_assert_int_eq(style_of("deep").fg, STYLE_RGB | 0xff8000);
	ck_assert_int_eq(style_of("deep").bg, STYLE_RGB | 0x00ff00);
	ck_assert_int_eq(style_of("12345x").fg, STYLE_NONE);
}
END_TEST

START_TEST(urls_are_links_without_the_sentences_full_stop)
{
	parse("see https://example.org/a_(b)?x=1. Or (http://x.org/y), ok");
	ck_assert_uint_eq(style_of("https").attrs, STYLE_LINK);
	ck_assert_uint_eq(style_of("=1").attrs, STYLE_LINK);
	ck_assert_uint_eq(style_of(". Or").attrs, 0);
	ck_assert_uint_eq(style_of("http://x").attrs, STYLE_LINK);
	ck_assert_uint_eq(style_of("), ok").attrs, 0);
}
END_TEST

START_TEST(a_url_keeps_the_styles_inside_it)
{
	parse("https://a.org/\x02"
	      "b\x02/c");
	ck_assert_uint_eq(style_of("b").attrs, STYLE_LINK | STYLE_BOLD);
	ck_assert_uint_eq(style_of("/c").attrs, STYLE_LINK);
}
END_TEST

START_TEST(a_scheme_inside_a_word_or_alone_is_no_url)
{
	parse("xhttp://a.org http:// ");
	ck_assert_uint_eq(style_of("xhttp").attrs, 0);
	ck_assert_uint_eq(style_of("http:// ").attrs, 0);
}
END_TEST

START_TEST(nothing_that_steers_a_terminal_comes_through)
{
	parse("a\033[31mb\x07\x9b\xe2\x80\xae"
	      "c");
	for (size_t i = 0; i < st.text.len; i++)
		ck_assert((unsigned char)st.text.data[i] >= 0x20);
	ck_assert_ptr_null(strstr(st.text.data, "\xe2\x80\xae"));
}
END_TEST

START_TEST(runs_are_bounded)
{
	struct buf b = {0};

	for (int i = 0; i < 3 * STYLE_RUNS_MAX; i++)
		buf_adds(&b, i % 2 ? "\x02x" : "\x02y");
	style_parse(&st, b.data, b.len);
	ck_assert_uint_le(st.count, STYLE_RUNS_MAX);
	ck_assert_uint_eq(st.text.len, 3 * STYLE_RUNS_MAX);
	buf_free(&b);
}
END_TEST

START_TEST(a_nicks_colour_does_not_depend_on_case)
{
	ck_assert_uint_eq(style_hash("Alice"), style_hash("aLICE"));
	ck_assert_uint_ne(style_hash("alice"), style_hash("bob"));
}
END_TEST

Suite *
suite_style(void)
{
	Suite *s = suite_create("style");
	TCase *tc = tcase_create("style");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, text_without_codes_is_one_plain_run);
	tcase_add_test(tc, attributes_are_switched_on_and_off_by_their_codes);
	tcase_add_test(tc, a_reset_ends_everything);
	tcase_add_test(tc, colours_take_at_most_two_digits);
	tcase_add_test(tc, a_comma_without_a_background_is_text);
	tcase_add_test(tc, a_new_foreground_keeps_the_background);
	tcase_add_test(tc, colour_99_is_the_terminals_own);
	tcase_add_test(tc, hex_colours_need_six_digits);
	tcase_add_test(tc, urls_are_links_without_the_sentences_full_stop);
	tcase_add_test(tc, a_url_keeps_the_styles_inside_it);
	tcase_add_test(tc, a_scheme_inside_a_word_or_alone_is_no_url);
	tcase_add_test(tc, nothing_that_steers_a_terminal_comes_through);
	tcase_add_test(tc, runs_are_bounded);
	tcase_add_test(tc, a_nicks_colour_does_not_depend_on_case);
	suite_add_tcase(s, tc);
	return s;
}
