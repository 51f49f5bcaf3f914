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

START_TEST(the_gap_of_a_lost_connection_is_filled_in_place_and_nothing_twice)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	past_live(&p, 2);
	past_lose(&p);
	assert_shown("0 1 2 ~ ");
	past_live(&p, 6);
	assert_asked("CHATHISTORY BEFORE #a msgid=m6 100");
	past_live(&p, 7);
	past_page(&p, 1, 5, false);
	assert_shown("0 1 2 3 4 5 6 7 ");
	ck_assert_str_eq(past_asked(&p), "");
	ck_assert_str_eq(room_top(p.r), "beginning of history");
}
END_TEST

START_TEST(a_gap_with_nothing_below_is_filled_from_the_newest)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	past_lose(&p);
	assert_asked("CHATHISTORY LATEST #a * 100");
	ck_assert_ptr_nonnull(strstr(past_gap(&p), "loading messages between"));
	past_page(&p, 6, 8, false);
	assert_shown("0 1 ~ 6 7 8 ");
	assert_asked("CHATHISTORY BEFORE #a msgid=m6 100");
	past_page(&p, 3, 5, false);
	assert_shown("0 1 ~ 3 4 5 6 7 8 ");
	assert_asked("CHATHISTORY BEFORE #a msgid=m3 100");
	past_page(&p, 0, 2, true);
	assert_shown("0 1 2 3 4 5 6 7 8 ");
	ck_assert_str_eq(past_asked(&p), "");
}
END_TEST

START_TEST(in_a_full_window_what_was_missed_makes_the_oldest_go)
{
	past_join(&p);
	room_resize(p.r, 10);
	past_asked(&p);
	past_page(&p, 0, 5, true);
	past_lose(&p);
	past_asked(&p);
	past_page(&p, 4, 9, true);
	ck_assert_uint_eq(p.r->count, 9);
	assert_shown("4 5 6 7 8 9 ");
	ck_assert_ptr_null(room_top(p.r));
}
END_TEST

START_TEST(where_nothing_was_missed_no_gap_stays)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	past_lose(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	assert_shown("0 1 ");
	ck_assert_str_eq(past_gap(&p), "");
}
END_TEST

START_TEST(a_long_gap_is_filled_so_far_and_goes_on_when_somebody_looks)
{
	int last = 2000, pages = 0;
	size_t gap;

	p.t.settings.scrollback = 100000;
	past_join(&p);
	room_resize(p.r, 100000);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	past_lose(&p);
	while (*past_asked(&p) && pages++ < 100) {
		past_page(&p, last - 9, last, false);
		last -= 10;
	}
	ck_assert_int_eq(pages, HISTORY_GAP_PAGES);
	ck_assert_ptr_nonnull(strstr(past_gap(&p), "are not loaded yet"));
	for (gap = 0; room_line(p.r, gap)->kind != SAID_GAP; gap++)
		;
	history_look(p.r, gap, gap + 10, true);
	assert_asked("CHATHISTORY BEFORE #a msgid=m1901 100");
	past_page(&p, 1891, 1900, false);
	history_look(p.r, gap - 1, gap, false);
	assert_asked("CHATHISTORY AFTER #a msgid=m0 100");
	past_page(&p, 2, 4, false);
	ck_assert_int_eq(strncmp(past_shown(&p), "0 1 2 3 4 ~ 1891 ", 17), 0);
}
END_TEST

START_TEST(a_gap_that_the_server_cannot_fill_stays_and_says_so)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, false);
	past_lose(&p);
	past_asked(&p);
	past_page(&p, 5, 6, true);
	assert_shown("0 1 ~ 5 6 ");
	ck_assert_ptr_nonnull(strstr(past_gap(&p), "could not be loaded"));
	ck_assert_ptr_nonnull(strstr(
	    past_gap(&p), "between 2026-11-03 12:01 and 2026-11-03 12:05"));
	ck_assert_str_eq(past_asked(&p), "");
}
END_TEST

START_TEST(replayed_events_are_lines_and_change_nothing)
{
	past_join(&p);
	hear(":irc 353 me = #a :@bob me");
	past_asked(&p);
	past_begin(&p, "");
	hear("@batch=p;msgid=e1;time=2026-11-03T12:00:00.000Z "
	     ":ann!u@h JOIN #a");
	hear("@batch=p;msgid=e2;time=2026-11-03T12:01:00.000Z "
	     ":ann!u@h NICK anna");
	hear("@batch=p;msgid=e3;time=2026-11-03T12:02:00.000Z "
	     ":bob!u@h MODE #a +o anna");
	hear("@batch=p;msgid=e4;time=2026-11-03T12:03:00.000Z "
	     ":bob!u@h TOPIC #a :old");
	hear("@batch=p;msgid=e5;time=2026-11-03T12:04:00.000Z "
	     ":anna!u@h QUIT :bye");
	hear("@batch=p;msgid=e6;time=2026-11-03T12:05:00.000Z "
	     ":bob!u@h KICK #a me :out");
	hear("@batch=p :irc 332 me #a :nothing of this kind");
	hear("@batch=p :bob!u@h TAGMSG #a");
	hear(":irc BATCH -p");
	ck_assert_str_eq(room_line(p.r, 0)->text, "ann joined (u@h)");
	ck_assert_str_eq(room_line(p.r, 1)->text, "ann is anna now");
	ck_assert_str_eq(room_line(p.r, 2)->text, "bob made anna an operator");
	ck_assert_str_eq(room_line(p.r, 3)->text, "bob set the topic: old");
	ck_assert_str_eq(room_line(p.r, 4)->text, "anna quit: bye");
	ck_assert_str_eq(room_line(p.r, 5)->text, "bob kicked me: out");
	ck_assert_str_eq(room_line(p.r, 6)->text, "You joined #a");
	ck_assert_uint_eq(p.r->nmembers, 2);
	ck_assert_str_eq(p.r->topic, "");
	ck_assert(p.r->joined);
}
END_TEST

