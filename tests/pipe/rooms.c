/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

/*
 * Rooms for everybody: who has netcat or telnet, an IRC client, and tcpchat
 * in a pipe, all in the same one.
 */
#define IAC "\377"
#define CAPS                                                           \
	"message-tags server-time echo-message batch draft/multiline " \
	"draft/message-redaction"

enum { LINES = 1000 };

static struct host *h;
static struct peer *nc, *bob;
static struct piped *tail;

/* All but --send are there. */
static void
gather(const char *const *follow)
{
	h = host_start_plain(NULL);
	bob = peer_join_caps(h, "bob", CAPS, "#lobby");
	nc = peer_connect_plain(h, "nc");
	peer_send(nc, "@nick ann");
	peer_expect(bob, ":ann!* JOIN #lobby*");
	peer_expect(nc, "-- In #lobby: *");
	tail = piped_at(h, "tail", follow);
	peer_expect(bob, ":tail!* JOIN #lobby*");
	peer_expect(nc, "*tail joined*");
}

static void
send_line(const char *nick, const char *target, const char *text)
{
	struct piped *p = piped_at(h, nick, ARGS("--send", target));

	piped_write(p, text);
	piped_write(p, "\n");
	piped_close(p);
	piped_expect_exit(p, EX_OK);
}

static void
stop_tail(void)
{
	piped_signal(tail, SIGTERM);
	piped_expect_exit(tail, EXIT_SUCCESS);
	ck_assert_ptr_null(piped_line(tail));
}

/* It had nothing else to say. */
static void
end_quietly(void)
{
	ck_assert_str_eq(piped_errors(tail), "");
	stop_tail();
}

START_TEST(netcat_irc_and_tcpchat_hear_each_other_once_and_in_one_order)
{
	gather(ARGS("--tail", "#lobby"));
	peer_send(nc, "hello from netcat");
	peer_expect(bob, ":ann!* PRIVMSG #lobby :hello from netcat");
	peer_send(bob, "PRIVMSG #lobby :hello from IRC");
	peer_expect(nc, "\?\?:\?\? <bob> hello from IRC");
	send_line("ada", "#lobby", "hello from a pipe");
	peer_expect(nc, "\?\?:\?\? <ada> hello from a pipe");
	peer_expect(bob, ":ada!* PRIVMSG #lobby :hello from a pipe");
	piped_expect(tail, PIPED_TIME "<ann> hello from netcat");
	piped_expect(tail, PIPED_TIME "<bob> hello from IRC");
	piped_expect(tail, PIPED_TIME "<ada> hello from a pipe");
	peer_send(nc, "@history 3");
	peer_expect(nc, "\?\?:\?\? <ann> hello from netcat");
	peer_next(nc, "\?\?:\?\? <bob> hello from IRC");
	peer_next(nc, "\?\?:\?\? <ada> hello from a pipe");
	end_quietly();
}
END_TEST

START_TEST(what_is_private_reaches_one_alone_on_either_side)
{
	gather(ARGS("--tail", "#lobby"));
	peer_send(nc, "@dm bob psst");
	peer_expect(bob, ":ann!* PRIVMSG bob :psst");
	peer_send(bob, "PRIVMSG ann :yes?");
	peer_expect(nc, "\?\?:\?\? [dm] bob: yes\\?");
	send_line("ada", "ann", "the build is done");
	peer_expect(nc, "\?\?:\?\? [dm] ada: the build is done");
	peer_send(nc, "said to all");
	piped_expect(tail, PIPED_TIME "<ann> said to all");
	peer_expect_none(bob, "* PRIVMSG * :the build is done");
	end_quietly();
}
END_TEST

START_TEST(a_message_of_several_lines_an_action_and_a_notice_reach_all)
{
	gather(ARGS("--tail", "#lobby"));
	peer_send(bob, "BATCH +1 draft/multiline #lobby");
	peer_send(bob, "@batch=1 PRIVMSG #lobby :one");
	peer_send(bob, "@batch=1 PRIVMSG #lobby :two");
	peer_send(bob, "BATCH -1");
	peer_expect(nc, "\?\?:\?\? <bob> one");
	peer_expect(nc, "*two");
	peer_send(nc, "@me waves");
	peer_expect(bob, ":ann!* PRIVMSG #lobby :\001ACTION waves\001");
	peer_send(bob, "NOTICE #lobby :by the way");
	peer_expect(nc, "*bob*by the way");
	piped_expect(tail, PIPED_TIME "<bob> one");
	piped_expect(tail, PIPED_TIME "<bob> two");
	piped_expect(tail, PIPED_TIME "\\* ann waves");
	piped_expect(tail, PIPED_TIME "-bob- by the way");
	end_quietly();
}
END_TEST

