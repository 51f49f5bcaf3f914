/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/pipe/piped.h"
#include "tests/screen/script.h"

/* Other servers, by script. */

static const char nonce_caps[] =
    "batch echo-message labeled-response tcpchat/nonce";

static void
take(struct script *s)
{
	s->peer = peer_over(accept(s->listener, NULL, NULL), "evil");
	peer_expect(s->peer, "NICK ada");
}

/* Its client is welcome under that nick, and has these capabilities. */
static void
welcome_as(struct script *s, const char *nick, const char *caps)
{
	if (*caps) {
		peer_expect(s->peer, "CAP REQ *");
		peer_send(s->peer, ":evil CAP * ACK %s",
		    peer_last(s->peer) + strlen("CAP REQ "));
	}
	peer_expect(s->peer, "CAP END");
	peer_send(s->peer, ":evil 001 %s :Welcome", nick);
	peer_send(s->peer, ":evil 004 %s evil solanum-1 o n", nick);
	peer_send(
	    s->peer, ":evil 005 %s CHANTYPES=# CHATHISTORY=50 :are", nick);
	peer_send(s->peer, ":evil 422 %s :no motd", nick);
	peer_expect(s->peer, "JOIN #c");
	peer_send(s->peer, ":%s!a@b JOIN #c", nick);
}

static void
welcome(struct script *s, const char *caps)
{
	take(s);
	peer_send(s->peer, ":evil CAP * LS :%s", caps);
	welcome_as(s, "ada", caps);
	peer_send(s->peer, ":evil 366 ada #c :end");
}

static struct piped *
start(struct script *s)
{
	script_listen(s);
	return piped_at_port(s->port, "ada", ARGS("--send", "#c"));
}

static struct piped *
meet(struct script *s, const char *caps, const char *text)
{
	struct piped *p = start(s);

	piped_write(p, text);
	piped_close(p);
	welcome(s, caps);
	return p;
}

/* It says no more, and goes. */
static void
expect_end(struct script *s, struct piped *p, int status)
{
	peer_next(s->peer, "QUIT*");
	peer_close(s->peer);
	piped_expect_exit(p, status);
}

START_TEST(without_an_echo_an_answered_ping_is_the_acknowledgement)
{
	struct script s = {0};
	struct piped *p = meet(&s, "", "one\ntwo\n");

	peer_expect(s.peer, "PRIVMSG #c :one");
	peer_next(s.peer, "PRIVMSG #c :two");
	peer_expect(s.peer, "PING said1");
	peer_send(s.peer, ":evil PONG evil :said1");
	expect_end(&s, p, EX_OK);
}
END_TEST

START_TEST(without_an_echo_a_refusal_before_the_pong_is_a_failure)
{
	struct script s = {0};
	struct piped *p = meet(&s, "", "one\n");

	peer_expect(s.peer, "PING said1");
	peer_send(s.peer, ":evil 404 ada #c :Cannot \033[2Jsend");
	peer_send(s.peer, ":evil PONG evil :said1");
	expect_end(&s, p, EX_NOPERM);
	ck_assert_str_eq(piped_errors(p),
	    "tcpchat: Line 1 was not acknowledged: Cannot \xef\xbf\xbd[2Jsend "
	    "(404): one\n");
}
END_TEST

START_TEST(without_labels_the_echo_is_the_acknowledgement)
{
	struct script s = {0};
	struct piped *p = meet(&s, "echo-message", "one\ntwo\n");

	peer_expect(s.peer, "PRIVMSG #c :two");
	peer_send(s.peer, ":ada!a@b PRIVMSG #c :one");
	peer_send(s.peer, ":ada!a@b PRIVMSG #c :two");
	expect_end(&s, p, EX_OK);
}
END_TEST

