/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/demux.h"

#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"

static struct demux d;

static void
setup(void)
{
	d = (struct demux){0};
}

static void
teardown(void)
{
	demux_free(&d);
}

static void
feed(const char *s)
{
	demux_feed(&d, s, strlen(s), 0);
}

static void
expect_data(enum demux_kind kind, const char *data)
{
	struct demux_event ev;

	ck_assert_msg(demux_next(&d, 0, &ev), "no event for '%s'", data);
	ck_assert_int_eq(ev.kind, kind);
	ck_assert_uint_eq(ev.len, strlen(data));
	ck_assert_mem_eq(ev.data, data, ev.len);
}

static void
expect_nothing(void)
{
	struct demux_event ev;

	ck_assert(!demux_next(&d, 0, &ev));
}

START_TEST(a_character_of_several_bytes_is_one_key_however_it_arrives)
{
	feed("a\xc3");
	expect_data(DEMUX_KEY, "a");
	expect_nothing();
	feed("\xa9\xf0\x9f\x98");
	expect_data(DEMUX_KEY, "\xc3\xa9");
	expect_nothing();
	feed("\x80");
	expect_data(DEMUX_KEY, "\xf0\x9f\x98\x80");
	expect_nothing();
}
END_TEST

START_TEST(invalid_bytes_and_c1_controls_are_no_keys)
{
	feed("\xff\xc0"
	     "a\xc3"
	     "b\xc2\x9b");
	expect_data(DEMUX_KEY, "a");
	expect_data(DEMUX_KEY, "b");
	expect_nothing();
}
END_TEST

START_TEST(escape_sequences_are_whole_keys)
{
	feed("\033[A\033[1;3C\033OP\033[[A\033x\033\r\033\033[D\033[19~");
	expect_data(DEMUX_KEY, "\033[A");
	expect_data(DEMUX_KEY, "\033[1;3C");
	expect_data(DEMUX_KEY, "\033OP");
	expect_data(DEMUX_KEY, "\033[[A");
	expect_data(DEMUX_KEY, "\033x");
	expect_data(DEMUX_KEY, "\033\r");
	expect_data(DEMUX_KEY, "\033\033[D");
	expect_data(DEMUX_KEY, "\033[19~");
	expect_nothing();
}
END_TEST

START_TEST(a_sequence_in_two_halves_is_one_key)
{
	feed("\033[1;");
	expect_nothing();
	feed("3C");
	expect_data(DEMUX_KEY, "\033[1;3C");
}
END_TEST