START_TEST(people_of_both_sides_see_who_comes_goes_and_is_called_otherwise)
{
	struct peer *carol;

	gather(ARGS("--tail", "#lobby"));
	carol = peer_join(h, "carol", "#lobby");
	peer_expect(nc, "-- carol joined*");
	peer_send(carol, "NICK carla");
	peer_expect(nc, "-- carol is now carla*");
	peer_send(nc, "@nick anna");
	peer_expect(bob, ":ann!* NICK *anna");
	peer_send(nc, "@topic tea at five");
	peer_expect(bob, ":anna!* TOPIC #lobby :tea at five");
	peer_send(carol, "QUIT :bye");
	peer_expect(nc, "-- carla *");
	peer_send(nc, "@quit");
	peer_expect_end(nc);
	peer_expect(bob, ":anna!* QUIT *");
	end_quietly();
}
END_TEST

/* As telnet sends when it connects, and as its user interrupts. */
START_TEST(what_telnet_negotiates_reaches_neither_irc_nor_a_pipe)
{
	static const char bytes[] = IAC
	    "\375\003" IAC "\373\030" IAC "\373\037" IAC "\373 " IAC "\373!" IAC
	    "\373\"" IAC "\373'" IAC "\375\005he" IAC "\372\037\0P\0\030" IAC
	    "\360llo\r\0" IAC "\364" IAC "\375\006there\r\n";

	gather(ARGS("--tail", "#lobby", "--json"));
	peer_raw(nc, bytes, sizeof(bytes) - 1);
	peer_next(bob, ":ann!* PRIVMSG #lobby :hello");
	peer_next(bob, ":ann!* PRIVMSG #lobby :there");
	piped_expect(tail, "*\"text\":\"hello\"*");
	piped_expect(tail, "*\"text\":\"there\"*");
	end_quietly();
}
END_TEST

START_TEST(who_closes_their_half_has_said_all_and_is_answered)
{
	struct peer *p;

	gather(ARGS("--tail", "#lobby"));
	p = peer_connect_plain(h, "printf");
	peer_raw(p, "@nick pip\nfirst\nlast", 20);
	peer_half_close(p);
	peer_expect(bob, ":pip!* PRIVMSG #lobby :first");
	peer_next(bob, ":pip!* PRIVMSG #lobby :last");
	peer_expect(bob, ":pip!* QUIT *");
	peer_expect(p, "-- You are pip*");
	peer_expect(p, "-- Goodbye*");
	peer_expect_end(p);
	piped_expect(tail, PIPED_TIME "<pip> first");
	piped_expect(tail, PIPED_TIME "<pip> last");
	end_quietly();
}
END_TEST

START_TEST(a_bot_of_one_line_of_shell_answers_who_has_only_netcat)
{
	struct piped *bot;

	gather(ARGS("--tail", "#lobby"));
	bot = piped_at(h, "bot",
	    ARGS("--tail", "#lobby", "--exec",
		"sh -c 'read -r text; echo \"$TCPCHAT_NICK said $text\"'"));
	peer_expect(nc, "-- bot joined*");
	peer_send(nc, "good $(id) morning");
	peer_expect(nc, "*bot*ann said good $(id) morning");
	peer_expect(bob, ":bot!* NOTICE #lobby :ann said good $(id) morning");
	peer_send(nc, "@dm bot psst");
	peer_send(bob, "PRIVMSG #lobby :and I");
	peer_expect(nc, "*bot*bob said and I");
	piped_signal(bot, SIGTERM);
	piped_expect_exit(bot, EXIT_SUCCESS);
	piped_expect(tail, PIPED_TIME "<ann> good $(id) morning");
	piped_expect(tail, PIPED_TIME "-bot- ann said good $(id) morning");
	piped_expect(tail, PIPED_TIME "<bob> and I");
	piped_expect(tail, PIPED_TIME "-bot- bob said and I");
	end_quietly();
}
END_TEST

