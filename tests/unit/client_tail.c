/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "client/tailing.h"
#include "common/clock.h"
#include "tests/suites.h"
#include "tests/unit/client_tailer.h"

static struct tailer x;

static void
setup(void)
{
	tailer_setup(&x);
}

static void
teardown(void)
{
	tailer_teardown(&x);
}

/* In #c, where the last message there is has the id m0. */
static void
begin_live(void)
{
	tailer_connect(&x, TAILER_CAPS, "CHATHISTORY=100");
	tailer_expect_asked(&x, "CHATHISTORY LATEST #c * 1");
	tailer_answer(&x, false, 0, 0);
	tailer_expect(&x, "");
}

static void
come_back(void)
{
	tailer_lose(&x);
	tailer_connect(&x, TAILER_CAPS, "CHATHISTORY=100");
}

START_TEST(it_begins_now_and_shows_nothing_of_before)
{
	begin_live();
	tailer_say(&x, 1, "m1", "one");
	tailer_say(&x, 2, "m2", "two");
	tailer_expect(&x, "one|two|");
	tailer_expect_silence(&x);
}
END_TEST

START_TEST(what_is_said_while_the_beginning_is_asked_for_is_shown)
{
	tailer_connect(&x, TAILER_CAPS, "");
	tailer_say(&x, 1, "m1", "one");
	tailer_expect(&x, "one|");
	tailer_answer(&x, false, 1, 1);
	tailer_say(&x, 2, "m2", "two");
	tailer_expect(&x, "two|");
}
END_TEST

START_TEST(after_a_lost_connection_what_was_missed_comes_before_what_is_said)
{
	begin_live();
	tailer_say(&x, 1, "m1", "one");
	come_back();
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m1 100");
	tailer_say(&x, 3, "m3", "three");
	tailer_begin(&x, true);
	tailer_page(&x, 2, "m2", "two");
	tailer_expect(&x, "one|two|");
	tailer_end(&x);
	tailer_expect(&x, "three|");
	tailer_say(&x, 4, "m4", "four");
	tailer_expect(&x, "four|");
}
END_TEST

START_TEST(what_history_and_the_present_both_tell_is_shown_once)
{
	begin_live();
	tailer_say(&x, 1, "m1", "one");
	come_back();
	tailer_say(&x, 3, "m3", "three");
	tailer_answer(&x, true, 2, 3);
	tailer_expect(&x, "one|two|three|");
}
END_TEST

START_TEST(lost_before_anything_was_said_it_goes_on_after_the_last_there_was)
{
	begin_live();
	come_back();
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m0 100");
}
END_TEST

START_TEST(a_channel_that_was_empty_is_asked_for_all_there_is)
{
	tailer_connect(&x, TAILER_CAPS, "");
	tailer_begin(&x, true);
	tailer_end(&x);
	come_back();
	tailer_expect_asked(
	    &x, "AFTER #c timestamp=1970-01-01T00:00:00.000Z 100");
}
END_TEST

START_TEST(pages_are_asked_for_until_there_are_no_more)
{
	begin_live();
	come_back();
	tailer_answer(&x, false, 1, 2);
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m2 100");
	tailer_say(&x, 4, "m4", "four");
	tailer_answer(&x, false, 3, 3);
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m3 100");
	tailer_begin(&x, false);
	tailer_end(&x);
	tailer_expect(&x, "one|two|three|four|");
	tailer_expect_silence(&x);
}
END_TEST

START_TEST(not_more_is_asked_for_than_the_server_gives)
{
	follow_since(x.f, "m0", 0);
	tailer_connect(&x, TAILER_CAPS, "CHATHISTORY=7");
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m0 7");
}
END_TEST

START_TEST(lost_within_a_page_it_goes_on_after_the_last_shown)
{
	begin_live();
	come_back();
	tailer_begin(&x, false);
	tailer_page(&x, 1, "m1", "one");
	come_back();
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m1 100");
	tailer_answer(&x, true, 2, 2);
	tailer_expect(&x, "one|two|");
}
END_TEST

START_TEST(what_the_sink_does_not_take_comes_again_when_it_is_hungry)
{
	begin_live();
	x.room = 1;
	tailer_say(&x, 1, "m1", "one");
	tailer_say(&x, 2, "m2", "two");
	tailer_say(&x, 3, "m3", "three");
	tailer_expect(&x, "one|");
	tailer_expect_silence(&x);
	x.room = 100;
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m1 100");
	tailer_say(&x, 4, "m4", "four");
	tailer_answer(&x, true, 2, 3);
	tailer_expect(&x, "two|three|four|");
}
END_TEST

