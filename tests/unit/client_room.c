/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/room.h"

#include <stdio.h>
#include <string.h>

#include "client/decode.h"
#include "client/network.h"
#include "common/split.h"
#include "common/utf8.h"
#include "tests/suites.h"

static struct network *network;

static void
setup(void)
{
	network = network_new("net", "");
}

static void
teardown(void)
{
	network_free(network);
}

static uint64_t
add(struct room *r, const char *text)
{
	return room_add(
	    r, &(struct said_line){.kind = SAID_MESSAGE, .text = text});
}

/* Inserts lines that are the letters of `text`. */
static size_t
insert(struct room *r, size_t at, const char *text, enum order_lean lean)
{
	struct said_line said[64];
	char letters[64][2];
	size_t count = strlen(text);

	for (size_t i = 0; i < count; i++) {
		snprintf(letters[i], sizeof(letters[i]), "%c", text[i]);
		said[i] = (struct said_line){
		    .kind = SAID_MESSAGE, .text = letters[i]};
	}
	return room_insert(r, at, said, count, lean);
}

/* All lines in a row, whose ids grow. */
static const char *
whole(const struct room *r)
{
	static char text[256];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < r->count; i++) {
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s",
		    room_line(r, i)->text);
		if (i)
			ck_assert_uint_lt(
			    room_line(r, i - 1)->id, room_line(r, i)->id);
		ck_assert_uint_eq(room_index(r, room_line(r, i)->id), i);
	}
	return text;
}

START_TEST(the_oldest_lines_go_when_a_window_is_full)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);

	uint64_t first, third;

	first = add(r, "1");
	add(r, "2");
	third = add(r, "3");
	add(r, "4");
	ck_assert_uint_eq(r->count, 3);
	ck_assert_str_eq(room_line(r, 0)->text, "2");
	ck_assert_str_eq(room_line(r, 2)->text, "4");
	ck_assert_uint_eq(room_index(r, first), 0);
	ck_assert_uint_eq(room_index(r, third), 1);
	ck_assert_uint_eq(room_index(r, UINT64_MAX), 3);
	room_free(r);
}
END_TEST

START_TEST(pages_go_to_the_top_and_between_and_lines_keep_their_ids)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);
	uint64_t x = add(r, "x"), y = add(r, "y");

	ck_assert_uint_eq(insert(r, 0, "ef", ORDER_DOWN), 2);
	ck_assert_uint_eq(insert(r, 0, "cd", ORDER_DOWN), 2);
	ck_assert_uint_eq(insert(r, 5, "mn", ORDER_DOWN), 2);
	ck_assert_uint_eq(insert(r, 5, "kl", ORDER_DOWN), 2);
	ck_assert_uint_eq(insert(r, 9, "op", ORDER_UP), 2);
	ck_assert_str_eq(whole(r), "cdefxklmnopy");
	ck_assert_str_eq(room_line(r, room_index(r, x))->text, "x");
	ck_assert_str_eq(room_line(r, room_index(r, y))->text, "y");
	add(r, "z");
	ck_assert_uint_eq(insert(r, r->count, "!?", ORDER_UP), 2);
	add(r, ".");
	ck_assert_str_eq(whole(r), "cdefxklmnopyz!?.");
	room_free(r);
}
END_TEST

START_TEST(a_page_goes_into_an_empty_window_and_lines_come_after_it)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);

	ck_assert_uint_eq(insert(r, 0, "abc", ORDER_DOWN), 3);
	add(r, "d");
	ck_assert_uint_eq(insert(r, 0, "-", ORDER_DOWN), 1);
	ck_assert_str_eq(whole(r), "-abcd");
	room_free(r);
}
END_TEST

/* As gaps are filled: page before page, or page after page. */
START_TEST(between_two_lines_is_room_for_tens_of_thousands)
{
	enum { PAGE = 50, PAGES = 600 };
	static const char page[PAGE + 1] =
	    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee";

	for (int below = 0; below < 2; below++) {
		struct room *r = room_new(network, ROOM_CHANNEL, "#a", 1000000);

		add(r, "x");
		add(r, "y");
		for (int i = 0; i < PAGES; i++)
			ck_assert_uint_eq(
			    insert(r, below ? 1 : r->count - 1, page,
				below ? ORDER_DOWN : ORDER_UP),
			    PAGE);
		ck_assert_uint_eq(r->count, PAGE * PAGES + 2);
		for (size_t i = 1; i < r->count; i++)
			ck_assert(
			    room_line(r, i - 1)->id < room_line(r, i)->id);
		room_free(r);
	}
}
END_TEST