START_TEST(replayed_messages_keep_their_kind_and_are_answered_by_nothing)
{
	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	hear("@batch=p;msgid=a;time=2026-11-03T12:00:00.000Z "
	     ":bob!u@h PRIVMSG #a :\001ACTION waves\001");
	hear("@batch=p;msgid=b;time=2026-11-03T12:01:00.000Z "
	     ":bob!u@h NOTICE #a :note");
	hear("@batch=p;msgid=c;time=2026-11-03T12:02:00.000Z "
	     ":me!u@h PRIVMSG #a :mine");
	hear("@batch=p;msgid=d;time=2026-11-03T12:03:00.000Z "
	     ":bob!u@h PRIVMSG #a :\001VERSION\001");
	hear("@batch=p;msgid=e;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :first of three");
	hear("@batch=p;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :second");
	hear("@batch=p;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :third");
	hear(":irc BATCH -p");
	ck_assert_int_eq(room_line(p.r, 0)->kind, SAID_ACTION);
	ck_assert_str_eq(room_line(p.r, 0)->text, "waves");
	ck_assert_int_eq(room_line(p.r, 1)->kind, SAID_NOTICE);
	ck_assert(room_line(p.r, 2)->flags & LINE_SELF);
	ck_assert_str_eq(room_line(p.r, 5)->text, "third");
	ck_assert_uint_eq(p.r->mentions, 0);
	ck_assert_str_eq(past_turn(&p), "");
}
END_TEST

START_TEST(a_message_of_many_lines_that_is_there_is_left_out_whole)
{
	past_join(&p);
	past_asked(&p);
	hear("@msgid=e;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :text 1");
	hear("@time=2026-11-03T12:04:00.000Z :bob!u@h PRIVMSG #a :text 1");
	past_begin(&p, "");
	hear("@batch=p;msgid=e;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :text 1");
	hear("@batch=p;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :text 1");
	hear(":irc BATCH -p");
	assert_shown("1 1 ");
}
END_TEST

START_TEST(what_i_sent_is_not_there_twice_without_echo)
{
	char line[300], time[CLOCK_ISO_LEN];

	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 0, true);
	input_line(&p.t.state, "text 5");
	talker_sent(&p.t);
	past_lose(&p);
	past_asked(&p);
	clock_iso(clock_wall_ms() + 500, time);
	past_begin(&p, "");
	past_message(&p, "batch=p;", 0, "#a");
	snprintf(line, sizeof(line),
	    "@batch=p;msgid=x;time=%s :me!u@h PRIVMSG #a :text 5", time);
	hear(line);
	hear(":irc BATCH -p");
	assert_shown("0 5 ");
}
END_TEST

START_TEST(going_to_a_date_loads_what_is_around_it_between_gaps)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 500, 503, false);
	history_goto(p.r, "", clock_parse_iso("2026-11-03T14:00:00.000Z"));
	assert_asked(
	    "CHATHISTORY AROUND #a timestamp=2026-11-03T14:00:00.000Z 100");
	past_page(&p, 118, 122, false);
	assert_shown("118 119 120 121 122 ~ 500 501 502 503 ");
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 120");
	history_goto(p.r, "", clock_parse_iso("2026-11-03T16:00:00.000Z"));
	past_asked(&p);
	past_page(&p, 239, 241, false);
	assert_shown("118 119 120 121 122 ~ 239 240 241 ~ 500 501 502 503 ");
	history_goto(p.r, "", clock_parse_iso("2026-11-03T14:01:30.000Z"));
	ck_assert_str_eq(past_asked(&p), "");
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 122");
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=m118 100");
	past_page(&p, 116, 117, true);
	history_goto(p.r, "", clock_parse_iso("2026-11-03T14:03:00.000Z"));
	past_asked(&p);
	past_page(&p, 121, 125, false);
	assert_shown("116 117 118 119 120 121 122 123 124 125 ~ "
		     "239 240 241 ~ 500 501 502 503 ");
}
END_TEST

