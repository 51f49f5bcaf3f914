/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "client/input.h"
#include "common/clock.h"
#include "tests/suites.h"
#include "tests/unit/client_past.h"

static struct past p;

static void
setup(void)
{
	past_setup(&p);
}

static void
teardown(void)
{
	past_teardown(&p);
}

#define hear(line)        talker_hear(&p.t, line)
#define assert_asked(str) ck_assert_str_eq(past_asked(&p), str)
#define assert_shown(str) ck_assert_str_eq(past_shown(&p), str)

START_TEST(history_is_asked_for_only_where_it_can_be_read)
{
	handle_connected(p.t.n);
	talker_sent(&p.t);
	hear("CAP * LS :draft/chathistory server-time draft/read-marker");
	ck_assert_str_eq(
	    talker_sent(&p.t), "CAP REQ :draft/read-marker server-time\r\n");
}
END_TEST

START_TEST(a_channel_opens_with_its_last_page_above_the_join)
{
	past_join(&p);
	assert_asked("CHATHISTORY LATEST #a * 100");
	ck_assert_str_eq(room_top(p.r), "loading older messages");
	ck_assert_str_eq(past_asked(&p), "");
	snprintf(p.label, sizeof(p.label), "h1");
	past_live(&p, 9);
	past_page(&p, 5, 9, false);
	assert_shown("5 6 7 8 9 ");
	ck_assert_str_eq(room_line(p.r, 3)->text, "text 8");
	ck_assert_str_eq(room_line(p.r, 4)->text, "You joined #a");
	ck_assert(room_line(p.r, 0)->flags & LINE_HISTORY);
	ck_assert_ptr_null(room_top(p.r));
	ck_assert_str_eq(past_asked(&p), "");
}
END_TEST

START_TEST(without_the_capability_nothing_is_asked_or_shown)
{
	talker_welcome(&p.t, "batch server-time message-tags");
	p.r = talker_join(&p.t, "#a");
	past_live(&p, 1);
	past_scroll_up(&p);
	ck_assert_str_eq(past_turn(&p), "");
	handle_lost(&p.t.state, p.t.n, "gone");
	talker_welcome(&p.t, "batch server-time message-tags");
	hear(":me!u@h JOIN #a");
	ck_assert_str_eq(past_turn(&p), "");
	assert_shown("1 ");
}
END_TEST

START_TEST(the_limit_is_what_the_server_gives)
{
	talker_welcome(&p.t, PAST_CAPS);
	hear(":irc 005 me CHATHISTORY=20 :are supported");
	p.r = talker_join(&p.t, "#a");
	assert_asked("CHATHISTORY LATEST #a * 20");
}
END_TEST

START_TEST(scrolling_up_asks_for_what_is_before_until_the_beginning)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 8, 9, false);
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=m8 100");
	past_scroll_up(&p);
	ck_assert_str_eq(past_turn(&p), "");
	past_page(&p, 4, 7, false);
	assert_shown("4 5 6 7 8 9 ");
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=m4 100");
	past_page(&p, 0, 3, true);
	assert_shown("0 1 2 3 4 5 6 7 8 9 ");
	ck_assert_str_eq(room_top(p.r), "beginning of history");
	past_scroll_up(&p);
	ck_assert_str_eq(past_turn(&p), "");
}
END_TEST

START_TEST(an_empty_answer_is_the_beginning_too)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 8, 9, false);
	past_scroll_up(&p);
	past_asked(&p);
	past_page(&p, 0, -1, false);
	ck_assert_str_eq(room_top(p.r), "beginning of history");
	assert_shown("8 9 ");
}
END_TEST

START_TEST(reading_further_down_asks_for_nothing)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 90, false);
	history_look(p.r, 60, 80, true);
	ck_assert_str_eq(past_turn(&p), "");
	history_look(p.r, 0, 20, false);
	ck_assert_str_eq(past_turn(&p), "");
	history_look(p.r, 10, 30, true);
	assert_asked("CHATHISTORY BEFORE #a msgid=m0 100");
}
END_TEST

START_TEST(a_page_that_shows_nothing_is_followed_by_the_next_but_not_for_ever)
{
	int pages = 0;
	char line[200], time[CLOCK_ISO_LEN];

	p.t.settings.show_joins = false;
	past_join(&p);
	past_asked(&p);
	past_page(&p, 99, 99, false);
	past_scroll_up(&p);
	while (*past_asked(&p) && pages < 50) {
		past_iso(98 - pages, time);
		past_begin(&p, "");
		snprintf(line, sizeof(line),
		    "@batch=p;time=%s;msgid=j%d :bob!u@h JOIN #a", time,
		    pages++);
		hear(line);
		hear(":irc BATCH -p");
	}
	ck_assert_int_eq(pages, HISTORY_EMPTY_PAGES);
	assert_shown("99 ");
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=j4 100");
}
END_TEST

