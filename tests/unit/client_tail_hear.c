/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

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

/* The same, and with #c are followed as these. */
static void
begin(void)
{
	tail_core_add(&x.core, "bob", false, &x.sink);
	tailer_connect(&x, TAILER_CAPS, "STATUSMSG=@+");
}

START_TEST(a_message_of_several_lines_is_one)
{
	begin();
	tailer_hear(&x,
	    "@msgid=m1;time=2026-11-26T10:00:00.001Z :bob!u@h BATCH +l "
	    "draft/multiline #c");
	tailer_hear(&x, "@batch=l :bob!u@h PRIVMSG #c :one");
	tailer_hear(&x, "@batch=l :bob!u@h PRIVMSG #c :");
	tailer_hear(&x, "@batch=l :bob!u@h PRIVMSG #c :thr");
	tailer_hear(
	    &x, "@batch=l;draft/multiline-concat :bob!u@h PRIVMSG #c :ee");
	tailer_expect(&x, "");
	tailer_hear(&x, ":bob!u@h BATCH -l");
	tailer_expect(&x, "one\n\nthree|");
	tailer_say(&x, 1, "m1", "one");
	tailer_expect(&x, "one|");
}
END_TEST

START_TEST(one_of_several_lines_in_history_is_one)
{
	tailer_connect_since(&x, "m0");
	tailer_begin(&x, false);
	tailer_hear(&x,
	    "@batch=page;msgid=m1;time=2026-11-26T10:00:00.001Z :bob!u@h "
	    "BATCH +l draft/multiline #c");
	tailer_hear(&x, "@batch=l :bob!u@h NOTICE #c :one");
	tailer_hear(&x, "@batch=l :bob!u@h NOTICE #c :two");
	tailer_hear(&x, "@batch=page :bob!u@h BATCH -l");
	tailer_page(&x, 2, "m2", "three");
	tailer_end(&x);
	tailer_expect(&x, "one\ntwo|three|");
	tailer_expect_asked(&x, "AFTER #c msgid=m2");
}
END_TEST

START_TEST(a_message_that_is_cut_off_by_the_end_comes_again)
{
	tailer_connect_since(&x, "m0");
	tailer_begin(&x, false);
	tailer_hear(&x,
	    "@batch=page;msgid=m1;time=2026-11-26T10:00:00.001Z :bob!u@h "
	    "BATCH +l draft/multiline #c");
	tailer_hear(&x, "@batch=l :bob!u@h PRIVMSG #c :one");
	tailer_lose(&x);
	tailer_connect(&x, TAILER_CAPS, "");
	tailer_expect(&x, "");
	tailer_expect_asked(&x, "AFTER #c msgid=m0");
}
END_TEST

START_TEST(events_in_history_are_passed_and_move_on)
{
	tailer_connect_since(&x, "m0");
	tailer_begin(&x, false);
	tailer_page(&x, 1, "m1", "one");
	tailer_hear(&x,
	    "@batch=page;msgid=j1;time=2026-11-26T10:00:00.002Z :al!u@h "
	    "JOIN #c");
	tailer_end(&x);
	tailer_expect(&x, "one|");
	tailer_expect_asked(&x, "AFTER #c msgid=j1");
}
END_TEST

START_TEST(what_a_line_of_context_tells_is_not_of_the_page)
{
	tailer_connect_since(&x, "m0");
	tailer_begin(&x, true);
	tailer_hear(&x,
	    "@batch=page;draft/chathistory-context;msgid=c0 :bob!u@h "
	    "PRIVMSG #c :context");
	tailer_end(&x);
	tailer_expect(&x, "");
}
END_TEST

START_TEST(what_programs_say_to_each_other_is_not_shown)
{
	begin();
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :\001VERSION\001");
	tailer_hear(&x, ":bob!u@h NOTICE #c :\001VERSION 1\001");
	tailer_hear(&x, ":bob!u@h NOTICE #c :\001ACTION x\001");
	tailer_hear(&x, ":bob!u@h TAGMSG #c");
	tailer_expect(&x, "");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :\001ACTION waves\001");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :\001ACTION waves");
	tailer_expect(&x, "waves|waves|");
}
END_TEST

START_TEST(what_is_said_to_a_part_of_the_channel_or_elsewhere_is_not_shown)
{
	begin();
	tailer_hear(&x, ":bob!u@h PRIVMSG @#c :ops");
	tailer_hear(&x, ":bob!u@h PRIVMSG #cc :elsewhere");
	tailer_hear(&x, ":al!u@h PRIVMSG me :private");
	tailer_expect(&x, "");
	tailer_hear(&x, ":bob!u@h PRIVMSG #C :here");
	tailer_expect(&x, "here|");
}
END_TEST

START_TEST(of_private_talk_both_sides_are_shown)
{
	begin();
	tailer_hear(&x, ":Bob!u@h PRIVMSG me :psst");
	tailer_hear(&x, ":me!u@h PRIVMSG bob :yes");
	tailer_hear(&x, ":me!u@h PRIVMSG al :no");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :all");
	tailer_expect(&x, "psst|yes|all|");
}
END_TEST

