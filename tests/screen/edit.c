/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/screen/screen.h"

START_TEST(the_cursor_stands_after_what_was_typed)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_expect_cursor(t, 23, 4);
	term_type(t, "abc");
	term_expect_cursor(t, 23, 7);
	term_type(t, KEY_LEFT);
	term_expect_cursor(t, 23, 6);
	term_type(t, KEY_CTRL_A);
	term_expect_cursor(t, 23, 4);
	term_type(t, "\033[F" KEY_BACKSPACE);
	term_expect_cursor(t, 23, 6);
	term_expect_row(t, -1, "#c> ab");
}
END_TEST

START_TEST(wide_and_combining_characters_have_their_width_in_the_input)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "\xe6\x97\xa5\xe6\x9c\xac");
	term_expect_cursor(t, 23, 8);
	term_type(t, "e\xcc\x81");
	term_expect_cursor(t, 23, 9);
	term_type(t, "\xf0\x9f\x91\x8d");
	term_expect_cursor(t, 23, 11);
	term_type(t, KEY_BACKSPACE);
	term_expect_cursor(t, 23, 9);
	term_type(t, KEY_LEFT);
	term_expect_cursor(t, 23, 8);
	term_type(t, KEY_LEFT);
	term_expect_cursor(t, 23, 6);
}
END_TEST

START_TEST(a_long_input_wraps_into_several_rows_and_is_sent_whole)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");
	struct buf text = {0};

	for (int i = 0; i < 40; i++)
		buf_addf(&text, "word%02d ", i);
	buf_adds(&text, "end");
	term_type(t, text.data);
	term_expect(t, "#c> word00");
	VTermPos first = term_expect(t, "word00");
	VTermPos last = term_expect(t, "word39 end");
	ck_assert_int_ge(last.row - first.row, 3);
	ck_assert_int_lt(last.row, 24);
	term_type(t, KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :%s", text.data);
	term_expect_row(t, -1, "#c>");
	buf_free(&text);
}
END_TEST

START_TEST(a_text_longer_than_a_message_is_sent_in_pieces)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");
	struct buf text = {0}, got = {0};

	while (text.len < 900)
		buf_adds(&text, "long w\xc3\xb6rds ");
	buf_adds(&text, "end");
	term_type(t, text.data);
	term_type(t, KEY_ENTER);
	do {
		peer_expect(p, ":ada!* PRIVMSG #c :*");
		buf_addf(&got, "%s%s", got.len ? " " : "", peer_word(p, 3));
	} while (!strstr(got.data, "end"));
	while (strstr(got.data, "  "))
		memmove(strstr(got.data, "  "), strstr(got.data, "  ") + 1,
		    strlen(strstr(got.data, "  ")));
	ck_assert_str_eq(got.data, text.data);
	buf_free(&text);
	buf_free(&got);
}
END_TEST

START_TEST(a_small_paste_waits_for_enter)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_paste(t, "one\ntwo");
	term_expect(t, "two");
	peer_expect_none(p, "*PRIVMSG*");
	term_type(t, KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :one");
	peer_expect(p, ":ada!* PRIVMSG #c :two");
}
END_TEST

START_TEST(a_paste_of_many_lines_asks_first)
{
	struct host *h = host_start("");
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_paste(t, "l1\nl2\nl3\nl4\nl5\n");
	term_expect(t, "Paste 5 lines?");
	peer_expect_none(p, "*PRIVMSG*");
	term_type(t, KEY_ESCAPE);
	term_expect_gone(t, "Paste 5 lines?");
	term_paste(t, "l1\nl2\nl3\nl4\nl5\n");
	term_expect(t, "Paste 5 lines?");
	term_type(t, KEY_ENTER);
	for (int i = 1; i <= 5; i++)
		peer_expect(p, ":ada!* PRIVMSG #c :l%d", i);
	term_expect_gone(t, "Paste 5 lines?");
}
END_TEST

START_TEST(a_paste_cannot_press_keys)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct peer *p = peer_join(h, "bob", "#c");

	term_paste(t,
	    "a\033[A\x01\x15"
	    "b\x12"
	    "c");
	term_type(t, KEY_ENTER);
	peer_expect(p, ":ada!* PRIVMSG #c :a*b*c");
	ck_assert_ptr_null(strchr(peer_last(p), '\033'));
}
END_TEST

START_TEST(a_huge_paste_is_survived)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	struct buf text = {0};

	for (int i = 0; i < 3000; i++)
		buf_addf(&text, "line %d\n", i);
	term_paste(t, text.data);
	term_expect(t, "Paste 3000 lines?");
	term_type(t, KEY_ESCAPE);
	term_expect_gone(t, "Paste 3000 lines?");
	term_type(t, "still here");
	term_expect_row(t, -1, "still here");
	buf_free(&text);
}
END_TEST

