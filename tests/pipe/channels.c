/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"
#include "tests/screen/script.h"

static void
expect_shut_out(const struct host *h, const char *text, int status)
{
	struct piped *p = piped_at(h, "ada", ARGS("--tail", "#c"));

	piped_expect_only_error(p, text);
	piped_expect_exit(p, status);
	ck_assert(!piped_line(p));
}

START_TEST(a_channel_that_cannot_be_entered_ends_it_with_what_to_do)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join(h, "op", "#c");

	peer_send(op, "MODE #c +i");
	peer_expect(op, ":op!* MODE #c +i");
	expect_shut_out(
	    h, "ask an operator of the channel for /invite", EX_NOPERM);
	peer_send(op, "MODE #c -i+b ada!*@*");
	peer_expect(op, ":op!* MODE #c *b ada!*@*");
	expect_shut_out(
	    h, "ask an operator of the channel for /unban", EX_NOPERM);
	peer_send(op, "MODE #c -b+k ada!*@* key");
	peer_expect(op, ":op!* MODE #c *k *");
	expect_shut_out(h, "#c cannot be entered: ", EX_NOPERM);
	peer_send(op, "MODE #c -k+l key 1");
	peer_expect(op, ":op!* MODE #c *l *");
	expect_shut_out(h, "the channel is full; try again later", EX_TEMPFAIL);
}
END_TEST

START_TEST(who_is_put_out_of_the_channel_does_not_go_back)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join(h, "op", "#c");
	struct piped *p = piped_at(h, "ada", ARGS("--tail", "#c"));

	peer_expect(op, ":ada!* JOIN *");
	peer_send(op, "KICK #c ada :not\x02here");
	piped_expect_only_error(
	    p, "tcpchat: op has kicked you from #c: not\xef\xbf\xbdhere\n");
	piped_expect_exit(p, EX_NOPERM);
	peer_expect(op, ":op!* KICK #c ada *");
	peer_send(op, "NAMES #c");
	peer_expect(op, ":* 353 op ? #c *@op");
}
END_TEST

static void
expect_in(struct peer *op, const char *channel, const char *nick)
{
	peer_send(op, "NAMES %s", channel);
	peer_expect(op, ":* 353 *");
	if (!strstr(peer_last(op), nick))
		peer_expect(op, ":%s!* JOIN *", nick);
}

/* Whether it has seen that itself, or is told when it comes back. */
static void
follow_rename(bool seen)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join_caps(h, "op", "draft/channel-rename", "#c");
	struct piped *p = piped_at(h, "ada", ARGS("--tail", "#c"));

	peer_expect(op, ":ada!* JOIN *");
	if (!seen)
		kill(p->pid, SIGSTOP);
	peer_send(op, "RENAME #c #d :better");
	peer_expect(op, ":op!* RENAME #c #d *");
	if (seen) {
		peer_send(op, "PRIVMSG #d :seen");
		piped_expect(p, "*seen");
	}
	host_kill(h);
	host_again(h, NULL, true);
	kill(p->pid, SIGCONT);
	expect_in(peer_join(h, "op", "#d"), "#d", "ada");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
}

START_TEST(a_channel_with_a_new_name_is_entered_by_that_after_a_reconnect)
{
	follow_rename(true);
	follow_rename(false);
}
END_TEST

static void
welcome(struct peer *p)
{
	peer_send(p,
	    ":evil CAP * LS :batch server-time message-tags "
	    "draft/chathistory draft/event-playback draft/read-marker");
	peer_expect(p, "CAP REQ *");
	ck_assert(!strstr(peer_last(p), "read-marker"));
	ck_assert(!strstr(peer_last(p), "event-playback"));
	peer_send(p, ":evil CAP * ACK %s", peer_last(p) + strlen("CAP REQ "));
	peer_send(p, ":evil 001 ada :Welcome");
	peer_send(p,
	    ":evil 005 ada CHANTYPES=# PREFIX=(ov)@+ CHATHISTORY=100 "
	    "LOBBY=#lobby :are supported by this server");
	peer_send(p, ":evil 422 ada :no motd");
}

/* What the client on the screen does by itself does not come. */
static size_t
expect_nothing_for_windows(struct peer *p)
{
	size_t joins = 0;

	peer_send(p, "PING all");
	while (peer_line(p) && strcmp(peer_last(p), "PONG all") != 0) {
		const char *line = peer_last(p);

		joins += glob("JOIN *", line);
		ck_assert(!glob("JOIN *", line) || glob("JOIN #c", line));
		ck_assert(!glob("MARKREAD *", line));
		ck_assert(!glob("CHATHISTORY TARGETS *", line));
	}
	return joins;
}

static void
expect_only_join(struct peer *p)
{
	ck_assert_uint_eq(expect_nothing_for_windows(p), 1);
}

START_TEST(no_other_channel_is_entered_and_no_window_is_filled)
{
	struct script s = {0};
	struct piped *p;
	char url[64];

	script_listen(&s);
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", s.port);
	p = piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("-n", "ada", "--tail", "#c", url),
	    .conf = "channels = { \"#other\" }\nlog = yes\n"});
	s.peer = peer_over(accept(s.listener, NULL, NULL), "evil");
	welcome(s.peer);
	expect_only_join(s.peer);
	peer_send(s.peer, ":ada!a@b JOIN #c");
	peer_send(s.peer, ":evil 353 ada = #c :ada @bob");
	peer_send(s.peer, ":evil 366 ada #c :end");
	expect_nothing_for_windows(s.peer);
	piped_signal(p, SIGTERM);
	peer_expect(s.peer, "QUIT*");
	peer_close(s.peer);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(a_reader_that_goes_ends_it_without_a_word)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join(h, "op", "#c");
	struct piped *p = piped_at(h, "ada", ARGS("--tail", "#c"));

	peer_expect(op, ":ada!* JOIN *");
	piped_deaf(p);
	piped_expect_exit(p, EXIT_SUCCESS);
	peer_expect(op, ":ada!* QUIT *");
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

TALK_SUITE(pipe_channels,
    a_channel_that_cannot_be_entered_ends_it_with_what_to_do,
    who_is_put_out_of_the_channel_does_not_go_back,
    a_channel_with_a_new_name_is_entered_by_that_after_a_reconnect,
    no_other_channel_is_entered_and_no_window_is_filled,
    a_reader_that_goes_ends_it_without_a_word)