START_TEST(a_channel_that_is_refused_in_whatever_number_is_a_failure)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "one\n");
	take(&s);
	peer_expect(s.peer, "USER ada *");
	peer_send(s.peer, ":evil 001 ada :Welcome");
	peer_send(s.peer, ":evil 422 ada :no motd");
	peer_expect(s.peer, "JOIN #c");
	peer_send(s.peer, ":evil 495 ada #c :Wait before you rejoin");
	peer_expect(s.peer, "QUIT*");
	peer_close(s.peer);
	piped_expect_error(p, "#c cannot be entered: Wait before you rejoin");
	piped_expect_exit(p, EX_NOPERM);
}
END_TEST

START_TEST(nothing_is_said_before_the_channel_is_entered_whole)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "one\n");
	piped_close(p);
	take(&s);
	peer_send(s.peer, ":evil CAP * LS :");
	welcome_as(&s, "ada", "");
	peer_send(s.peer, "PING :still");
	peer_expect(s.peer, "PONG *still");
	peer_send(s.peer, ":evil 366 ada #other :end");
	peer_send(s.peer, "PING :waiting");
	peer_next(s.peer, "PONG *waiting");
	peer_send(s.peer, ":evil 366 ada #c :end");
	peer_next(s.peer, "PRIVMSG #c :one");
}
END_TEST

START_TEST(who_is_put_into_the_channel_before_the_welcome_is_over_says_it)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "one\n");
	piped_close(p);
	take(&s);
	peer_expect(s.peer, "USER ada *");
	peer_send(s.peer, ":evil 001 ada :Welcome");
	peer_send(s.peer, ":ada!a@b JOIN #c");
	peer_send(s.peer, ":evil 366 ada #c :end");
	peer_send(s.peer, ":evil 422 ada :no motd");
	peer_expect(s.peer, "PRIVMSG #c :one");
	peer_expect(s.peer, "PING said1");
	peer_send(s.peer, ":evil PONG evil :said1");
	peer_expect(s.peer, "QUIT*");
	peer_close(s.peer);
	piped_expect_exit(p, EX_OK);
}
END_TEST

START_TEST(where_nobody_can_know_what_arrived_it_fails_and_doubles_nothing)
{
	struct script s = {0};
	struct piped *p = meet(&s, "echo-message", "one\ntwo\nthree\n");

	peer_expect(s.peer, "PRIVMSG #c :one");
	peer_send(s.peer, ":ada!a@b PRIVMSG #c :one");
	peer_expect(s.peer, "PRIVMSG #c :three");
	peer_close(s.peer);
	welcome(&s, "echo-message");
	expect_end(&s, p, EX_TEMPFAIL);
	piped_expect_error(p,
	    "Line 2 was not acknowledged: the connection was lost before an "
	    "answer came, and the server keeps no history that could tell: "
	    "two");
}
END_TEST

START_TEST(what_history_knows_is_not_said_again)
{
	static const char caps[] =
	    "batch draft/chathistory echo-message message-tags server-time";
	struct script s = {0};
	struct piped *p = meet(&s, caps, "one\ntwo\nthree\n");

	peer_expect(s.peer, "PRIVMSG #c :one");
	peer_send(s.peer,
	    "@time=2026-01-01T00:00:00.000Z;msgid=m1 "
	    ":ada!a@b PRIVMSG #c :one");
	peer_expect(s.peer, "PRIVMSG #c :three");
	peer_close(s.peer);
	welcome(&s, caps);
	peer_expect(s.peer, "CHATHISTORY AFTER #c msgid=m1 50");
	peer_send(s.peer, ":evil BATCH +h chathistory #c");
	peer_send(s.peer,
	    "@batch=h;time=2026-01-01T00:00:00.001Z;msgid=m2 "
	    ":ada!a@b PRIVMSG #c :two");
	peer_send(s.peer, ":evil BATCH -h");
	peer_next(s.peer, "CHATHISTORY AFTER #c msgid=m2 50");
	peer_send(s.peer, ":evil BATCH +i chathistory #c");
	peer_send(s.peer, ":evil BATCH -i");
	peer_next(s.peer, "PRIVMSG #c :three");
	peer_send(s.peer, ":ada!a@b PRIVMSG #c :three");
	expect_end(&s, p, EX_OK);
}
END_TEST