START_TEST(a_sink_that_fills_within_a_page_gets_the_rest_of_it_later)
{
	begin_live();
	come_back();
	talker_sent(&x.t);
	x.room = 1;
	tailer_answer(&x, true, 1, 3);
	tailer_expect(&x, "one|");
	tailer_expect_silence(&x);
	x.room = 100;
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m1 100");
}
END_TEST

START_TEST(more_than_can_be_held_is_asked_for)
{
	char id[16];

	begin_live();
	come_back();
	for (int i = 0; i <= FOLLOW_HELD_MAX; i++) {
		snprintf(id, sizeof(id), "n%d", i);
		tailer_say(&x, 3 + i, id, "much");
	}
	tailer_answer(&x, true, 1, 1);
	tailer_expect(&x, "one|");
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m1 100");
}
END_TEST

START_TEST(without_ids_what_overlaps_is_shown_once_and_what_is_double_twice)
{
	tailer_connect(&x, TAILER_CAPS, "MSGREFTYPES=timestamp");
	tailer_begin(&x, true);
	tailer_end(&x);
	tailer_say(&x, 5, "", "a");
	tailer_say(&x, 5, "", "a");
	tailer_say(&x, 6, "", "b");
	tailer_lose(&x);
	tailer_connect(&x, TAILER_CAPS, "MSGREFTYPES=timestamp");
	tailer_expect_asked(
	    &x, "AFTER #c timestamp=2026-11-26T10:00:00.005Z 100");
	tailer_say(&x, 8, "", "c");
	tailer_say(&x, 8, "", "c");
	tailer_begin(&x, true);
	tailer_page(&x, 6, "", "b");
	tailer_page(&x, 6, "", "b");
	tailer_page(&x, 8, "", "c");
	tailer_end(&x);
	tailer_expect(&x, "a|a|b|b|c|c|");
}
END_TEST

START_TEST(a_whole_page_of_one_millisecond_is_not_asked_for_for_ever)
{
	tailer_connect(&x, TAILER_CAPS, "CHATHISTORY=2 MSGREFTYPES=timestamp");
	follow_since(x.f, "", 0);
	tailer_lose(&x);
	tailer_connect(&x, TAILER_CAPS, "CHATHISTORY=2 MSGREFTYPES=timestamp");
	tailer_begin(&x, false);
	tailer_page(&x, 5, "", "a");
	tailer_page(&x, 5, "", "b");
	tailer_end(&x);
	tailer_expect_asked(&x, "timestamp=2026-11-26T10:00:00.004Z 2");
	tailer_begin(&x, false);
	tailer_page(&x, 5, "", "a");
	tailer_page(&x, 5, "", "b");
	tailer_end(&x);
	tailer_expect_asked(&x, "timestamp=2026-11-26T10:00:00.005Z 2");
	tailer_begin(&x, false);
	tailer_page(&x, 6, "", "c");
	tailer_end(&x);
	tailer_expect(&x, "a|b|c|");
}
END_TEST

START_TEST(an_id_that_the_server_does_not_know_any_more_is_asked_for_by_time)
{
	begin_live();
	tailer_say(&x, 7, "m1", "one");
	come_back();
	tailer_hear(&x,
	    "@label=t%llu :irc.net FAIL CHATHISTORY MESSAGE_ERROR AFTER #c "
	    ":No such message",
	    (unsigned long long)x.core.serial);
	tailer_expect_asked(&x, "timestamp=2026-11-26T10:00:00.006Z 100");
	tailer_begin(&x, true);
	tailer_page(&x, 7, "m1", "one");
	tailer_page(&x, 8, "m2", "two");
	tailer_end(&x);
	tailer_expect(&x, "one|two|");
	tailer_expect_told(&x, "");
}
END_TEST

START_TEST(an_id_to_begin_after_that_the_server_does_not_know_is_told)
{
	tailer_connect_since(&x, "nonsense");
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=nonsense 100");
	tailer_hear(&x,
	    "@label=t1 :irc.net FAIL CHATHISTORY MESSAGE_ERROR AFTER #c :No");
	tailer_expect_told(&x, "wrong #c No|");
}
END_TEST