START_TEST(going_to_a_message_by_its_id_asks_for_it_or_shows_it)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 50, 53, false);
	ck_assert(history_goto(p.r, "m51", 0));
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 51");
	ck_assert(history_goto(p.r, "m7", 0));
	assert_asked("CHATHISTORY AROUND #a msgid=m7 100");
	past_page(&p, 6, 8, false);
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 7");
	assert_shown("6 7 8 ~ 50 51 52 53 ");
}
END_TEST

START_TEST(goto_takes_dates_and_refuses_others)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 5, true);
	ck_assert_int_eq(
	    input_line(&p.t.state, "/goto 2026-11-03 12:03"), INPUT_TAKEN);
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 3");
	ck_assert_int_eq(
	    input_line(&p.t.state, "/goto 2026-11-03"), INPUT_TAKEN);
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 0");
	ck_assert_int_eq(
	    input_line(&p.t.state, "/goto 2026-13-03"), INPUT_REFUSED);
	ck_assert_int_eq(input_line(&p.t.state, "/goto soon"), INPUT_REFUSED);
}
END_TEST

START_TEST(in_a_channel_that_one_left_goto_says_that_no_server_can_be_asked)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 3, 4, false);
	hear(":me!u@h PART #a");
	ck_assert_int_eq(
	    input_line(&p.t.state, "/goto 2026-11-02"), INPUT_TAKEN);
	assert_asked("");
	ck_assert_ptr_nonnull(strstr(
	    talker_last(p.r, 0)->text, "Nothing from then is in this window"));
	hear(":me!u@h JOIN #a");
	assert_asked("CHATHISTORY LATEST #a * 100");
}
END_TEST

START_TEST(two_lost_connections_in_a_row_leave_one_gap)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	past_lose(&p);
	past_asked(&p);
	past_lose(&p);
	assert_shown("0 1 ~ ");
	assert_asked("CHATHISTORY LATEST #a * 100");
	past_page(&p, 0, 3, true);
	assert_shown("0 1 2 3 ");
}
END_TEST

START_TEST(an_evil_answer_is_bounded_and_survived)
{
	char line[200];

	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	for (int i = 0; i < PAGE_LINES_MAX + 500; i++) {
		snprintf(line, sizeof(line),
		    "@batch=p;msgid=x%d;time=2026-11-03T12:00:00.000Z "
		    ":bob!u@h PRIVMSG #a :text %d",
		    i, i);
		hear(line);
	}
	hear("@batch=p :irc BATCH +q chathistory #b");
	hear("@batch=q BATCH +p chathistory #a");
	hear("BATCH -p");
	hear("@batch=q :bob!u@h PRIVMSG #a :text 0");
	hear("BATCH -q");
	hear("BATCH -p");
	ck_assert_uint_le(p.r->count, PAGE_LINES_MAX + 10);
	past_begin(&p, "");
	state_close(&p.t.state, p.r);
	past_message(&p, "batch=p;", 1, "#a");
	hear(":irc BATCH -p");
	p.r = talker_join(&p.t, "#a");
	past_asked(&p);
	past_begin(&p, "");
	past_message(&p, "batch=p;", 1, "#a");
	handle_lost(&p.t.state, p.t.n, "gone");
	hear(":irc BATCH -p");
	ck_assert_int_eq(p.r->past.asked, ASK_NONE);
}
END_TEST

Suite *
suite_client_gaps(void)
{
	Suite *s = suite_create("client_gaps");
	TCase *tc = tcase_create("gaps");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	    the_gap_of_a_lost_connection_is_filled_in_place_and_nothing_twice);
	tcase_add_test(tc, a_gap_with_nothing_below_is_filled_from_the_newest);
	tcase_add_test(
	    tc, in_a_full_window_what_was_missed_makes_the_oldest_go);
	tcase_add_test(tc, where_nothing_was_missed_no_gap_stays);
	tcase_add_test(
	    tc, a_long_gap_is_filled_so_far_and_goes_on_when_somebody_looks);
	tcase_add_test(tc, a_gap_that_the_server_cannot_fill_stays_and_says_so);
	tcase_add_test(tc, replayed_events_are_lines_and_change_nothing);
	tcase_add_test(
	    tc, replayed_messages_keep_their_kind_and_are_answered_by_nothing);
	tcase_add_test(
	    tc, a_message_of_many_lines_that_is_there_is_left_out_whole);
	tcase_add_test(tc, what_i_sent_is_not_there_twice_without_echo);
	tcase_add_test(
	    tc, going_to_a_date_loads_what_is_around_it_between_gaps);
	tcase_add_test(
	    tc, going_to_a_message_by_its_id_asks_for_it_or_shows_it);
	tcase_add_test(tc, goto_takes_dates_and_refuses_others);
	tcase_add_test(tc,
	    in_a_channel_that_one_left_goto_says_that_no_server_can_be_asked);
	tcase_add_test(tc, two_lost_connections_in_a_row_leave_one_gap);
	tcase_add_test(tc, an_evil_answer_is_bounded_and_survived);
	suite_add_tcase(s, tc);
	return s;
}