START_TEST(a_connection_that_lives_on_elsewhere_is_waited_for)
{
	struct script s = {0};
	struct piped *p = meet(&s, nonce_caps, "one\n");
	char first[400];

	peer_expect(s.peer, "PRIVMSG #c :one");
	snprintf(first, sizeof(first), "%s", peer_tag(s.peer, "tcpchat/nonce"));
	peer_close(s.peer);
	take(&s);
	peer_send(s.peer, ":evil 433 * ada :In use");
	peer_expect(s.peer, "NICK ada_");
	peer_send(s.peer, ":evil CAP * LS :%s", nonce_caps);
	welcome_as(&s, "ada_", nonce_caps);
	peer_send(s.peer, ":evil 366 ada_ #c :end");
	peer_send(s.peer, ":ada!a@b QUIT :gone at last");
	peer_next(s.peer, "NICK ada");
	peer_send(s.peer, ":ada_!a@b NICK ada");
	peer_next(s.peer, "PRIVMSG #c :one");
	ck_assert_str_eq(peer_tag(s.peer, "tcpchat/nonce"), first);
	peer_send(s.peer, "@label=%s :ada!a@b PRIVMSG #c :one",
	    peer_tag(s.peer, "label"));
	expect_end(&s, p, EX_OK);
}
END_TEST

START_TEST(who_interrupts_is_told_what_was_read_and_not_said)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "one\nhal");
	welcome(&s, "echo-message");
	peer_expect(s.peer, "PRIVMSG #c :one");
	piped_signal(p, SIGINT);
	peer_expect(s.peer, "PRIVMSG #c :hal");
	peer_send(s.peer, ":ada!a@b PRIVMSG #c :one");
	piped_signal(p, SIGINT);
	piped_expect_error(
	    p, "Line 2 was not acknowledged: there was no time for it: hal");
	piped_expect_exit(p, EX_TEMPFAIL);
}
END_TEST

START_TEST(nothing_to_say_connects_nowhere)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "\n \n\r\n");
	piped_close(p);
	piped_expect_exit(p, EX_OK);
	ck_assert_str_eq(piped_errors(p), "");
	fcntl(s.listener, F_SETFL, O_NONBLOCK);
	ck_assert_int_eq(accept(s.listener, NULL, NULL), -1);
}
END_TEST

/* Bytes that it takes before it does not read any more. */
static size_t
fill(struct piped *p)
{
	static char block[65536];
	size_t taken = 0;

	memset(block, 'x', sizeof(block));
	for (int full = 0; full < 5;) {
		ssize_t n = write(p->in, block, sizeof(block));

		if (n > 0)
			taken += (size_t)n;
		full = n > 0 ? 0 : full + 1;
		ck_assert(n > 0 || errno == EAGAIN);
		ck_assert_uint_lt(taken, 1 << 20);
		if (n <= 0)
			watch_turn(clock_mono_ms() + 100);
	}
	return taken;
}

START_TEST(what_cannot_be_said_yet_is_not_read)
{
	struct script s = {0};
	struct piped *p = start(&s);

	piped_write(p, "one\n");
	welcome(&s, "echo-message");
	peer_expect(s.peer, "PRIVMSG #c :one");
	fill(p);
	ck_assert_int_lt(child_memory_kib(p->pid), 64 * 1024);
}
END_TEST

TALK_SUITE(pipe_send_foreign,
    without_an_echo_an_answered_ping_is_the_acknowledgement,
    without_an_echo_a_refusal_before_the_pong_is_a_failure,
    without_labels_the_echo_is_the_acknowledgement,
    a_channel_that_is_refused_in_whatever_number_is_a_failure,
    nothing_is_said_before_the_channel_is_entered_whole,
    who_is_put_into_the_channel_before_the_welcome_is_over_says_it,
    where_nobody_can_know_what_arrived_it_fails_and_doubles_nothing,
    what_history_knows_is_not_said_again,
    a_connection_that_lives_on_elsewhere_is_waited_for,
    who_interrupts_is_told_what_was_read_and_not_said,
    nothing_to_say_connects_nowhere, what_cannot_be_said_yet_is_not_read)
