/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

enum { LINES = 1000 };

static const char conf[] = "flood-burst = 0\nhistory-page = 1000\n";
static const char caps[] = "batch server-time message-tags draft/chathistory";

/* Each line stands in the channel once, and in its order. */
static void
expect_lines(struct host *h, int count)
{
	struct peer *eve = peer_join_caps(h, "eve", caps, "#builds");

	peer_send(eve, "CHATHISTORY LATEST #builds * 1000");
	peer_expect(eve, "* BATCH +*");
	for (int i = 0; i < count; i++)
		peer_next(eve, ":ada!* PRIVMSG #builds :line %d", i);
	peer_next(eve, "* BATCH -*");
	peer_free(eve);
}

typedef void end_server(struct host *h);

static void
go_through(const char *text, end_server *end)
{
	struct host *h = host_start(text);
	struct peer *bob = peer_join(h, "bob", "#builds");
	struct piped *p = piped_at(h, "ada", ARGS("--send", "#builds"));

	piped_write_lines(p, 0, LINES / 2);
	peer_expect(bob, ":ada!* PRIVMSG #builds :line %d", LINES / 10);
	end(h);
	peer_free(bob);
	piped_write_lines(p, LINES / 2, LINES);
	piped_close(p);
	host_again(h, text, true);
	piped_expect_exit(p, EX_OK);
	expect_lines(h, LINES);
}

START_TEST(a_restart_in_the_middle_loses_no_line_and_doubles_none)
{
	go_through(conf, host_stop);
}
END_TEST

START_TEST(a_kill_in_the_middle_loses_no_line_and_doubles_none)
{
	go_through(conf, host_kill);
}
END_TEST

/* What the channel is told when they come as messages of several lines. */
START_TEST(messages_of_several_lines_are_whole_and_once_after_a_kill)
{
	static const char more[] =
	    "batch server-time message-tags draft/chathistory draft/multiline";
	struct host *h = host_start(conf);
	struct peer *bob = peer_join(h, "bob", "#builds"), *eve;
	struct piped *p =
	    piped_at(h, "ada", ARGS("--send", "#builds", "--batch"));

	piped_write_lines(p, 0, LINES / 2);
	peer_expect(bob, ":ada!* PRIVMSG #builds :line %d", LINES / 10);
	host_kill(h);
	peer_free(bob);
	piped_write_lines(p, LINES / 2, LINES);
	piped_close(p);
	host_again(h, conf, true);
	piped_expect_exit(p, EX_OK);
	eve = peer_join_caps(h, "eve", more, "#builds");
	peer_send(eve, "CHATHISTORY LATEST #builds * 1000");
	for (int i = 0; i < LINES; i++)
		peer_expect(eve, ":ada!* PRIVMSG #builds :line %d", i);
	peer_expect_none(eve, ":ada!* PRIVMSG *");
}
END_TEST

START_TEST(a_server_that_does_not_come_back_leaves_the_first_line_named)
{
	struct host *h = host_start(conf);
	struct peer *bob = peer_join(h, "bob", "#builds");
	struct piped *p =
	    piped_at(h, "ada", ARGS("--send", "#builds", "--wait", "0s"));

	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	piped_signal(p, SIGSTOP);
	piped_write(p, "two\nthree\n");
	host_stop(h);
	piped_signal(p, SIGCONT);
	piped_expect_error(p, "Line 2 was not acknowledged: two");
	piped_expect_exit(p, EX_TEMPFAIL);
}
END_TEST

/* Which it is told when it wants to come back. */
START_TEST(a_channel_that_was_renamed_meanwhile_is_followed)
{
	struct host *h = host_start(conf);
	struct peer *bob = peer_join(h, "bob", "#builds");
	struct piped *p = piped_at(h, "ada", ARGS("--send", "#builds"));

	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	piped_signal(p, SIGSTOP);
	host_kill(h);
	peer_free(bob);
	host_again(h, conf, true);
	bob = peer_join(h, "bob", "#builds");
	peer_send(bob, "RENAME #builds #made");
	peer_expect(bob, "*#made*");
	piped_signal(p, SIGCONT);
	piped_write(p, "two\n");
	piped_close(p);
	piped_expect_exit(p, EX_OK);
	peer_expect(bob, ":ada!* PRIVMSG #made :two");
}
END_TEST

TALK_SUITE(pipe_send_again,
    a_restart_in_the_middle_loses_no_line_and_doubles_none,
    a_kill_in_the_middle_loses_no_line_and_doubles_none,
    messages_of_several_lines_are_whole_and_once_after_a_kill,
    a_server_that_does_not_come_back_leaves_the_first_line_named,
    a_channel_that_was_renamed_meanwhile_is_followed)