START_TEST(it_begins_with_a_moment)
{
	follow_since(x.f, "", 1700000000000);
	tailer_connect(&x, TAILER_CAPS, "");
	tailer_expect_asked(
	    &x, "AFTER #c timestamp=2023-11-14T22:13:19.999Z 100");
	tailer_answer(&x, true, 1, 1);
	tailer_expect(&x, "one|");
}
END_TEST

START_TEST(history_that_is_refused_is_a_gap_that_is_told)
{
	begin_live();
	come_back();
	tailer_say(&x, 3, "m3", "three");
	tailer_hear(&x,
	    "@label=t%llu :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER #c "
	    ":Messages could not be retrieved",
	    (unsigned long long)x.core.serial);
	tailer_expect(&x, "three|");
	tailer_expect_told(&x, "gap #c|");
}
END_TEST

START_TEST(history_that_is_not_answered_is_a_gap_that_is_told)
{
	begin_live();
	come_back();
	tailer_say(&x, 3, "m3", "three");
	ck_assert_int_eq(tail_core_deadline(&x.core), 1000 + TAIL_ANSWER_MS);
	x.now_ms += TAIL_ANSWER_MS;
	tailer_turn(&x);
	tailer_expect(&x, "three|");
	tailer_expect_told(&x, "gap #c|");
	ck_assert_int_eq(tail_core_deadline(&x.core), -1);
}
END_TEST

START_TEST(what_is_asked_after_one_was_given_up_has_its_time_too)
{
	tailer_connect(&x, TAILER_CAPS, "");
	x.room = 0;
	tailer_say(&x, 1, "m1", "one");
	x.room = 100;
	x.now_ms += TAIL_ANSWER_MS;
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c");
	tailer_turn(&x);
	ck_assert_int_eq(
	    tail_core_deadline(&x.core), x.now_ms + TAIL_ANSWER_MS);
	tailer_answer(&x, true, 1, 1);
	tailer_expect(&x, "one|");
	tailer_expect_told(&x, "");
}
END_TEST

START_TEST(an_answer_that_takes_its_time_is_waited_for)
{
	begin_live();
	come_back();
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m0 100");
	x.now_ms += TAIL_ANSWER_MS - 1;
	tailer_begin(&x, true);
	tailer_page(&x, 1, "m1", "one");
	x.now_ms += TAIL_ANSWER_MS - 1;
	tailer_page(&x, 2, "m2", "two");
	x.now_ms += TAIL_ANSWER_MS - 1;
	tailer_end(&x);
	tailer_expect(&x, "one|two|");
	tailer_expect_told(&x, "");
}
END_TEST

START_TEST(a_server_that_lets_into_many_channels_by_and_by_is_waited_for)
{
	tail_core_add(&x.core, "#d", true, &x.sink);
	begin_live();
	come_back();
	x.now_ms += TAIL_ANSWER_MS - 1;
	tailer_hear(&x, ":me!u@h JOIN #d");
	x.now_ms += TAIL_ANSWER_MS - 1;
	tailer_turn(&x);
	tailer_expect_told(&x, "");
	x.now_ms++;
	tailer_turn(&x);
	tailer_expect_told(&x, "gap #c|");
}
END_TEST

START_TEST(while_nothing_is_read_no_answer_is_given_up)
{
	struct follow *d = tail_core_add(&x.core, "#d", true, &x.sink);

	follow_since(d, "d0", 0);
	begin_live();
	tailer_hear(&x, ":me!u@h JOIN #d");
	tailer_hear(&x,
	    "@label=t2 :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER #d :No");
	tailer_expect_told(&x, "gap #d|");
	x.room = 0;
	tailer_say(&x, 1, "m1", "one");
	x.room = 1;
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m0 100");
	tailer_hear(&x, ":bob!u@h PRIVMSG #d :taken");
	tailer_hear(&x, ":bob!u@h PRIVMSG #d :held");
	ck_assert(tail_core_is_stuck(&x.core));
	x.now_ms += TAIL_ANSWER_MS;
	tailer_turn(&x);
	x.room = 100;
	tailer_answer(&x, true, 1, 1);
	tailer_expect(&x, "taken|held|one|");
	tailer_expect_told(&x, "");
}
END_TEST