START_TEST(there_is_room_between_two_of_them_again)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);

	add(r, "x");
	add(r, "y");
	insert(r, 1, "abc", ORDER_DOWN);
	insert(r, 2, "-", ORDER_MIDDLE);
	insert(r, 3, "de", ORDER_DOWN);
	insert(r, 4, "+", ORDER_MIDDLE);
	insert(r, 4, "fg", ORDER_UP);
	ck_assert_str_eq(whole(r), "xa-dfg+ebcy");
	room_free(r);
}
END_TEST

START_TEST(where_no_id_is_left_between_two_lines_nothing_is_inserted)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);

	add(r, "x");
	add(r, "y");
	for (int i = 0; i < 80 && insert(r, 1, "a", ORDER_UP); i++)
		;
	ck_assert_uint_eq(insert(r, 1, "b", ORDER_UP), 0);
	ck_assert_str_eq(room_line(r, r->count - 1)->text, "y");
	whole(r);
	room_free(r);
}
END_TEST

START_TEST(of_a_page_that_does_not_fit_the_newest_lines_go_in)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 4);

	add(r, "x");
	add(r, "y");
	ck_assert(!room_has_space(r, 3));
	ck_assert_uint_eq(insert(r, 0, "abcdef", ORDER_DOWN), 2);
	ck_assert_str_eq(whole(r), "efxy");
	ck_assert_uint_eq(insert(r, 0, "cd", ORDER_DOWN), 0);
	ck_assert_str_eq(whole(r), "efxy");
	room_free(r);
}
END_TEST

START_TEST(who_reads_above_the_end_may_load_more_until_the_return)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 4);

	add(r, "w");
	add(r, "x");
	add(r, "y");
	add(r, "z");
	room_scroll(r, room_newest(r), 0);
	ck_assert(room_has_space(r, ROOM_MORE_MAX));
	ck_assert(!room_has_space(r, ROOM_MORE_MAX + 1));
	ck_assert_uint_eq(insert(r, 0, "abcdef", ORDER_DOWN), 6);
	ck_assert_str_eq(whole(r), "abcdefwxyz");
	add(r, "!");
	ck_assert_uint_eq(r->count, 11);
	room_scroll(r, 0, 0);
	ck_assert_str_eq(whole(r), "xyz!");
	room_free(r);
}
END_TEST

START_TEST(a_line_is_found_by_its_msgid_as_long_as_it_is_kept)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 2);
	struct said_line said = {.text = "one", .msgid = "m1"};

	room_add(r, &said);
	add(r, "two");
	ck_assert_uint_eq(room_find_msgid(r, "m1"), 0);
	ck_assert_uint_eq(room_find_msgid(r, "m2"), r->count);
	ck_assert_uint_eq(room_find_msgid(r, ""), r->count);
	ck_assert(room_seen(r, "m1"));
	room_add(r, &said); /* a second one is no other's end */
	ck_assert_uint_eq(room_find_msgid(r, "m1"), r->count);
	room_free(r);
}
END_TEST

START_TEST(a_line_gets_another_text_and_can_go_from_the_middle)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 10);
	struct said_line said = {.text = "b", .msgid = "m1"};
	uint64_t id;

	add(r, "a");
	id = room_add(r, &said);
	add(r, "c");
	room_reword(r, 1, "B");
	ck_assert_str_eq(whole(r), "aBc");
	ck_assert_uint_eq(room_line(r, 1)->id, id);
	ck_assert_uint_eq(room_line(r, 1)->version, 1);
	ck_assert_uint_eq(room_find_msgid(r, "m1"), 1);
	room_remove(r, 1);
	ck_assert_str_eq(whole(r), "ac");
	ck_assert_uint_eq(room_index(r, id), 1);
	ck_assert_uint_eq(room_find_msgid(r, "m1"), r->count);
	room_clear(r);
	ck_assert_uint_eq(r->bytes, 0);
	room_free(r);
}
END_TEST

START_TEST(long_lines_leave_earlier_than_usual_ones)
{
	static char big[ROOM_TEXT_MAX + 1];
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);

	memset(big, 'x', ROOM_TEXT_MAX);
	for (int i = 0; i < 100; i++)
		add(r, big);
	ck_assert_uint_eq(r->count, 6);
	ck_assert_uint_le(r->bytes, 101 * ROOM_LINE_BYTES);
	room_clear(r);
	ck_assert_uint_eq(r->bytes, 0);
	room_free(r);
}
END_TEST

START_TEST(members_are_counted_over_all_channels)
{
	struct room *a = room_new(network, ROOM_CHANNEL, "#a", 3);
	struct room *b = room_new(network, ROOM_CHANNEL, "#b", 3);

	room_join(a, "one");
	room_join(b, "one");
	room_join(b, "two");
	ck_assert_uint_eq(network->nmembers, 3);
	room_part(b, "two");
	ck_assert_uint_eq(network->nmembers, 2);
	network->nmembers = NETWORK_MEMBERS_MAX;
	ck_assert_ptr_null(room_join(a, "more"));
	network->nmembers = 2;
	room_free(a);
	room_free(b);
	ck_assert_uint_eq(network->nmembers, 0);
}
END_TEST