START_TEST(what_was_sent_is_found_again_also_in_the_next_run)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "first words" KEY_ENTER "other things" KEY_ENTER);
	client_expect_said(t, "ada", "other things");
	term_type(t, KEY_UP KEY_UP);
	term_expect_row(t, -1, "#c> first words");
	term_type(t, KEY_DOWN);
	term_expect_row(t, -1, "#c> other things");
	term_type(t, KEY_CTRL_U KEY_CTRL_R "rst");
	term_expect_row(t, -1, "first words");
	term_type(t, KEY_ESCAPE);
	term_expect_row(t, -1, "#c> first words");
	term_type(t, "\003");
	term_expect_gone(t, "#c> first words");
	client_quit(t);
	t = client_join(h, "ada", "#c");
	term_expect_row(t, -1, "#c>");
	term_type(t, KEY_UP KEY_UP KEY_UP);
	term_expect_row(t, -1, "#c> first words");
}
END_TEST

START_TEST(inputrc_decides_how_keys_edit)
{
	struct host *h = host_start(NULL);
	char rc[160];
	const char *env[] = {rc, NULL};
	char url[64];
	const char *args[] = {"-n", "ada", url, "#c", NULL};
	struct term *t;

	test_file("inputrc", "set editing-mode vi\n");
	snprintf(rc, sizeof(rc), "INPUTRC=%s/inputrc", test_dir());
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(
	    &(struct client_options){.name = "ada", .args = args, .env = env});
	term_expect_row(t, -1, "#c>");
	term_type(t, "two words");
	term_expect_row(t, -1, "two words");
	term_type(t, KEY_ESCAPE);
	term_expect_cursor(t, 23, 12);
	term_type(t, "0dw");
	term_expect_row(t, -1, "#c> words");
}
END_TEST

START_TEST(each_window_keeps_what_was_begun_in_it)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "/join #d" KEY_ENTER);
	term_expect_row(t, -1, "#d>");
	term_type(t, "for d");
	term_type(t, KEY_ALT("2"));
	term_expect_row(t, -1, "#c>");
	term_type(t, "for c");
	term_expect_row(t, -1, "#c> for c");
	term_type(t, KEY_ALT("3"));
	term_expect_row(t, -1, "#d> for d");
	term_type(t, KEY_ALT("2"));
	term_expect_row(t, -1, "#c> for c");
}
END_TEST

START_TEST(a_resize_keeps_the_input_and_the_cursor)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "some words to keep" KEY_LEFT KEY_LEFT);
	term_expect_cursor(t, 23, 20);
	term_resize(t, 10, 40);
	term_expect_row(t, 9, "#c> some words to keep");
	term_expect_cursor(t, 9, 20);
	term_resize(t, 5, 20);
	term_expect(t, "some words");
	term_resize(t, 60, 200);
	term_expect_row(t, 59, "#c> some words to keep");
	term_expect_cursor(t, 59, 20);
	term_resize(t, 3, 10);
	term_resize(t, 1, 1);
	term_resize(t, 24, 80);
	term_expect_row(t, 23, "#c> some words to keep");
	term_expect_cursor(t, 23, 20);
}
END_TEST

START_TEST(ctrl_c_clears_the_input_and_does_not_end_the_program)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, "forget this");
	term_expect_row(t, -1, "forget this");
	term_type(t, "\003");
	term_expect_gone(t, "forget this");
	term_type(t, "still here");
	term_expect_row(t, -1, "#c> still here");
}
END_TEST

START_TEST(a_key_that_begins_a_sequence_may_end_a_search)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");

	term_type(t, KEY_CTRL_R "x" KEY_CTRL_X KEY_CTRL_N "still here");
	term_expect(t, "still here");
}
END_TEST

START_TEST(random_keys_do_no_harm)
{
	struct host *h = host_start(NULL);
	struct term *t = client_join(h, "ada", "#c");
	char keys[64];

	srand(4713);
	for (int round = 0; round < 100; round++) {
		for (size_t i = 0; i < sizeof(keys); i++) {
			char c = (char)(rand() >> 5);
			/* not the keys that send signals, or the end */
			keys[i] = c == 032 || c == 034 || c == 03 || c == 04
			    ? 'x'
			    : c;
		}
		term_write(t, keys, sizeof(keys));
	}
	term_type(t, "\007\007" KEY_CTRL_A "\013");
	term_type(t, "/window 2" KEY_ENTER "still alive");
	term_expect(t, "still alive");
}
END_TEST

SCREEN_SUITE(screen_edit, the_cursor_stands_after_what_was_typed,
    wide_and_combining_characters_have_their_width_in_the_input,
    a_long_input_wraps_into_several_rows_and_is_sent_whole,
    a_text_longer_than_a_message_is_sent_in_pieces,
    a_small_paste_waits_for_enter, a_paste_of_many_lines_asks_first,
    a_paste_cannot_press_keys, a_huge_paste_is_survived,
    what_was_sent_is_found_again_also_in_the_next_run,
    inputrc_decides_how_keys_edit, each_window_keeps_what_was_begun_in_it,
    a_resize_keeps_the_input_and_the_cursor,
    ctrl_c_clears_the_input_and_does_not_end_the_program,
    a_key_that_begins_a_sequence_may_end_a_search, random_keys_do_no_harm)