START_TEST(of_an_answer_that_was_given_up_the_rest_is_shown_where_it_is_new)
{
	begin_live();
	come_back();
	tailer_begin(&x, true);
	tailer_page(&x, 1, "m1", "one");
	tailer_say(&x, 3, "m3", "three");
	x.now_ms += TAIL_ANSWER_MS;
	tailer_turn(&x);
	tailer_expect(&x, "one|three|");
	tailer_expect_told(&x, "gap #c|");
	tailer_page(&x, 2, "m2", "two");
	tailer_page(&x, 3, "m3", "three");
	tailer_page(&x, 4, "m4", "four");
	tailer_end(&x);
	tailer_expect(&x, "four|");
}
END_TEST

START_TEST(a_server_without_history_is_told_of_when_something_may_be_missing)
{
	tailer_connect(&x, "server-time", "");
	tailer_expect_silence(&x);
	tailer_say(&x, 1, "", "one");
	tailer_expect_told(&x, "");
	tailer_lose(&x);
	tailer_connect(&x, "server-time", "");
	tailer_expect_told(&x, "gap #c|");
	tailer_say(&x, 2, "", "two");
	tailer_expect(&x, "one|two|");
	tailer_expect_silence(&x);
}
END_TEST

START_TEST(without_history_what_is_not_taken_is_kept_and_no_more_is_read)
{
	tailer_connect(&x, "", "");
	x.room = 1;
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :one");
	ck_assert(!tail_core_is_stuck(&x.core));
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :two");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :two");
	ck_assert(tail_core_is_stuck(&x.core));
	x.room = 100;
	tailer_turn(&x);
	ck_assert(!tail_core_is_stuck(&x.core));
	tailer_expect(&x, "one|two|two|");
	tailer_expect_told(&x, "");
}
END_TEST

START_TEST(without_history_more_than_can_be_kept_is_told)
{
	tailer_connect(&x, "", "");
	x.room = 0;
	for (int i = 0; i <= FOLLOW_HELD_MAX; i++)
		tailer_hear(&x, ":bob!u@h PRIVMSG #c :much");
	tailer_expect_told(&x, "gap #c|");
}
END_TEST

START_TEST(without_labels_an_answer_is_known_by_its_channel)
{
	static const char caps[] =
	    "batch draft/chathistory message-tags server-time";

	follow_since(x.f, "m0", 0);
	tailer_connect(&x, caps, "");
	tailer_hear(&x, ":irc.net BATCH +z chathistory #other");
	tailer_hear(&x, "@batch=z;msgid=z1 :bob!u@h PRIVMSG #other :no");
	tailer_hear(&x, ":irc.net BATCH -z");
	tailer_answer(&x, true, 1, 1);
	tailer_say(&x, 2, "m2", "two");
	tailer_expect(&x, "one|two|");
}
END_TEST

START_TEST(a_renamed_channel_is_followed_under_its_new_name)
{
	begin_live();
	tailer_hear(&x, ":op!u@h RENAME #c #d :better");
	tailer_expect_told(&x, "renamed #d|");
	tailer_hear(&x, ":bob!u@h PRIVMSG #d :here");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :elsewhere");
	tailer_expect(&x, "here|");
}
END_TEST

START_TEST(a_channel_renamed_meanwhile_is_followed_under_its_new_name)
{
	begin_live();
	tailer_lose(&x);
	talker_welcome(&x.t, TAILER_CAPS);
	tailer_hear(
	    &x, ":irc.net FAIL JOIN CHANNEL_RENAMED #c #d :It is called #d");
	tailer_expect_told(&x, "renamed #d|");
	tailer_hear(&x, ":me!u@h JOIN #d");
	tailer_expect_asked(&x, "CHATHISTORY AFTER #d msgid=m0 100");
}
END_TEST

START_TEST(who_is_put_out_goes_on_there_when_back)
{
	begin_live();
	tailer_hear(&x, ":op!u@h KICK #c me :out");
	tailer_say(&x, 1, "m1", "elsewhere");
	tailer_expect(&x, "");
	tailer_hear(&x, ":me!u@h JOIN #c");
	tailer_expect_asked(&x, "CHATHISTORY AFTER #c msgid=m0 100");
}
END_TEST

/* Milliseconds before now; -1: an id; -2: refused. */
static int64_t
ago(const char *since, size_t ntails)
{
	struct options o = {.since = since, .ntails = ntails};
	struct tailing t;
	int64_t result = -2;

	if (tailing_open(&t, &o, &x.sink) == 0)
		result = t.since_id ? -1 : clock_wall_ms() - t.since_ms;
	tailing_close(&t);
	return result;
}