/* Nobody waits at a keyboard: all of it comes at once. */
START_TEST(a_file_that_is_poured_into_netcat_is_said_to_its_last_line)
{
	enum { MANY = 120 };
	struct buf all = {0};
	struct peer *p;

	h = host_start_plain("flood-burst = 10\nflood-rate = 100\n");
	bob = peer_join(h, "bob", "#lobby");
	p = peer_connect_plain(h, "cat");
	for (int i = 0; i < MANY; i++)
		buf_addf(&all, "row %d%s", i, i + 1 < MANY ? "\n" : "");
	peer_raw(p, all.data, all.len);
	peer_half_close(p);
	buf_free(&all);
	peer_expect(bob, ":guest* PRIVMSG #lobby :row 0");
	for (int i = 1; i < MANY; i++)
		peer_next(bob, ":guest* PRIVMSG #lobby :row %d", i);
	peer_next(bob, ":guest* QUIT *");
	peer_expect(p, "-- Goodbye*");
	peer_expect_end(p);
}
END_TEST

/* What Goodbye stands behind is kept. */
START_TEST(what_netcat_said_before_goodbye_outlives_a_kill)
{
	struct peer *p;

	h = host_start_plain(NULL);
	p = peer_connect_plain(h, "printf");
	peer_raw(p, "@nick pip\nremember\n", 19);
	peer_half_close(p);
	peer_expect(p, "-- Goodbye*");
	host_kill(h);
	host_again(h, NULL, true);
	tail = piped_at(h, "tail", ARGS("--tail", "#lobby", "--since", "1h"));
	piped_expect(tail, PIPED_TIME "<pip> remember");
	stop_tail();
}
END_TEST

/* Once each, in order, and nothing else. */
static void
expect_lines(const char *by)
{
	char line[64];

	for (int i = 0; i < LINES; i++) {
		snprintf(line, sizeof(line), PIPED_TIME "<%s> line %d", by, i);
		piped_expect(tail, line);
	}
	stop_tail();
}

/* Or a later one: who comes back is not shown all that was said meanwhile. */
static void
wait_for_line(int number)
{
	do
		peer_expect(bob, ":ada!* PRIVMSG #builds :*line *");
	while (atoi(strrchr(peer_last(bob), ' ') + 1) < number);
}

/* Sent from one pipe and followed by another, twice through an end of the
 * server. */
static void
pour(const char *conf, void (*end)(struct host *h))
{
	struct piped *p;

	h = host_start(conf);
	bob = peer_join(h, "bob", "#builds");
	tail = piped_at(h, "tail", ARGS("--tail", "#builds"));
	peer_expect(bob, ":tail!* JOIN #builds*");
	p = piped_at(h, "ada", ARGS("--send", "#builds"));
	piped_write_lines(p, 0, LINES / 2);
	for (int i = 1; i <= 2; i++) {
		wait_for_line(150 * i);
		end(h);
		peer_free(bob);
		host_again(h, conf, true);
		bob = peer_join(h, "bob", "#builds");
	}
	piped_write_lines(p, LINES / 2, LINES);
	piped_close(p);
	piped_expect_exit(p, EX_OK);
	ck_assert_ptr_null(piped_line(p));
	expect_lines("ada");
}

START_TEST(a_thousand_lines_arrive_once_in_order_while_the_server_is_killed)
{
	pour("flood-burst = 0\n", host_kill);
}
END_TEST

START_TEST(a_thousand_lines_arrive_once_in_order_while_the_server_restarts)
{
	pour("flood-burst = 0\n", host_stop);
}
END_TEST

TALK_SUITE(pipe_rooms,
    netcat_irc_and_tcpchat_hear_each_other_once_and_in_one_order,
    what_is_private_reaches_one_alone_on_either_side,
    a_message_of_several_lines_an_action_and_a_notice_reach_all,
    people_of_both_sides_see_who_comes_goes_and_is_called_otherwise,
    what_telnet_negotiates_reaches_neither_irc_nor_a_pipe,
    who_closes_their_half_has_said_all_and_is_answered,
    a_bot_of_one_line_of_shell_answers_who_has_only_netcat,
    a_file_that_is_poured_into_netcat_is_said_to_its_last_line,
    what_netcat_said_before_goodbye_outlives_a_kill,
    a_thousand_lines_arrive_once_in_order_while_the_server_is_killed,
    a_thousand_lines_arrive_once_in_order_while_the_server_restarts)
