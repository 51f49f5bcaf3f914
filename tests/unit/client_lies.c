/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "client/handle.h"
#include "client/history.h"
#include "tests/suites.h"
#include "tests/unit/client_past.h"

/* Servers that answer as none should. */
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

START_TEST(a_page_in_any_order_is_shown_in_the_order_of_time)
{
	static const int order[] = {3, 1, 4, 0, 2};

	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		past_message(&p, "batch=p;", order[i], "#a");
	hear(":irc BATCH -p");
	assert_shown("0 1 2 3 4 ");
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=m0 100");
}
END_TEST

START_TEST(an_id_that_a_page_has_twice_is_shown_once)
{
	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	past_message(&p, "batch=p;", 1, "#a");
	past_message(&p, "batch=p;", 2, "#a");
	past_message(&p, "batch=p;", 1, "#a");
	hear(":irc BATCH -p");
	assert_shown("1 2 ");
}
END_TEST

START_TEST(an_id_that_no_request_can_hold_is_asked_for_by_time)
{
	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	hear("@batch=p;msgid=a\\sb;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :text 4");
	hear(":irc BATCH -p");
	past_scroll_up(&p);
	assert_asked(
	    "CHATHISTORY BEFORE #a timestamp=2026-11-03T12:04:00.001Z 100");
}
END_TEST

START_TEST(batches_that_never_end_do_not_keep_others_from_beginning)
{
	char line[100];

	past_join(&p);
	past_asked(&p);
	for (int i = 0; i < 3 * NETWORK_BATCHES_MAX; i++) {
		snprintf(line, sizeof(line), ":irc BATCH +x%d netsplit a b", i);
		hear(line);
	}
	past_page(&p, 1, 3, true);
	assert_shown("1 2 3 ");
	ck_assert_str_eq(room_top(p.r), "beginning of history");
}
END_TEST

START_TEST(nested_batches_that_never_end_give_up_others_but_their_own)
{
	char line[100];

	past_join(&p);
	past_asked(&p);
	past_begin(&p, "");
	for (int i = 0; i < 3 * NETWORK_BATCHES_MAX; i++) {
		snprintf(line, sizeof(line),
		    "@batch=p :irc BATCH +x%d draft/multiline #a", i);
		hear(line);
	}
	past_message(&p, "batch=p;", 1, "#a");
	hear(":irc BATCH -p");
	assert_shown("1 ");
}
END_TEST

START_TEST(a_page_that_nobody_asked_for_is_passed_over)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 5, 6, true);
	snprintf(p.label, sizeof(p.label), "h99");
	past_page(&p, 1, 3, false);
	hear(":irc BATCH +p chathistory #a");
	past_message(&p, "batch=p;", 2, "#a");
	hear(":irc BATCH -p");
	assert_shown("5 6 ");
}
END_TEST

START_TEST(what_comes_late_without_a_label_answers_no_later_question)
{
	talker_welcome(
	    &p.t, "batch server-time message-tags draft/chathistory");
	p.r = talker_join(&p.t, "#a");
	past_asked(&p);
	p.now_ms += HISTORY_ANSWER_MS;
	past_asked(&p);
	past_live(&p, 9);
	past_scroll_up(&p);
	assert_asked("CHATHISTORY BEFORE #a msgid=m9 100");
	hear(":irc BATCH +p chathistory #a");
	past_message(&p, "batch=p;", 9, "#a");
	past_message(&p, "batch=p;", 10, "#a");
	hear(":irc BATCH -p");
	assert_shown("9 ");
	hear(":irc BATCH +p chathistory #a");
	past_message(&p, "batch=p;", 7, "#a");
	past_message(&p, "batch=p;", 8, "#a");
	hear(":irc BATCH -p");
	assert_shown("7 8 9 ");
}
END_TEST

START_TEST(older_messages_are_older)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 5, 6, false);
	past_scroll_up(&p);
	past_asked(&p);
	past_begin(&p, "");
	past_message(&p, "batch=p;", 4, "#a");
	past_message(&p, "batch=p;", 900, "#a");
	hear(":irc BATCH -p");
	assert_shown("4 5 6 ");
}
END_TEST

Suite *
suite_client_lies(void)
{
	Suite *s = suite_create("client_lies");
	TCase *tc = tcase_create("lies");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_page_in_any_order_is_shown_in_the_order_of_time);
	tcase_add_test(tc, an_id_that_a_page_has_twice_is_shown_once);
	tcase_add_test(tc, an_id_that_no_request_can_hold_is_asked_for_by_time);
	tcase_add_test(
	    tc, batches_that_never_end_do_not_keep_others_from_beginning);
	tcase_add_test(
	    tc, nested_batches_that_never_end_give_up_others_but_their_own);
	tcase_add_test(tc, a_page_that_nobody_asked_for_is_passed_over);
	tcase_add_test(
	    tc, what_comes_late_without_a_label_answers_no_later_question);
	tcase_add_test(tc, older_messages_are_older);
	suite_add_tcase(s, tc);
	return s;
}