START_TEST(a_lone_escape_is_a_key_after_50_ms)
{
	struct demux_event ev;

	demux_feed(&d, "\033", 1, 1000);
	ck_assert(!demux_next(&d, 1049, &ev));
	demux_feed(&d, "", 0, 1049); /* nothing came meanwhile */
	ck_assert_int_eq(demux_deadline(&d), 1050);
	ck_assert(demux_next(&d, 1050, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_ESCAPE);
	ck_assert_int_eq(demux_deadline(&d), -1);
}
END_TEST

START_TEST(a_sequence_that_never_ends_is_given_up_after_50_ms)
{
	struct demux_event ev;

	demux_feed(&d, "\033[", 2, 0);
	ck_assert(demux_next(&d, 50, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_KEY);
	ck_assert_uint_eq(ev.len, 2);
	demux_feed(&d, "\xe2\x82", 2, 100);
	ck_assert(!demux_next(&d, 150, &ev));
	ck_assert_int_eq(demux_deadline(&d), -1);
}
END_TEST

START_TEST(answers_of_the_terminal_are_no_keys)
{
	feed("\033[?62;22c\033[>41;354;0c\033[0n\033[I\033[O"
	     "\033]11;rgb:0000/0000/0000\033\\\033]0;x\a\033P1+r\033\\z");
	expect_data(DEMUX_KEY, "z");
	expect_nothing();
}
END_TEST

START_TEST(a_paste_is_one_event_with_its_lines_ended_by_newlines)
{
	feed("x\033[200~one\rtwo\r\nthree\nfour\033[201~y");
	expect_data(DEMUX_KEY, "x");
	expect_data(DEMUX_PASTE, "one\ntwo\nthree\nfour");
	expect_data(DEMUX_KEY, "y");
	expect_nothing();
}
END_TEST

START_TEST(controls_in_a_paste_are_dropped)
{
	feed("\033[200~a\033[31mb\x01\x7f\xc2\x9b"
	     "c\td\033[201~");
	expect_data(DEMUX_PASTE, "a[31mbc\td");
}
END_TEST

START_TEST(the_end_of_a_paste_may_arrive_in_pieces)
{
	feed("\033[200~hello\033[2");
	expect_nothing();
	ck_assert_int_eq(demux_deadline(&d), -1);
	feed("01");
	expect_nothing();
	feed("~!");
	expect_data(DEMUX_PASTE, "hello");
	expect_data(DEMUX_KEY, "!");
}
END_TEST

START_TEST(a_paste_is_bounded_and_cut_between_characters)
{
	size_t len = DEMUX_PASTE_MAX + 4096;
	char *big = malloc(len);
	struct demux_event ev;

	feed("\033[200~");
	for (size_t i = 0; i + 1 < len; i += 2)
		memcpy(big + i, "\xc3\xa9", 2);
	demux_feed(&d, "x", 1, 0);
	demux_feed(&d, big, len, 0);
	feed("\033[201~");
	ck_assert(demux_next(&d, 0, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_PASTE);
	ck_assert_uint_eq(ev.len, DEMUX_PASTE_MAX - 1);
	ck_assert(ev.cut);
	expect_nothing();
	free(big);
}
END_TEST

START_TEST(ctrl_c_after_a_silence_drops_a_paste_without_end)
{
	feed("\033[200~lost\033[20");
	expect_nothing();
	demux_feed(&d, "\003", 1, DEMUX_ESCAPE_MS);
	feed("k\033[201~l");
	expect_data(DEMUX_KEY, "k");
	expect_data(DEMUX_KEY, "l");
	expect_nothing();
}
END_TEST

START_TEST(ctrl_c_inside_a_paste_is_only_left_out)
{
	feed("\033[200~a");
	expect_nothing();
	demux_feed(&d, "\003", 1, DEMUX_ESCAPE_MS - 1);
	feed("b\033[201~");
	expect_data(DEMUX_PASTE, "ab");
	expect_nothing();
}
END_TEST

START_TEST(the_wheel_and_clicks_are_taken_out_of_the_keys)
{
	struct demux_event ev;

	feed("\033[<64;10;5M\033[<65;10;5M\033[<0;10;5M\033[<0;10;5mq");
	ck_assert(demux_next(&d, 0, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_WHEEL_UP);
	ck_assert(demux_next(&d, 0, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_WHEEL_DOWN);
	ck_assert(demux_next(&d, 0, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_CLICK);
	ck_assert_int_eq(ev.col, 9);
	ck_assert_int_eq(ev.row, 4);
	expect_data(DEMUX_KEY, "q");
}
END_TEST

START_TEST(the_older_form_of_mouse_reports_is_understood)
{
	struct demux_event ev;

	feed("\033[M`*%q");
	ck_assert(demux_next(&d, 0, &ev));
	ck_assert_int_eq(ev.kind, DEMUX_WHEEL_UP);
	expect_data(DEMUX_KEY, "q");
}
END_TEST

START_TEST(random_bytes_one_at_a_time_leave_nothing_behind)
{
	struct demux_event ev;
	unsigned seed = 7;

	for (int i = 0; i < 200000; i++) {
		char c = (char)(rand_r(&seed) % 4 ? rand_r(&seed) : '\033');
		demux_feed(&d, &c, 1, i);
		while (demux_next(&d, i, &ev))
			ck_assert(ev.len <= DEMUX_PASTE_MAX);
	}
	ck_assert_uint_lt(d.in.len - d.done, 8192);
}
END_TEST

Suite *
suite_demux(void)
{
	Suite *s = suite_create("demux");
	TCase *tc = tcase_create("demux");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
	    tc, a_character_of_several_bytes_is_one_key_however_it_arrives);
	tcase_add_test(tc, invalid_bytes_and_c1_controls_are_no_keys);
	tcase_add_test(tc, escape_sequences_are_whole_keys);
	tcase_add_test(tc, a_sequence_in_two_halves_is_one_key);
	tcase_add_test(tc, a_lone_escape_is_a_key_after_50_ms);
	tcase_add_test(tc, a_sequence_that_never_ends_is_given_up_after_50_ms);
	tcase_add_test(tc, answers_of_the_terminal_are_no_keys);
	tcase_add_test(
	    tc, a_paste_is_one_event_with_its_lines_ended_by_newlines);
	tcase_add_test(tc, controls_in_a_paste_are_dropped);
	tcase_add_test(tc, the_end_of_a_paste_may_arrive_in_pieces);
	tcase_add_test(tc, a_paste_is_bounded_and_cut_between_characters);
	tcase_add_test(tc, ctrl_c_after_a_silence_drops_a_paste_without_end);
	tcase_add_test(tc, ctrl_c_inside_a_paste_is_only_left_out);
	tcase_add_test(tc, the_wheel_and_clicks_are_taken_out_of_the_keys);
	tcase_add_test(tc, the_older_form_of_mouse_reports_is_understood);
	tcase_add_test(tc, random_bytes_one_at_a_time_leave_nothing_behind);
	suite_add_tcase(s, tc);
	return s;
}
