/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/suites.h"
#include "tests/unit/client_sending.h"

START_TEST(an_answer_is_known_by_its_label)
{
	sending_welcome("labeled-response echo-message batch", "tcpchat-0");
	sending_say("one", 1);
	sending_say("two", 2);
	sending_say("three", 3);
	sending_ck_sent("@label=say1 PRIVMSG #c :one\r\n"
			"@label=say2 PRIVMSG #c :two\r\n"
			"@label=say3 PRIVMSG #c :three\r\n");
	/* Another of our devices says the same. */
	sending_hear(":me!u@h PRIVMSG #c :one");
	sending_hear("@label=say2 :irc.net 404 me #c :Cannot send");
	sending_hear("@label=say1 :me!u@h PRIVMSG #c :one, as it was made");
	sending_ck_told("refused 2 two 404 Cannot send|said 1 one|");
	ck_assert(!sender_is_idle(sending.s));
	sending_hear("@label=say3 ACK");
	sending_ck_told(
	    "refused 3 three the server did not say it, and does not say "
	    "why|");
	ck_assert(sender_is_idle(sending.s));
}
END_TEST

START_TEST(an_answer_may_be_a_batch)
{
	sending_welcome("labeled-response echo-message batch", "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear("@label=say1 :irc.net BATCH +x labeled-response");
	sending_ck_told("");
	sending_hear("@batch=x :irc.net 301 me bob :at lunch");
	sending_ck_told("");
	sending_hear("@batch=x :me!u@h PRIVMSG #c :one");
	sending_ck_told("said 1 one|");
}
END_TEST

START_TEST(a_label_without_an_echo_is_an_answer_too)
{
	sending_welcome("labeled-response batch", "tcpchat-0");
	sending_say("one", 1);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sending_hear("@label=say1 ACK");
	sending_ck_told("said 1 one|");
}
END_TEST

START_TEST(without_labels_an_echo_is_that_of_the_first_with_its_text)
{
	sending_welcome("echo-message", "tcpchat-0");
	sending_say("one", 1);
	sending_say("two", 2);
	sending_say("one", 3);
	sending_ck_sent(
	    "PRIVMSG #c :one\r\nPRIVMSG #c :two\r\nPRIVMSG #c :one\r\n");
	sending_hear(":bob!u@h PRIVMSG #c :one");
	sending_hear(":me!u@h NOTICE #c :one");
	sending_hear(":me!u@h PRIVMSG #d :one");
	sending_ck_told("");
	sending_hear(":me!u@h PRIVMSG #C :one");
	sending_ck_told("said 1 one|");
	sending_hear(":irc.net 404 me #d :Cannot send");
	sending_hear(":irc.net 421 me JOIN :Unknown command");
	sending_ck_told("");
	sending_hear(":irc.net 404 me #c :Cannot send");
	sending_ck_told("refused 2 two 404 Cannot send|");
	sending_hear(":me!u@h PRIVMSG #c :one");
	sending_ck_told("said 3 one|");
}
END_TEST

START_TEST(without_an_echo_a_ping_goes_behind_and_its_answer_counts)
{
	sending_welcome("", "tcpchat-0");
	sending_say("one", 1);
	sending_say("two", 2);
	sending_ck_sent("PRIVMSG #c :one\r\nPRIVMSG #c :two\r\nPING said1\r\n");
	sending_say("three", 3);
	sending_ck_sent("PRIVMSG #c :three\r\n");
	sending_hear(":irc.net PONG irc.net :lag");
	sending_ck_told("");
	sending_hear(":irc.net PONG irc.net :said1");
	sending_ck_told("said 1 one|said 2 two|");
	sending_ck_sent("PING said2\r\n");
	sending_hear(":irc.net 404 me #c :Cannot send");
	sending_hear(":irc.net PONG irc.net :said2");
	sending_ck_told("refused 3 three 404 Cannot send|");
}
END_TEST

START_TEST(a_server_that_is_silent_to_a_message_is_found_out)
{
	sending_welcome("labeled-response echo-message batch", "tcpchat-0");
	sending_say("one", 1);
	sending_ck_sent("@label=say1 PRIVMSG #c :one\r\n");
	sending.now_ms += SENDER_QUIET_MS - 1;
	sending_ck_sent("");
	ck_assert_int_eq(sender_deadline(sending.s), sending.now_ms + 1);
	sending.now_ms++;
	sending_ck_sent("PING said1\r\n");
	sending_hear(":irc.net PONG irc.net :said1");
	sending_ck_told(
	    "silent 1 one the server said nothing to it, but answered "
	    "what came after it|");
}
END_TEST

START_TEST(another_server_is_talked_to_slowly)
{
	sending_welcome("labeled-response echo-message batch", "solanum-1.0");
	for (uint64_t i = 1; i <= 8; i++)
		sending_say("x", i);
	/* The fifth was the JOIN. */
	sending_ck_sent(
	    "@label=say1 PRIVMSG #c :x\r\n@label=say2 PRIVMSG #c :x\r\n"
	    "@label=say3 PRIVMSG #c :x\r\n@label=say4 PRIVMSG #c :x\r\n");
	ck_assert_int_eq(
	    sender_deadline(sending.s), sending.now_ms + PACE_LINE_MS);
	sending.now_ms += PACE_LINE_MS - 1;
	sending_ck_sent("");
	sending.now_ms++;
	sending_ck_sent("@label=say5 PRIVMSG #c :x\r\n");
}
END_TEST

START_TEST(so_much_and_no_more_is_in_flight)
{
	size_t lines = 0;

	sending_welcome("labeled-response echo-message batch", "tcpchat-0");
	for (uint64_t i = 1; i <= SENDER_WINDOW + 10; i++)
		sending_say("x", i);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	for (size_t i = 0; i < sending.t.n->out.len; i++)
		lines += sending.t.n->out.data[i] == '\n';
	ck_assert_uint_eq(lines, SENDER_WINDOW);
	talker_sent(&sending.t);
	sending_ck_sent("");
	sending_hear("@label=say1 :me!u@h PRIVMSG #c :x");
	sending_ck_sent("@label=say129 PRIVMSG #c :x\r\n");
}
END_TEST

START_TEST(no_more_is_taken_than_may_wait)
{
	struct sender_text line = {
	    .target = "#c", .command = "PRIVMSG", .text = "x", .len = 1};
	size_t taken = 0;

	while (sender_say(sending.s, &line) == 0)
		taken++;
	ck_assert_uint_gt(taken, 100);
	ck_assert_uint_lt(sender_bytes(sending.s), SENDER_BYTES_MAX + 1000);
}
END_TEST

START_TEST(what_was_refused_under_an_old_name_goes_to_the_new_one_in_order)
{
	sending_welcome("labeled-response echo-message batch", "tcpchat-0");
	sending_say("one", 1);
	sending_say("two", 2);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	talker_sent(&sending.t);
	sender_rename(sending.s, "#c", "#d");
	sending_say("three", 3);
	sending_hear("@label=say1 :irc.net 403 me #c :No such channel");
	sending_ck_sent("");
	sending_hear("@label=say2 :irc.net 403 me #c :No such channel");
	sending_ck_sent("@label=say1 PRIVMSG #d :one\r\n"
			"@label=say2 PRIVMSG #d :two\r\n"
			"@label=say3 PRIVMSG #c :three\r\n");
	sending_ck_told("");
}
END_TEST

START_TEST(lines_of_a_group_are_a_batch_with_its_label_and_nonce)
{
	struct sender_text lines = {.target = "#c",
	    .command = "NOTICE",
	    .text = "one\n\ntwo",
	    .len = 8,
	    .ref = 1,
	    .group = 1};
	const char *sent;

	sending.t.n->multiline = true;
	sending_welcome("labeled-response echo-message batch draft/multiline "
			"tcpchat/nonce",
	    "tcpchat-0");
	ck_assert_int_eq(sender_say(sending.s, &lines), 0);
	sender_turn(sending.s, sending.t.n, sending.now_ms);
	sent = talker_sent(&sending.t);
	ck_assert(!strncmp(sent, "@label=say1;tcpchat/nonce=", 26));
	ck_assert_str_eq(strchr(sent, ' '),
	    " BATCH +say1 draft/multiline #c\r\n"
	    "@batch=say1 NOTICE #c :one\r\n"
	    "@batch=say1 NOTICE #c :two\r\n"
	    "BATCH -say1\r\n");
	sending_hear("@label=say1 :me!u@h BATCH +y draft/multiline #c");
	sending_ck_told("said 1 one|");
}
END_TEST

Suite *
suite_client_sender(void)
{
	const TTest *const tests[] = {an_answer_is_known_by_its_label,
	    an_answer_may_be_a_batch, a_label_without_an_echo_is_an_answer_too,
	    without_labels_an_echo_is_that_of_the_first_with_its_text,
	    without_an_echo_a_ping_goes_behind_and_its_answer_counts,
	    a_server_that_is_silent_to_a_message_is_found_out,
	    another_server_is_talked_to_slowly,
	    so_much_and_no_more_is_in_flight, no_more_is_taken_than_may_wait,
	    what_was_refused_under_an_old_name_goes_to_the_new_one_in_order,
	    lines_of_a_group_are_a_batch_with_its_label_and_nonce};
	Suite *suite = suite_create("client_sender");
	TCase *tc = tcase_create("client_sender");

	tcase_add_checked_fixture(tc, sending_setup, sending_teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(suite, tc);
	return suite;
}
