/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "tests/suites.h"
#include "tests/unit/client_sending.h"

#define LOST "the connection was lost before an answer came, and "

static const char all_caps[] =
    "batch draft/chathistory echo-message labeled-response message-tags "
    "server-time";

/* Two of three lines are on their way when the connection is lost. */
static void
lose_two(const char *caps)
{
	sending_welcome(caps, "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear("@label=say1;msgid=m1;time=2026-01-01T00:00:00.001Z "
		     ":me!u@h PRIVMSG #c :one");
	sending_say("two", 2);
	sending_say("three", 3);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_lose();
	sending_say("four", 4);
	buf_reset(&sending.told);
	sending_welcome(caps, "tcpchat-0");
}

START_TEST(what_a_nonce_is_known_by_is_just_sent_again)
{
	char first[400], *nonce;

	sending_welcome(
	    "labeled-response echo-message batch tcpchat/nonce", "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	snprintf(first, sizeof(first), "%s", talker_sent(&sending.t));
	nonce = strstr(first, "tcpchat/nonce=");
	ck_assert_ptr_nonnull(nonce);
	sending_lose();
	sending_say("two", 2);
	sending_welcome(
	    "labeled-response echo-message batch tcpchat/nonce", "tcpchat-0");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	ck_assert(!strncmp(talker_sent(&sending.t), first, strlen(first)));
	sending_hear("@label=say1 :me!u@h PRIVMSG #c :one");
	sending_hear("@label=say2 :me!u@h PRIVMSG #c :two");
	sending_ck_told("said 1 one|said 2 two|");
}
END_TEST

/* The connection that was lost still has our name. */
static void
return_as_another(void)
{
	static const char caps[] =
	    "labeled-response echo-message batch tcpchat/nonce";

	sending_welcome(caps, "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_lose();
	handle_connected(sending.t.n);
	sending_hear(
	    "CAP * ACK :labeled-response echo-message batch tcpchat/nonce");
	sending_hear(":irc.net 001 me_ :Welcome");
	sender_ready(sending.s, sending.t.n, sending.now_ms);
	buf_reset(&sending.t.n->out);
	sending_ck_sent("");
	ck_assert_int_eq(
	    sender_deadline(sending.s), sending.now_ms + DOUBT_NICK_MS);
	sending.now_ms += DOUBT_NICK_MS;
	sending_ck_sent("NICK me\r\n");
}

START_TEST(who_has_another_name_since_waits_for_the_old_one)
{
	return_as_another();
	sending_hear(":me_!u@h NICK me");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	ck_assert(!strncmp(
	    talker_sent(&sending.t), "@label=say1;tcpchat/nonce=", 26));
	ck_assert_int_eq(
	    sender_deadline(sending.s), sending.now_ms + SENDER_QUIET_MS);
	sending_ck_told("");
}
END_TEST

START_TEST(who_does_not_get_the_old_name_back_says_nothing_twice)
{
	return_as_another();
	sending.now_ms += DOUBT_NAME_MS;
	sending_ck_sent("");
	sending_ck_told("unknown 1 one " LOST "we have another name since|");
}
END_TEST

/* The answer to that CHATHISTORY is empty. */
static void
no_more(unsigned serial)
{
	struct buf line = {0};

	buf_addf(
	    &line, "@label=doubt%u :irc.net BATCH +e chathistory #c", serial);
	sending_hear(line.data);
	sending_hear(":irc.net BATCH -e");
	buf_free(&line);
}

START_TEST(history_tells_what_arrived_and_the_rest_is_sent_again)
{
	lose_two(all_caps);
	sending_ck_sent("@label=doubt1 CHATHISTORY AFTER #c msgid=m1 100\r\n");
	sending_hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	sending_hear("@batch=h;time=2026-01-01T00:00:00.002Z;msgid=m2 "
		     ":bob!u@h PRIVMSG #c :three");
	sending_hear("@batch=h;time=2026-01-01T00:00:00.003Z;msgid=m3 "
		     ":me!u@h PRIVMSG #c :two");
	sending_ck_sent("");
	sending_ck_told("said 2 two|");
	sending_hear(":irc.net BATCH -h");
	sending_ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m3 100\r\n");
	no_more(2);
	sending_ck_sent("@label=say3 PRIVMSG #c :three\r\n"
			"@label=say4 PRIVMSG #c :four\r\n");
}
END_TEST

START_TEST(history_is_asked_page_by_page)
{
	lose_two(all_caps);
	sending.t.n->history_max = 2;
	sending_ck_sent("@label=doubt1 CHATHISTORY AFTER #c msgid=m1 2\r\n");
	sending_hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	sending_hear("@batch=h;time=2026-01-01T00:00:00.002Z;msgid=m2 "
		     ":bob!u@h PRIVMSG #c :hi");
	sending_hear("@batch=h;time=2026-01-01T00:00:00.003Z;msgid=m3 "
		     ":me!u@h PRIVMSG #c :two");
	sending_hear(":irc.net BATCH -h");
	sending_ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m3 2\r\n");
	sending_hear("@label=doubt2 :irc.net BATCH +i chathistory #c");
	sending_hear("@batch=i;time=2026-01-01T00:00:00.004Z;msgid=m4 "
		     ":me!u@h PRIVMSG #c :three");
	sending_hear(":irc.net BATCH -i");
	sending_ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	sending_ck_told("said 2 two|said 3 three|");
}
END_TEST

/* One line of an answer to CHATHISTORY, from us. */
static void
tell(const char *tags, const char *target, const char *text)
{
	struct buf line = {0};

	buf_addf(
	    &line, "@batch=h;%s :me!u@h PRIVMSG %s :%s", tags, target, text);
	sending_hear(line.data);
	buf_free(&line);
}

START_TEST(what_history_cannot_tell_to_its_end_is_not_said_twice)
{
	char tags[80];

	lose_two(all_caps);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	for (unsigned i = 1; i <= DOUBT_PAGES_MAX; i++) {
		sending_ck_told("");
		snprintf(tags, sizeof(tags),
		    "@label=doubt%u :irc.net BATCH +h "
		    "chathistory #c",
		    i);
		sending_hear(tags);
		snprintf(tags, sizeof(tags),
		    "time=2026-01-01T00:01:00.%03uZ;msgid=n%u", i, i);
		tell(tags, "#c", "of another device");
		sending_hear(":irc.net BATCH -h");
		talker_sent(&sending.t);
		sender_turn(sending.s, sending.t.n, sending.now_ms);
	}
	sending_ck_told(
	    "unknown 2 two " LOST "the server does not tell what was said|"
	    "unknown 3 three " LOST "the server does not tell what was said|");
}
END_TEST

START_TEST(each_target_is_asked_about_to_its_end)
{
	struct sender_text d = {.target = "#d",
	    .command = "PRIVMSG",
	    .text = "between",
	    .len = 7,
	    .ref = 2};

	sending_welcome(all_caps, "tcpchat-0");
	sending_say("one", 1);
	sender_say(sending.s, &d);
	sending_say("three", 3);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_lose();
	sending_welcome(all_caps, "tcpchat-0");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.001Z;msgid=m1", "#c", "one");
	talker_sent(&sending.t);
	sending_hear(":irc.net BATCH -h");
	sending_ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m1 100\r\n");
	sending_hear("@label=doubt2 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.002Z;msgid=m3", "#c", "three");
	sending_hear(":irc.net BATCH -h");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_ck_told("said 1 one|said 3 three|");
}
END_TEST

START_TEST(what_is_known_already_is_not_taken_for_the_same_words_again)
{
	sending_welcome(all_caps, "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_lose();
	sending_welcome(all_caps, "tcpchat-0");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.003Z;msgid=m1", "#c", "one");
	sending_hear(":irc.net BATCH -h");
	talker_sent(&sending.t);
	sending_say("one", 2);
	sending_ck_sent("@label=say2 PRIVMSG #c :one\r\n");
	sending_ck_told("said 1 one|");
	sending_lose();
	sending_welcome(all_caps, "tcpchat-0");
	sending.t.n->no_msgids = true;
	sending_ck_sent("@label=doubt2 CHATHISTORY AFTER #c "
			"timestamp=2099-01-01T00:00:00.002Z 100\r\n");
	sending_hear("@label=doubt2 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.003Z;msgid=m1", "#c", "one");
	sending_hear(":irc.net BATCH -h");
	sending_ck_sent("@label=say2 PRIVMSG #c :one\r\n");
	sending_ck_told("");
}
END_TEST

START_TEST(where_history_refuses_or_is_silent_nothing_is_said_twice)
{
	lose_two(all_caps);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear(
	    "@label=other :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER bob "
	    ":No");
	talker_sent(&sending.t);
	sending_ck_sent("");
	sending_hear(
	    "@label=doubt1 :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER #c "
	    ":No");
	talker_sent(&sending.t);
	sending_ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	sending_ck_told(
	    "unknown 2 two " LOST "the server does not tell what was said|"
	    "unknown 3 three " LOST "the server does not tell what was said|");
	sending_lose();
	sending_welcome(all_caps, "tcpchat-0");
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	ck_assert_int_eq(
	    sender_deadline(sending.s), sending.now_ms + DOUBT_ANSWER_MS);
	sending.now_ms += DOUBT_ANSWER_MS;
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_ck_told(
	    "unknown 4 four " LOST "the server does not tell what was said|");
}
END_TEST

START_TEST(without_history_it_is_told_that_nobody_knows)
{
	lose_two("labeled-response echo-message batch");
	sending_ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	sending_ck_told(
	    "unknown 2 two " LOST "the server keeps no history that could tell|"
	    "unknown 3 three " LOST "the server keeps no history that could "
	    "tell|");
}
END_TEST

Suite *
suite_client_doubt(void)
{
	const TTest *const tests[] = {
	    what_a_nonce_is_known_by_is_just_sent_again,
	    who_has_another_name_since_waits_for_the_old_one,
	    who_does_not_get_the_old_name_back_says_nothing_twice,
	    history_tells_what_arrived_and_the_rest_is_sent_again,
	    history_is_asked_page_by_page,
	    what_history_cannot_tell_to_its_end_is_not_said_twice,
	    each_target_is_asked_about_to_its_end,
	    what_is_known_already_is_not_taken_for_the_same_words_again,
	    where_history_refuses_or_is_silent_nothing_is_said_twice,
	    without_history_it_is_told_that_nobody_knows};
	Suite *suite = suite_create("client_doubt");
	TCase *tc = tcase_create("client_doubt");

	tcase_add_checked_fixture(tc, sending_setup, sending_teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(suite, tc);
	return suite;
}