START_TEST(whom_one_never_wrote_with_has_no_history_and_no_gap)
{
	follow_since(tail_core_add(&x.core, "bob", false, &x.sink), "", 1);
	tailer_connect(&x, TAILER_CAPS, "");
	tailer_hear(&x,
	    "@label=t2 :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER bob :No");
	tailer_expect_told(&x, "");
	tailer_hear(&x, ":bob!u@h PRIVMSG me :psst");
	tailer_expect(&x, "psst|");
}
END_TEST

START_TEST(a_password_told_to_a_service_on_another_device_is_not_shown)
{
	tail_core_add(&x.core, "NickServ", false, &x.sink);
	tailer_connect(&x, "server-time", "");
	tailer_hear(&x, ":me!u@h PRIVMSG NickServ :IDENTIFY secret");
	tailer_expect(&x, "IDENTIFY ***|");
	tailer_hear(&x, ":me!u@h BATCH +l draft/multiline NickServ");
	tailer_hear(&x, "@batch=l :me!u@h PRIVMSG NickServ :HELP");
	tailer_hear(&x, "@batch=l :me!u@h PRIVMSG NickServ :IDENTIFY secret");
	tailer_hear(&x, ":me!u@h BATCH -l");
	tailer_expect(&x, "HELP\nIDENTIFY ***|");
	tailer_hear(
	    &x, ":me!u@h PRIVMSG NickServ :\001ACTION IDENTIFY secret\001");
	tailer_expect(&x, "IDENTIFY ***|");
}
END_TEST

START_TEST(what_a_bouncer_replays_is_shown_where_it_is_new)
{
	tailer_connect(&x, "batch server-time", "");
	tailer_say(&x, 5, "", "five");
	tailer_lose(&x);
	tailer_connect(&x, "batch server-time", "");
	tailer_hear(&x, ":irc.net BATCH +page znc.in/playback #c");
	tailer_page(&x, 4, "", "four");
	tailer_page(&x, 5, "", "five");
	tailer_page(&x, 6, "", "six");
	tailer_end(&x);
	tailer_expect(&x, "five|six|");
}
END_TEST

START_TEST(an_answer_or_refusal_is_known_by_the_label_of_the_batch_around_it)
{
	tailer_connect_since(&x, "m0");
	tailer_hear(&x, "@label=t1 :irc.net BATCH +l labeled-response");
	tailer_hear(&x, "@batch=l :irc.net BATCH +page chathistory #c");
	tailer_page(&x, 1, "m1", "one");
	tailer_end(&x);
	tailer_hear(&x, ":irc.net BATCH -l");
	tailer_expect(&x, "one|");
	tailer_hear(&x, "@label=t2 :irc.net BATCH +l labeled-response");
	tailer_hear(&x,
	    "@batch=l :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER #c :No");
	tailer_expect_told(&x, "gap #c|");
}
END_TEST

START_TEST(what_is_in_no_batch_that_began_is_not_shown)
{
	begin();
	tailer_hear(&x, "@batch=none :bob!u@h PRIVMSG #c :what");
	tailer_expect(&x, "");
}
END_TEST

START_TEST(more_batches_than_may_be_open_are_passed_over)
{
	begin();
	for (int i = 0; i < 100; i++) {
		tailer_hear(&x, ":bob!u@h BATCH +b%d draft/multiline #c", i);
		tailer_hear(&x, "@batch=b%d :bob!u@h PRIVMSG #c :%d", i, i);
	}
	for (int i = 0; i < 100; i++)
		tailer_hear(&x, ":bob!u@h BATCH -b%d", i);
	tailer_expect(&x, "0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|");
	tailer_hear(&x, ":bob!u@h PRIVMSG #c :still here");
	tailer_expect(&x, "still here|");
}
END_TEST

Suite *
suite_client_tail_hear(void)
{
	Suite *s = suite_create("client_tail_hear");
	TCase *tc = tcase_create("client_tail_hear");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_message_of_several_lines_is_one);
	tcase_add_test(tc, one_of_several_lines_in_history_is_one);
	tcase_add_test(tc, a_message_that_is_cut_off_by_the_end_comes_again);
	tcase_add_test(tc, events_in_history_are_passed_and_move_on);
	tcase_add_test(tc, what_a_line_of_context_tells_is_not_of_the_page);
	tcase_add_test(tc, what_programs_say_to_each_other_is_not_shown);
	tcase_add_test(tc,
	    what_is_said_to_a_part_of_the_channel_or_elsewhere_is_not_shown);
	tcase_add_test(tc, of_private_talk_both_sides_are_shown);
	tcase_add_test(tc, whom_one_never_wrote_with_has_no_history_and_no_gap);
	tcase_add_test(
	    tc, a_password_told_to_a_service_on_another_device_is_not_shown);
	tcase_add_test(tc, what_a_bouncer_replays_is_shown_where_it_is_new);
	tcase_add_test(tc,
	    an_answer_or_refusal_is_known_by_the_label_of_the_batch_around_it);
	tcase_add_test(tc, what_is_in_no_batch_that_began_is_not_shown);
	tcase_add_test(tc, more_batches_than_may_be_open_are_passed_over);
	suite_add_tcase(s, tc);
	return s;
}
