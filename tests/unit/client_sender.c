/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/sender.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/handle.h"
#include "common/mem.h"
#include "tests/suites.h"
#include "tests/unit/client_talker.h"

#define LOST "the connection was lost before an answer came, and "

static const char all_caps[] =
    "batch draft/chathistory echo-message labeled-response message-tags "
    "server-time";

static struct talker t;
static struct sender *s;
static struct buf told;
static int64_t now_ms;

static void
settled(void *arg, const struct sender_result *r)
{
	static const char *const names[] = {
	    "said", "refused", "silent", "unknown"};

	(void)arg;
	buf_addf(&told, "%s %llu %.*s%s%s%s%s|", names[r->verdict],
	    (unsigned long long)r->first, (int)r->len, r->text,
	    *r->code ? " " : "", r->code, *r->why ? " " : "", r->why);
}

static void
on_heard(void *arg, const struct incoming *in)
{
	(void)arg;
	sender_heard(s, in);
}

static void
setup(void)
{
	talker_setup(&t);
	t.state.bare = true;
	t.state.heard = on_heard;
	s = sender_new(settled, NULL);
	told = (struct buf){0};
	now_ms = 1000; /* as talker_hear has it */
}

static void
teardown(void)
{
	talker_teardown(&t);
	sender_free(s);
	buf_free(&told);
}

#define hear(line) talker_hear(&t, line)

static void
ck_told(const char *text)
{
	ck_assert_str_eq(told.data ? told.data : "", text);
	buf_reset(&told);
}

/* What goes now. */
static void
ck_sent(const char *text)
{
	sender_turn(s, t.n, now_ms);
	ck_assert_str_eq(talker_sent(&t), text);
}

static void
say_as(const char *text, uint64_t ref, const char *command)
{
	struct sender_text line = {.target = "#c",
	    .command = command,
	    .text = text,
	    .len = strlen(text),
	    .ref = ref};

	ck_assert_int_eq(sender_say(s, &line), 0);
}

static void
say(const char *text, uint64_t ref)
{
	say_as(text, ref, "PRIVMSG");
}

/* A connection to a server of that name in its 004. */
static void
welcome(const char *caps, const char *software)
{
	struct buf line = {0};

	talker_welcome(&t, caps);
	buf_addf(&line, ":irc.net 004 me irc.net %s o n", software);
	hear(line.data);
	buf_free(&line);
	sender_ready(s, t.n, now_ms);
}

static void
lose(void)
{
	handle_lost(&t.state, t.n, "gone");
	sender_lost(s);
}

START_TEST(an_answer_is_known_by_its_label)
{
	welcome("labeled-response echo-message batch", "tcpchat-0");
	say("one", 1);
	say("two", 2);
	say("three", 3);
	ck_sent("@label=say1 PRIVMSG #c :one\r\n"
		"@label=say2 PRIVMSG #c :two\r\n"
		"@label=say3 PRIVMSG #c :three\r\n");
	/* Another of our devices says the same. */
	hear(":me!u@h PRIVMSG #c :one");
	hear("@label=say2 :irc.net 404 me #c :Cannot send");
	hear("@label=say1 :me!u@h PRIVMSG #c :one, as it was made");
	ck_told("refused 2 two 404 Cannot send|said 1 one|");
	ck_assert(!sender_is_idle(s));
	hear("@label=say3 ACK");
	ck_told("refused 3 three the server did not say it, and does not say "
		"why|");
	ck_assert(sender_is_idle(s));
}
END_TEST