START_TEST(a_smaller_scrollback_keeps_the_newest_lines)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);
	char text[16];

	for (int i = 0; i < 50; i++) {
		snprintf(text, sizeof(text), "%d", i);
		add(r, text);
	}
	room_resize(r, 2);
	add(r, "last");
	ck_assert_uint_eq(r->count, 2);
	ck_assert_str_eq(room_line(r, 0)->text, "49");
	ck_assert_str_eq(room_line(r, 1)->text, "last");
	room_free(r);
}
END_TEST

START_TEST(a_line_has_no_line_breaks_and_a_bounded_length)
{
	static char big[ROOM_TEXT_MAX * 2];
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 100);

	add(r, "a\r\nb");
	ck_assert_str_eq(room_line(r, 0)->text, "a  b");
	memset(big, 'x', sizeof(big) - 1);
	add(r, big);
	ck_assert_uint_eq(room_line(r, 1)->len, ROOM_TEXT_MAX);
	room_free(r);
}
END_TEST

START_TEST(members_stand_by_rank_and_then_by_name)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);
	struct member *const *m;

	room_join(r, "zoe");
	room_join(r, "Bob");
	room_join(r, "alice");
	room_join(r, "carl");
	room_prefix(r, "zoe", '@', true);
	room_prefix(r, "carl", '+', true);
	m = room_sorted(r);
	ck_assert_uint_eq(r->nmembers, 4);
	ck_assert_str_eq(m[0]->nick, "zoe");
	ck_assert_str_eq(m[1]->nick, "carl");
	ck_assert_str_eq(m[2]->nick, "alice");
	ck_assert_str_eq(m[3]->nick, "Bob");
	room_free(r);
}
END_TEST

START_TEST(prefixes_keep_the_network_s_order)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);

	room_join(r, "a");
	room_prefix(r, "a", '+', true);
	room_prefix(r, "A", '@', true);
	room_prefix(r, "a", '!', true);
	ck_assert_str_eq(room_member(r, "a")->prefixes, "@+");
	room_prefix(r, "a", '@', false);
	ck_assert_str_eq(room_member(r, "a")->prefixes, "+");
	room_free(r);
}
END_TEST

START_TEST(a_rename_keeps_rank_and_replaces_a_ghost)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);

	room_join(r, "a");
	room_join(r, "b");
	room_prefix(r, "a", '@', true);
	room_rename(r, "a", "B");
	ck_assert_uint_eq(r->nmembers, 1);
	ck_assert_str_eq(room_member(r, "b")->nick, "B");
	ck_assert_str_eq(room_member(r, "b")->prefixes, "@");
	room_rename(r, "B", "b");
	ck_assert_str_eq(room_member(r, "B")->nick, "b");
	room_free(r);
}
END_TEST

START_TEST(members_are_bounded)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);
	char nick[16];

	for (int i = 0; i < ROOM_MEMBERS_MAX + 10; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		room_join(r, nick);
	}
	ck_assert_uint_eq(r->nmembers, ROOM_MEMBERS_MAX);
	ck_assert_ptr_null(room_join(r, "one-more"));
	ck_assert_ptr_nonnull(room_join(r, "n0"));
	room_free(r);
}
END_TEST

START_TEST(a_message_id_is_seen_once)
{
	struct room *r = room_new(network, ROOM_CHANNEL, "#a", 3);

	ck_assert(!room_seen(r, "m1"));
	ck_assert(!room_seen(r, "m2"));
	ck_assert(room_seen(r, "m1"));
	ck_assert(!room_seen(r, ""));
	ck_assert(!room_seen(r, ""));
	room_free(r);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_read_as_windows_1252)
{
	struct buf out = {0};

	decode(&out, "caf\xe9 \x80 \xc3\xa9 \x81", 11);
	ck_assert_str_eq(out.data,
	    "caf\xc3\xa9 \xe2\x82\xac \xc3\xa9 "
	    "\xef\xbf\xbd");
	ck_assert(utf8_valid(out.data, out.len));
	buf_free(&out);
}
END_TEST

START_TEST(long_text_is_split_at_a_space_in_its_second_half)
{
	ck_assert_uint_eq(split_length("short", 5, 10), 5);
	ck_assert_uint_eq(split_length("hello big world", 15, 12), 9);
	ck_assert_uint_eq(split_length("a bbbbbbbbbbbbbbbb", 18, 10), 10);
}
END_TEST