START_TEST(a_refusal_is_told_once_and_not_asked_again_by_itself)
{
	char line[200];

	past_join(&p);
	past_asked(&p);
	snprintf(line, sizeof(line),
	    "@label=%s FAIL CHATHISTORY INVALID_TARGET LATEST #a "
	    ":Messages could not be retrieved",
	    p.label);
	hear(line);
	ck_assert_str_eq(talker_last(p.r, 0)->text,
	    "Older messages could not be loaded: "
	    "Messages could not be retrieved");
	ck_assert_str_eq(room_top(p.r), "older messages could not be loaded");
	ck_assert_str_eq(past_asked(&p), "");
	past_scroll_up(&p);
	assert_asked("CHATHISTORY LATEST #a * 100");
}
END_TEST

START_TEST(a_refusal_without_label_is_known_by_its_target)
{
	talker_welcome(
	    &p.t, "batch server-time message-tags draft/chathistory");
	p.r = talker_join(&p.t, "#a");
	ck_assert_str_eq(past_turn(&p), "CHATHISTORY LATEST #a * 100\r\n");
	hear("FAIL CHATHISTORY MESSAGE_ERROR LATEST #A :Not now");
	ck_assert_str_eq(room_top(p.r), "older messages could not be loaded");
}
END_TEST

START_TEST(an_answer_without_label_is_known_by_its_target)
{
	talker_welcome(
	    &p.t, "batch server-time message-tags draft/chathistory");
	p.r = talker_join(&p.t, "#a");
	past_turn(&p);
	hear("BATCH +x chathistory #b");
	past_message(&p, "batch=x;", 1, "#b");
	hear("BATCH -x");
	ck_assert_int_eq(p.r->past.asked, ASK_OPEN);
	hear("BATCH +p chathistory #A");
	past_message(&p, "batch=p;", 1, "#a");
	hear("BATCH -p");
	ck_assert_str_eq(room_line(p.r, 0)->text, "text 1");
}
END_TEST

START_TEST(an_id_that_is_not_known_is_tried_by_its_time_once)
{
	char line[200];

	past_join(&p);
	past_asked(&p);
	past_page(&p, 8, 9, false);
	past_scroll_up(&p);
	past_asked(&p);
	snprintf(line, sizeof(line),
	    "@label=%s FAIL CHATHISTORY INVALID_PARAMS BEFORE :No such id",
	    p.label);
	hear(line);
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:08:00.001Z 100");
	snprintf(line, sizeof(line),
	    "@label=%s FAIL CHATHISTORY MESSAGE_ERROR BEFORE :Still not",
	    p.label);
	hear(line);
	ck_assert_str_eq(past_asked(&p), "");
	ck_assert_str_eq(room_top(p.r), "older messages could not be loaded");
}
END_TEST

START_TEST(servers_that_know_only_times_are_asked_by_times)
{
	talker_welcome(&p.t, PAST_CAPS);
	hear(":irc 005 me MSGREFTYPES=timestamp :are supported");
	p.r = talker_join(&p.t, "#a");
	past_asked(&p);
	past_page(&p, 8, 9, false);
	past_scroll_up(&p);
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:08:00.001Z 100");
	past_page(&p, 8, 8, false); /* nothing else has that time */
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:08:00.000Z 100");
	past_page(&p, 7, 7, false);
	past_scroll_up(&p);
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:07:00.001Z 100");
	past_page(&p, 7, 7, false);
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:07:00.000Z 100");
	past_page(&p, 7, 7, false); /* a server that does not move */
	ck_assert_str_eq(past_asked(&p), "");
	ck_assert_str_eq(room_top(p.r), "older messages could not be loaded");
	assert_shown("7 8 9 ");
}
END_TEST

START_TEST(an_answer_of_nothing_at_all_is_the_beginning)
{
	char line[64];

	past_join(&p);
	past_asked(&p);
	snprintf(line, sizeof(line), "@label=%s :irc ACK", p.label);
	hear(line);
	ck_assert_str_eq(room_top(p.r), "beginning of history");
}
END_TEST