START_TEST(since_is_how_long_ago_or_a_moment_or_an_id)
{
	char iso[CLOCK_ISO_LEN];

	clock_iso(clock_wall_ms() - 5000, iso);
	ck_assert_int_eq(ago("90s", 1) / 1000, 90);
	ck_assert_int_eq(ago("2h", 1) / 1000, 7200);
	ck_assert_int_eq(ago("1w", 2) / 1000, 604800);
	ck_assert_int_eq(ago(iso, 1) / 1000, 5);
	ck_assert_int_ge(ago("today", 1), 0);
	ck_assert_int_eq(ago("01m8bjvqfp6kdegrvr5g000000", 1), -1);
	ck_assert_int_eq(ago("12345", 1), -1);
	ck_assert_int_eq(ago("12345", 2), -2);
	ck_assert_int_eq(ago("", 1), -2);
	ck_assert_int_eq(ago("a b", 1), -2);
}
END_TEST

Suite *
suite_client_tail(void)
{
	Suite *s = suite_create("client_tail");
	TCase *tc = tcase_create("client_tail");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_begins_now_and_shows_nothing_of_before);
	tcase_add_test(
	    tc, what_is_said_while_the_beginning_is_asked_for_is_shown);
	tcase_add_test(tc,
	    after_a_lost_connection_what_was_missed_comes_before_what_is_said);
	tcase_add_test(
	    tc, what_history_and_the_present_both_tell_is_shown_once);
	tcase_add_test(tc,
	    lost_before_anything_was_said_it_goes_on_after_the_last_there_was);
	tcase_add_test(tc, a_channel_that_was_empty_is_asked_for_all_there_is);
	tcase_add_test(tc, pages_are_asked_for_until_there_are_no_more);
	tcase_add_test(tc, not_more_is_asked_for_than_the_server_gives);
	tcase_add_test(tc, lost_within_a_page_it_goes_on_after_the_last_shown);
	tcase_add_test(
	    tc, what_the_sink_does_not_take_comes_again_when_it_is_hungry);
	tcase_add_test(
	    tc, a_sink_that_fills_within_a_page_gets_the_rest_of_it_later);
	tcase_add_test(tc, more_than_can_be_held_is_asked_for);
	tcase_add_test(tc,
	    without_ids_what_overlaps_is_shown_once_and_what_is_double_twice);
	tcase_add_test(
	    tc, a_whole_page_of_one_millisecond_is_not_asked_for_for_ever);
	tcase_add_test(tc,
	    an_id_that_the_server_does_not_know_any_more_is_asked_for_by_time);
	tcase_add_test(
	    tc, an_id_to_begin_after_that_the_server_does_not_know_is_told);
	tcase_add_test(tc, it_begins_with_a_moment);
	tcase_add_test(tc, history_that_is_refused_is_a_gap_that_is_told);
	tcase_add_test(tc, history_that_is_not_answered_is_a_gap_that_is_told);
	tcase_add_test(
	    tc, what_is_asked_after_one_was_given_up_has_its_time_too);
	tcase_add_test(tc, an_answer_that_takes_its_time_is_waited_for);
	tcase_add_test(
	    tc, a_server_that_lets_into_many_channels_by_and_by_is_waited_for);
	tcase_add_test(tc, while_nothing_is_read_no_answer_is_given_up);
	tcase_add_test(tc,
	    of_an_answer_that_was_given_up_the_rest_is_shown_where_it_is_new);
	tcase_add_test(tc,
	    a_server_without_history_is_told_of_when_something_may_be_missing);
	tcase_add_test(
	    tc, without_history_what_is_not_taken_is_kept_and_no_more_is_read);
	tcase_add_test(tc, without_history_more_than_can_be_kept_is_told);
	tcase_add_test(tc, without_labels_an_answer_is_known_by_its_channel);
	tcase_add_test(tc, a_renamed_channel_is_followed_under_its_new_name);
	tcase_add_test(
	    tc, a_channel_renamed_meanwhile_is_followed_under_its_new_name);
	tcase_add_test(tc, who_is_put_out_goes_on_there_when_back);
	tcase_add_test(tc, since_is_how_long_ago_or_a_moment_or_an_id);
	suite_add_tcase(s, tc);
	return s;
}