START_TEST(long_text_is_not_split_inside_a_character)
{
	ck_assert_uint_eq(split_length("\xc3\xa9\xc3\xa9\xc3\xa9", 6, 3), 2);
	ck_assert_uint_gt(split_length("\xf0\x9f\x98\x80", 4, 2), 0);
}
END_TEST

START_TEST(isupport_sets_what_it_may_and_nothing_else)
{
	network_isupport(network, "PREFIX=(qaohv)~&@%+");
	ck_assert_str_eq(network->prefixes, "~&@%+");
	network_isupport(network, "PREFIX=(ov)@");
	network_isupport(network, "PREFIX=)(");
	network_isupport(network, "PREFIX=(");
	ck_assert_str_eq(network->prefixes, "~&@%+");
	network_isupport(network, "LOBBY=#a\\x3Db\\x5Cc\\x00");
	ck_assert_str_eq(network->lobby, "#a=b\\c\\x00");
	network_isupport(network, "-LOBBY");
	ck_assert_str_eq(network->lobby, "");
	network_isupport(network, "LOBBY=#lobby");
	ck_assert_str_eq(network->lobby, "#lobby");
	network_isupport(network, "LINELEN=99999999999");
	ck_assert_uint_eq(network->linelen, 512);
	network_isupport(network, "CHANTYPES=#+");
	ck_assert(network_is_channel(network, "+x"));
	ck_assert(!network_is_channel(network, "&x"));
	ck_assert(!network_is_channel(network, ""));
	network_isupport(network, "BOT=B");
	ck_assert_int_eq(network->bot_mode, 'B');
	network_isupport(network, "BOT= ");
	ck_assert_int_eq(network->bot_mode, '\0');
	network_isupport(network, "BOT=b");
	network_isupport(network, "-BOT");
	ck_assert_int_eq(network->bot_mode, '\0');
	network_isupport(network, "");
	network_isupport(network, "=");
}
END_TEST

START_TEST(nothing_sent_can_carry_a_second_line)
{
	network_send(network, "PRIVMSG", "#a", "x\r\nQUIT", NULL);
	ck_assert_str_eq(network->out.data, "PRIVMSG #a xQUIT\r\n");
	buf_reset(&network->out);
	network_send(network, "TOPIC", "#a", "", NULL);
	network_send(network, "PRIVMSG", "#a", ":)", NULL);
	ck_assert_str_eq(network->out.data, "TOPIC #a :\r\nPRIVMSG #a ::)\r\n");
}
END_TEST

Suite *
suite_client_room(void)
{
	Suite *s = suite_create("client_room");
	TCase *tc = tcase_create("room");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_oldest_lines_go_when_a_window_is_full);
	tcase_add_test(
	    tc, pages_go_to_the_top_and_between_and_lines_keep_their_ids);
	tcase_add_test(
	    tc, a_page_goes_into_an_empty_window_and_lines_come_after_it);
	tcase_add_test(tc, between_two_lines_is_room_for_tens_of_thousands);
	tcase_add_test(tc, there_is_room_between_two_of_them_again);
	tcase_add_test(
	    tc, where_no_id_is_left_between_two_lines_nothing_is_inserted);
	tcase_add_test(tc, of_a_page_that_does_not_fit_the_newest_lines_go_in);
	tcase_add_test(
	    tc, who_reads_above_the_end_may_load_more_until_the_return);
	tcase_add_test(tc, a_line_is_found_by_its_msgid_as_long_as_it_is_kept);
	tcase_add_test(tc, a_line_gets_another_text_and_can_go_from_the_middle);
	tcase_add_test(tc, long_lines_leave_earlier_than_usual_ones);
	tcase_add_test(tc, members_are_counted_over_all_channels);
	tcase_add_test(tc, a_smaller_scrollback_keeps_the_newest_lines);
	tcase_add_test(tc, a_line_has_no_line_breaks_and_a_bounded_length);
	tcase_add_test(tc, members_stand_by_rank_and_then_by_name);
	tcase_add_test(tc, prefixes_keep_the_network_s_order);
	tcase_add_test(tc, a_rename_keeps_rank_and_replaces_a_ghost);
	tcase_add_test(tc, members_are_bounded);
	tcase_add_test(tc, a_message_id_is_seen_once);
	tcase_add_test(tc, bytes_that_are_no_utf8_are_read_as_windows_1252);
	tcase_add_test(tc, long_text_is_split_at_a_space_in_its_second_half);
	tcase_add_test(tc, long_text_is_not_split_inside_a_character);
	tcase_add_test(tc, isupport_sets_what_it_may_and_nothing_else);
	tcase_add_test(tc, nothing_sent_can_carry_a_second_line);
	suite_add_tcase(s, tc);
	return s;
}