START_TEST(an_answer_may_be_a_batch)
{
	welcome("labeled-response echo-message batch", "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	hear("@label=say1 :irc.net BATCH +x labeled-response");
	ck_told("");
	hear("@batch=x :irc.net 301 me bob :at lunch");
	ck_told("");
	hear("@batch=x :me!u@h PRIVMSG #c :one");
	ck_told("said 1 one|");
}
END_TEST

START_TEST(a_label_without_an_echo_is_an_answer_too)
{
	welcome("labeled-response batch", "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	hear("@label=say1 ACK");
	ck_told("said 1 one|");
}
END_TEST

START_TEST(without_labels_an_echo_is_that_of_the_first_with_its_text)
{
	welcome("echo-message", "tcpchat-0");
	say("one", 1);
	say("two", 2);
	say("one", 3);
	ck_sent("PRIVMSG #c :one\r\nPRIVMSG #c :two\r\nPRIVMSG #c :one\r\n");
	hear(":bob!u@h PRIVMSG #c :one");
	hear(":me!u@h NOTICE #c :one");
	hear(":me!u@h PRIVMSG #d :one");
	ck_told("");
	hear(":me!u@h PRIVMSG #C :one");
	ck_told("said 1 one|");
	hear(":irc.net 404 me #d :Cannot send");
	hear(":irc.net 421 me JOIN :Unknown command");
	ck_told("");
	hear(":irc.net 404 me #c :Cannot send");
	ck_told("refused 2 two 404 Cannot send|");
	hear(":me!u@h PRIVMSG #c :one");
	ck_told("said 3 one|");
}
END_TEST

START_TEST(without_an_echo_a_ping_goes_behind_and_its_answer_counts)
{
	welcome("", "tcpchat-0");
	say("one", 1);
	say("two", 2);
	ck_sent("PRIVMSG #c :one\r\nPRIVMSG #c :two\r\nPING said1\r\n");
	say("three", 3);
	ck_sent("PRIVMSG #c :three\r\n");
	hear(":irc.net PONG irc.net :lag");
	ck_told("");
	hear(":irc.net PONG irc.net :said1");
	ck_told("said 1 one|said 2 two|");
	ck_sent("PING said2\r\n");
	hear(":irc.net 404 me #c :Cannot send");
	hear(":irc.net PONG irc.net :said2");
	ck_told("refused 3 three 404 Cannot send|");
}
END_TEST

START_TEST(a_server_that_is_silent_to_a_message_is_found_out)
{
	welcome("labeled-response echo-message batch", "tcpchat-0");
	say("one", 1);
	ck_sent("@label=say1 PRIVMSG #c :one\r\n");
	now_ms += SENDER_QUIET_MS - 1;
	ck_sent("");
	ck_assert_int_eq(sender_deadline(s), now_ms + 1);
	now_ms++;
	ck_sent("PING said1\r\n");
	hear(":irc.net PONG irc.net :said1");
	ck_told("silent 1 one the server said nothing to it, but answered "
		"what came after it|");
}
END_TEST

START_TEST(another_server_is_talked_to_slowly)
{
	welcome("labeled-response echo-message batch", "solanum-1.0");
	for (uint64_t i = 1; i <= 8; i++)
		say("x", i);
	/* The fifth was the JOIN. */
	ck_sent("@label=say1 PRIVMSG #c :x\r\n@label=say2 PRIVMSG #c :x\r\n"
		"@label=say3 PRIVMSG #c :x\r\n@label=say4 PRIVMSG #c :x\r\n");
	ck_assert_int_eq(sender_deadline(s), now_ms + PACE_LINE_MS);
	now_ms += PACE_LINE_MS - 1;
	ck_sent("");
	now_ms++;
	ck_sent("@label=say5 PRIVMSG #c :x\r\n");
}
END_TEST

START_TEST(so_much_and_no_more_is_in_flight)
{
	size_t lines = 0;

	welcome("labeled-response echo-message batch", "tcpchat-0");
	for (uint64_t i = 1; i <= SENDER_WINDOW + 10; i++)
		say("x", i);
	sender_turn(s, t.n, now_ms);
	for (size_t i = 0; i < t.n->out.len; i++)
		lines += t.n->out.data[i] == '\n';
	ck_assert_uint_eq(lines, SENDER_WINDOW);
	talker_sent(&t);
	ck_sent("");
	hear("@label=say1 :me!u@h PRIVMSG #c :x");
	ck_sent("@label=say129 PRIVMSG #c :x\r\n");
}
END_TEST

START_TEST(no_more_is_taken_than_may_wait)
{
	struct sender_text line = {
	    .target = "#c", .command = "PRIVMSG", .text = "x", .len = 1};
	size_t taken = 0;

	while (sender_say(s, &line) == 0)
		taken++;
	ck_assert_uint_gt(taken, 100);
	ck_assert_uint_lt(sender_bytes(s), SENDER_BYTES_MAX + 1000);
}
END_TEST

/* Two of three lines are on their way when the connection is lost. */
static void
lose_two(const char *caps)
{
	welcome(caps, "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	hear("@label=say1;msgid=m1;time=2026-01-01T00:00:00.001Z "
	     ":me!u@h PRIVMSG #c :one");
	say("two", 2);
	say("three", 3);
	sender_turn(s, t.n, now_ms);
	lose();
	say("four", 4);
	buf_reset(&told);
	welcome(caps, "tcpchat-0");
}

START_TEST(what_a_nonce_is_known_by_is_just_sent_again)
{
	char first[400], *nonce;

	welcome(
	    "labeled-response echo-message batch tcpchat/nonce", "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	snprintf(first, sizeof(first), "%s", talker_sent(&t));
	nonce = strstr(first, "tcpchat/nonce=");
	ck_assert_ptr_nonnull(nonce);
	lose();
	say("two", 2);
	welcome(
	    "labeled-response echo-message batch tcpchat/nonce", "tcpchat-0");
	sender_turn(s, t.n, now_ms);
	ck_assert(!strncmp(talker_sent(&t), first, strlen(first)));
	hear("@label=say1 :me!u@h PRIVMSG #c :one");
	hear("@label=say2 :me!u@h PRIVMSG #c :two");
	ck_told("said 1 one|said 2 two|");
}
END_TEST

/* The connection that was lost still has our name. */
static void
return_as_another(void)
{
	static const char caps[] =
	    "labeled-response echo-message batch tcpchat/nonce";

	welcome(caps, "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	lose();
	handle_connected(t.n);
	hear("CAP * ACK :labeled-response echo-message batch tcpchat/nonce");
	hear(":irc.net 001 me_ :Welcome");
	sender_ready(s, t.n, now_ms);
	buf_reset(&t.n->out);
	ck_sent("");
	ck_assert_int_eq(sender_deadline(s), now_ms + DOUBT_NICK_MS);
	now_ms += DOUBT_NICK_MS;
	ck_sent("NICK me\r\n");
}

START_TEST(who_has_another_name_since_waits_for_the_old_one)
{
	return_as_another();
	hear(":me_!u@h NICK me");
	sender_turn(s, t.n, now_ms);
	ck_assert(!strncmp(talker_sent(&t), "@label=say1;tcpchat/nonce=", 26));
	ck_assert_int_eq(sender_deadline(s), now_ms + SENDER_QUIET_MS);
	ck_told("");
}
END_TEST

START_TEST(who_does_not_get_the_old_name_back_says_nothing_twice)
{
	return_as_another();
	now_ms += DOUBT_NAME_MS;
	ck_sent("");
	ck_told("unknown 1 one " LOST "we have another name since|");
}
END_TEST

/* The answer to that CHATHISTORY is empty. */
static void
no_more(unsigned serial)
{
	struct buf line = {0};

	buf_addf(
	    &line, "@label=doubt%u :irc.net BATCH +e chathistory #c", serial);
	hear(line.data);
	hear(":irc.net BATCH -e");
	buf_free(&line);
}

START_TEST(history_tells_what_arrived_and_the_rest_is_sent_again)
{
	lose_two(all_caps);
	ck_sent("@label=doubt1 CHATHISTORY AFTER #c msgid=m1 100\r\n");
	hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	hear("@batch=h;time=2026-01-01T00:00:00.002Z;msgid=m2 "
	     ":bob!u@h PRIVMSG #c :three");
	hear("@batch=h;time=2026-01-01T00:00:00.003Z;msgid=m3 "
	     ":me!u@h PRIVMSG #c :two");
	ck_sent("");
	ck_told("said 2 two|");
	hear(":irc.net BATCH -h");
	ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m3 100\r\n");
	no_more(2);
	ck_sent("@label=say3 PRIVMSG #c :three\r\n"
		"@label=say4 PRIVMSG #c :four\r\n");
}
END_TEST

START_TEST(history_is_asked_page_by_page)
{
	lose_two(all_caps);
	t.n->history_max = 2;
	ck_sent("@label=doubt1 CHATHISTORY AFTER #c msgid=m1 2\r\n");
	hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	hear("@batch=h;time=2026-01-01T00:00:00.002Z;msgid=m2 "
	     ":bob!u@h PRIVMSG #c :hi");
	hear("@batch=h;time=2026-01-01T00:00:00.003Z;msgid=m3 "
	     ":me!u@h PRIVMSG #c :two");
	hear(":irc.net BATCH -h");
	ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m3 2\r\n");
	hear("@label=doubt2 :irc.net BATCH +i chathistory #c");
	hear("@batch=i;time=2026-01-01T00:00:00.004Z;msgid=m4 "
	     ":me!u@h PRIVMSG #c :three");
	hear(":irc.net BATCH -i");
	ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	ck_told("said 2 two|said 3 three|");
}
END_TEST

/* One line of an answer to CHATHISTORY, from us. */
static void
tell(const char *tags, const char *target, const char *text)
{
	struct buf line = {0};

	buf_addf(
	    &line, "@batch=h;%s :me!u@h PRIVMSG %s :%s", tags, target, text);
	hear(line.data);
	buf_free(&line);
}

START_TEST(what_history_cannot_tell_to_its_end_is_not_said_twice)
{
	char tags[80];

	lose_two(all_caps);
	sender_turn(s, t.n, now_ms);
	for (unsigned i = 1; i <= DOUBT_PAGES_MAX; i++) {
		ck_told("");
		snprintf(tags, sizeof(tags),
		    "@label=doubt%u :irc.net BATCH +h "
		    "chathistory #c",
		    i);
		hear(tags);
		snprintf(tags, sizeof(tags),
		    "time=2026-01-01T00:01:00.%03uZ;msgid=n%u", i, i);
		tell(tags, "#c", "of another device");
		hear(":irc.net BATCH -h");
		talker_sent(&t);
		sender_turn(s, t.n, now_ms);
	}
	ck_told(
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

	welcome(all_caps, "tcpchat-0");
	say("one", 1);
	sender_say(s, &d);
	say("three", 3);
	sender_turn(s, t.n, now_ms);
	lose();
	welcome(all_caps, "tcpchat-0");
	sender_turn(s, t.n, now_ms);
	hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.001Z;msgid=m1", "#c", "one");
	talker_sent(&t);
	hear(":irc.net BATCH -h");
	ck_sent("@label=doubt2 CHATHISTORY AFTER #c msgid=m1 100\r\n");
	hear("@label=doubt2 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.002Z;msgid=m3", "#c", "three");
	hear(":irc.net BATCH -h");
	sender_turn(s, t.n, now_ms);
	ck_told("said 1 one|said 3 three|");
}
END_TEST

START_TEST(what_is_known_already_is_not_taken_for_the_same_words_again)
{
	welcome(all_caps, "tcpchat-0");
	say("one", 1);
	sender_turn(s, t.n, now_ms);
	lose();
	welcome(all_caps, "tcpchat-0");
	sender_turn(s, t.n, now_ms);
	hear("@label=doubt1 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.003Z;msgid=m1", "#c", "one");
	hear(":irc.net BATCH -h");
	talker_sent(&t);
	say("one", 2);
	ck_sent("@label=say2 PRIVMSG #c :one\r\n");
	ck_told("said 1 one|");
	lose();
	welcome(all_caps, "tcpchat-0");
	t.n->no_msgids = true;
	ck_sent("@label=doubt2 CHATHISTORY AFTER #c "
		"timestamp=2099-01-01T00:00:00.002Z 100\r\n");
	hear("@label=doubt2 :irc.net BATCH +h chathistory #c");
	tell("time=2099-01-01T00:00:00.003Z;msgid=m1", "#c", "one");
	hear(":irc.net BATCH -h");
	ck_sent("@label=say2 PRIVMSG #c :one\r\n");
	ck_told("");
}
END_TEST

START_TEST(where_history_refuses_or_is_silent_nothing_is_said_twice)
{
	lose_two(all_caps);
	sender_turn(s, t.n, now_ms);
	hear("@label=other :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER bob "
	     ":No");
	talker_sent(&t);
	ck_sent("");
	hear("@label=doubt1 :irc.net FAIL CHATHISTORY INVALID_TARGET AFTER #c "
	     ":No");
	talker_sent(&t);
	ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	ck_told(
	    "unknown 2 two " LOST "the server does not tell what was said|"
	    "unknown 3 three " LOST "the server does not tell what was said|");
	lose();
	welcome(all_caps, "tcpchat-0");
	sender_turn(s, t.n, now_ms);
	ck_assert_int_eq(sender_deadline(s), now_ms + DOUBT_ANSWER_MS);
	now_ms += DOUBT_ANSWER_MS;
	sender_turn(s, t.n, now_ms);
	ck_told(
	    "unknown 4 four " LOST "the server does not tell what was said|");
}
END_TEST

START_TEST(without_history_it_is_told_that_nobody_knows)
{
	lose_two("labeled-response echo-message batch");
	ck_sent("@label=say4 PRIVMSG #c :four\r\n");
	ck_told(
	    "unknown 2 two " LOST "the server keeps no history that could tell|"
	    "unknown 3 three " LOST "the server keeps no history that could "
	    "tell|");
}
END_TEST

START_TEST(what_was_refused_under_an_old_name_goes_to_the_new_one_in_order)
{
	welcome("labeled-response echo-message batch", "tcpchat-0");
	say("one", 1);
	say("two", 2);
	sender_turn(s, t.n, now_ms);
	talker_sent(&t);
	sender_rename(s, "#c", "#d");
	say("three", 3);
	hear("@label=say1 :irc.net 403 me #c :No such channel");
	ck_sent("");
	hear("@label=say2 :irc.net 403 me #c :No such channel");
	ck_sent("@label=say1 PRIVMSG #d :one\r\n"
		"@label=say2 PRIVMSG #d :two\r\n"
		"@label=say3 PRIVMSG #c :three\r\n");
	ck_told("");
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

	t.n->multiline = true;
	welcome("labeled-response echo-message batch draft/multiline "
		"tcpchat/nonce",
	    "tcpchat-0");
	ck_assert_int_eq(sender_say(s, &lines), 0);
	sender_turn(s, t.n, now_ms);
	sent = talker_sent(&t);
	ck_assert(!strncmp(sent, "@label=say1;tcpchat/nonce=", 26));
	ck_assert_str_eq(strchr(sent, ' '),
	    " BATCH +say1 draft/multiline #c\r\n"
	    "@batch=say1 NOTICE #c :one\r\n"
	    "@batch=say1 NOTICE #c :two\r\n"
	    "BATCH -say1\r\n");
	hear("@label=say1 :me!u@h BATCH +y draft/multiline #c");
	ck_told("said 1 one|");
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
	    what_a_nonce_is_known_by_is_just_sent_again,
	    who_has_another_name_since_waits_for_the_old_one,
	    who_does_not_get_the_old_name_back_says_nothing_twice,
	    history_tells_what_arrived_and_the_rest_is_sent_again,
	    history_is_asked_page_by_page,
	    what_history_cannot_tell_to_its_end_is_not_said_twice,
	    each_target_is_asked_about_to_its_end,
	    what_is_known_already_is_not_taken_for_the_same_words_again,
	    where_history_refuses_or_is_silent_nothing_is_said_twice,
	    without_history_it_is_told_that_nobody_knows,
	    what_was_refused_under_an_old_name_goes_to_the_new_one_in_order,
	    lines_of_a_group_are_a_batch_with_its_label_and_nonce};
	Suite *suite = suite_create("client_sender");
	TCase *tc = tcase_create("client_sender");

	tcase_add_checked_fixture(tc, setup, teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(suite, tc);
	return suite;
}