START_TEST(silence_is_told_after_a_while_and_a_late_answer_is_dropped)
{
	past_join(&p);
	past_asked(&p);
	ck_assert_int_eq(
	    history_deadline(&p.t.state), p.now_ms + HISTORY_ANSWER_MS);
	p.now_ms += HISTORY_ANSWER_MS;
	ck_assert_str_eq(past_turn(&p), "");
	ck_assert_str_eq(talker_last(p.r, 0)->text,
	    "Older messages could not be loaded: the server does not answer");
	ck_assert_int_eq(history_deadline(&p.t.state), -1);
	past_page(&p, 1, 2, true);
	assert_shown("");
}
END_TEST

START_TEST(a_server_that_knows_no_such_command_is_asked_no_more)
{
	char line[200];

	past_join(&p);
	past_asked(&p);
	snprintf(line, sizeof(line),
	    "@label=%s :irc 421 me CHATHISTORY :Unknown command", p.label);
	hear(line);
	past_scroll_up(&p);
	ck_assert_str_eq(past_asked(&p), "");
}
END_TEST

START_TEST(a_page_that_does_not_move_ends_the_asking)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 5, 9, false);
	past_scroll_up(&p);
	past_asked(&p);
	past_page(&p, 5, 9, false);
	ck_assert_str_eq(room_top(p.r), "older messages could not be loaded");
	assert_shown("5 6 7 8 9 ");
	ck_assert_str_eq(past_asked(&p), "");
}
END_TEST

START_TEST(few_windows_ask_at_once_and_the_others_wait)
{
	char line[64];
	int count = 0;

	talker_welcome(&p.t, PAST_CAPS);
	for (int i = 0; i < 20; i++) {
		snprintf(line, sizeof(line), ":me!u@h JOIN #c%d", i);
		hear(line);
	}
	for (const char *s = past_turn(&p); (s = strstr(s, "CHATHISTORY")); s++)
		count++;
	ck_assert_int_eq(count, HISTORY_AT_ONCE);
}
END_TEST

START_TEST(an_answer_in_a_batch_of_its_own_label_is_found_inside)
{
	char line[200];

	past_join(&p);
	past_asked(&p);
	snprintf(line, sizeof(line), "@label=%s :irc BATCH +l labeled-response",
	    p.label);
	hear(line);
	hear("@batch=l :irc BATCH +p chathistory #a");
	past_message(&p, "batch=p;", 1, "#a");
	hear(":irc BATCH -p");
	hear(":irc BATCH -l");
	assert_shown("1 ");
}
END_TEST

Suite *
suite_client_history(void)
{
	Suite *s = suite_create("client_history");
	TCase *tc = tcase_create("history");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, history_is_asked_for_only_where_it_can_be_read);
	tcase_add_test(tc, a_channel_opens_with_its_last_page_above_the_join);
	tcase_add_test(tc, without_the_capability_nothing_is_asked_or_shown);
	tcase_add_test(tc, the_limit_is_what_the_server_gives);
	tcase_add_test(
	    tc, scrolling_up_asks_for_what_is_before_until_the_beginning);
	tcase_add_test(tc, an_empty_answer_is_the_beginning_too);
	tcase_add_test(tc, reading_further_down_asks_for_nothing);
	tcase_add_test(tc,
	    a_page_that_shows_nothing_is_followed_by_the_next_but_not_for_ever);
	tcase_add_test(
	    tc, a_refusal_is_told_once_and_not_asked_again_by_itself);
	tcase_add_test(tc, a_refusal_without_label_is_known_by_its_target);
	tcase_add_test(tc, an_answer_without_label_is_known_by_its_target);
	tcase_add_test(tc, an_id_that_is_not_known_is_tried_by_its_time_once);
	tcase_add_test(tc, an_answer_of_nothing_at_all_is_the_beginning);
	tcase_add_test(tc, servers_that_know_only_times_are_asked_by_times);
	tcase_add_test(
	    tc, silence_is_told_after_a_while_and_a_late_answer_is_dropped);
	tcase_add_test(
	    tc, a_server_that_knows_no_such_command_is_asked_no_more);
	tcase_add_test(tc, a_page_that_does_not_move_ends_the_asking);
	tcase_add_test(tc, few_windows_ask_at_once_and_the_others_wait);
	tcase_add_test(
	    tc, an_answer_in_a_batch_of_its_own_label_is_found_inside);
	suite_add_tcase(s, tc);
	return s;
}
