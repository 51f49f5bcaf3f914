/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

static const char caps[] = "batch draft/multiline message-tags";

/* bob is in #builds; ada sends. */
static struct host *h;
static struct peer *bob;
static struct piped *p;

static void
gather_at(const char *conf, const char *const *args)
{
	h = host_start(conf);
	bob = peer_join_caps(h, "bob", caps, "#builds");
	p = piped_at(h, "ada", args);
}

static void
gather(const char *const *args)
{
	gather_at(NULL, args);
}

START_TEST(each_line_is_a_message_and_the_status_says_all_are_acknowledged)
{
	gather(ARGS("--send", "#builds"));
	piped_write(p,
	    "one\n\n  \n two\r\nth\033[31mre\033[0me\tthr\x01"
	    "ee\xff\n");
	piped_write(p, "the last has no end");
	piped_close(p);
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	peer_next(bob, ":ada!* PRIVMSG #builds : two");
	peer_next(bob, ":ada!* PRIVMSG #builds :three three\xef\xbf\xbd");
	peer_next(bob, ":ada!* PRIVMSG #builds :the last has no end");
	piped_expect_exit(p, EX_OK);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(a_line_of_a_live_stream_goes_as_it_comes)
{
	gather(ARGS("--send", "#builds"));
	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	piped_write(p, "two\nthr");
	peer_expect(bob, ":ada!* PRIVMSG #builds :two");
	piped_write(p, "ee\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :three");
	piped_signal(p, SIGINT);
	piped_expect_exit(p, EX_OK);
}
END_TEST

START_TEST(a_notice_is_sent_where_that_is_wished)
{
	gather(ARGS("--send", "bob", "--notice"));
	piped_write(p, "psst\n");
	piped_close(p);
	peer_expect(bob, ":ada!* NOTICE bob :psst");
	piped_expect_exit(p, EX_OK);
}
END_TEST

START_TEST(who_is_away_gets_it_and_the_sender_is_told)
{
	gather(ARGS("--send", "bob"));
	peer_send(bob, "AWAY :at \033lunch");
	peer_barrier(bob);
	piped_write(p, "one\ntwo\n");
	piped_close(p);
	peer_expect(bob, ":ada!* PRIVMSG bob :two");
	piped_expect_exit(p, EX_OK);
	ck_assert_str_eq(
	    piped_errors(p), "tcpchat: bob is away: at \xef\xbf\xbdlunch\n");
}
END_TEST

START_TEST(a_nick_that_is_not_there_is_named_with_the_first_line)
{
	gather(ARGS("--send", "carol"));
	piped_write(p, "\none\ntwo\n");
	piped_close(p);
	piped_expect_exit(p, EX_NOUSER);
	ck_assert_str_eq(piped_errors(p),
	    "tcpchat: Line 2 was not acknowledged: No such nick/channel "
	    "(401): one\n");
}
END_TEST

START_TEST(a_channel_in_which_one_may_not_speak_is_a_failure)
{
	gather(ARGS("--send", "#builds"));
	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	peer_send(bob, "MODE #builds +m");
	peer_barrier(bob);
	piped_write(p, "two\nthree\n");
	piped_expect_exit(p, EX_NOPERM);
	ck_assert_glob(piped_errors(p),
	    "tcpchat: Line 2 was not acknowledged: Cannot send to channel "
	    "(+m): it is moderated (404): two\n");
	peer_expect_none(bob, "* PRIVMSG *");
}
END_TEST

START_TEST(a_refused_notice_is_a_failure_though_the_server_is_silent)
{
	gather(ARGS("--send", "#builds", "--notice"));
	peer_send(bob, "MODE #builds +m");
	peer_barrier(bob);
	piped_write(p, "one\n");
	piped_close(p);
	piped_expect_error(p, "Line 1 was not acknowledged: the server did");
	piped_expect_exit(p, EX_NOPERM);
}
END_TEST

START_TEST(a_channel_that_cannot_be_joined_is_a_failure)
{
	gather(ARGS("--send", "#builds"));
	peer_send(bob, "MODE #builds +b ada!*@*");
	peer_barrier(bob);
	piped_write(p, "one\n");
	piped_expect_error(p, "Line 1 was not acknowledged: one");
	piped_expect_exit(p, EX_NOPERM);
}
END_TEST

START_TEST(who_is_kicked_says_which_line_was_not_said)
{
	gather(ARGS("--send", "#builds"));
	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	peer_send(bob, "KICK #builds ada :enough");
	piped_expect_error(p, "enough");
	piped_expect_exit(p, EX_NOPERM);
}
END_TEST

START_TEST(a_renamed_channel_is_followed)
{
	gather(ARGS("--send", "#builds"));
	piped_write(p, "one\n");
	peer_expect(bob, ":ada!* PRIVMSG #builds :one");
	peer_send(bob, "RENAME #builds #made");
	peer_barrier(bob);
	piped_write(p, "two\nthree\n");
	peer_expect(bob, ":ada!* PRIVMSG #made :two");
	peer_next(bob, ":ada!* PRIVMSG #made :three");
	piped_close(p);
	piped_expect_exit(p, EX_OK);
}
END_TEST

/* Words that are numbered, so that a lost or a doubled one shows. */
static void
add_words(struct buf *out, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		buf_addf(out, "%sw\xc3\xb6rd%zu", i > from ? " " : "", i);
}

START_TEST(a_long_line_is_said_in_pieces_that_end_at_words)
{
	struct buf all = {0}, heard = {0};

	gather(ARGS("--send", "#builds"));
	add_words(&all, 0, 5000);
	piped_write(p, all.data);
	piped_close(p);
	while (heard.len < all.len) {
		peer_expect(bob, ":ada!* PRIVMSG #builds :w*");
		ck_assert_uint_le(strlen(peer_last(bob)), 510);
		buf_addf(&heard, "%s%s", heard.len ? " " : "",
		    strstr(peer_last(bob), " :") + 2);
	}
	ck_assert_str_eq(heard.data, all.data);
	piped_expect_exit(p, EX_OK);
	buf_free(&all);
	buf_free(&heard);
}
END_TEST

START_TEST(lines_that_arrive_together_are_one_message_where_that_is_wished)
{
	gather(ARGS("--send", "#builds", "--batch"));
	piped_write(p, "one\n  two\n\nthree\n");
	peer_expect(bob, ":ada!* BATCH +* draft/multiline #builds");
	peer_next(bob, ":ada!* PRIVMSG #builds :one");
	peer_next(bob, ":ada!* PRIVMSG #builds :  two");
	peer_next(bob, ":ada!* PRIVMSG #builds :three");
	peer_next(bob, "* BATCH -*");
	piped_write(p, "alone\n");
	peer_next(bob, ":ada!* PRIVMSG #builds :alone");
	piped_close(p);
	piped_expect_exit(p, EX_OK);
}
END_TEST

START_TEST(a_message_of_many_lines_stays_within_what_the_server_takes)
{
	struct buf all = {0}, text = {0};

	gather_at("flood-burst = 0\nmultiline-lines = 3\n"
		  "multiline-bytes = 512\n",
	    ARGS("--send", "#builds", "--batch"));
	add_words(&text, 0, 200);
	buf_addf(&all, "1\n2\n3\n4\n%s\n5\n", text.data);
	piped_write(p, all.data);
	piped_close(p);
	piped_expect_exit(p, EX_OK);
	peer_expect(bob, "* BATCH +*");
	for (char digit[] = "1"; *digit <= '3'; ++*digit)
		peer_next(bob, "* PRIVMSG * :%s", digit);
	peer_next(bob, "* BATCH -*");
	peer_expect(bob, "* BATCH +*");
	peer_next(bob, "* PRIVMSG * :4");
	peer_expect(bob, "* PRIVMSG * :*5");
	buf_free(&all);
	buf_free(&text);
}
END_TEST

START_TEST(a_slow_allowance_is_kept_to)
{
	struct buf all = {0};

	gather_at(
	    "flood-burst = 5\nflood-rate = 50\n", ARGS("--send", "#builds"));
	for (int i = 0; i < 200; i++)
		buf_addf(&all, "line %d\n", i);
	piped_write(p, all.data);
	piped_close(p);
	for (int i = 0; i < 200; i++)
		peer_expect(bob, ":ada!* PRIVMSG #builds :line %d", i);
	piped_expect_exit(p, EX_OK);
	buf_free(&all);
}
END_TEST

START_TEST(input_that_cannot_be_read_is_a_failure_of_its_own)
{
	char url[64];

	h = host_start(NULL);
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	p = piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("--send", "#builds", url),
	    .no_input = true});
	piped_expect_error(p, "standard input: ");
	piped_expect_exit(p, EX_NOINPUT);
}
END_TEST

START_TEST(operators_alone_may_be_talked_to)
{
	struct peer *eve;

	gather(ARGS("--send", "@#builds"));
	eve = peer_join(h, "eve", "#builds");
	piped_write(p, "one\n");
	piped_close(p);
	peer_expect(bob, ":ada!* PRIVMSG @#builds :one");
	piped_expect_exit(p, EX_OK);
	peer_expect_none(eve, "* PRIVMSG *");
}
END_TEST

/* Who is there already enters no channel: the server says nothing to a JOIN. */
START_TEST(who_is_there_already_on_another_device_says_it_as_well)
{
	struct peer *me;
	char url[160];

	h = host_start(NULL);
	bob = peer_join(h, "bob", "#builds");
	me = peer_new_local(h, my_login());
	peer_joins(me, "#builds");
	snprintf(url, sizeof(url), "unix:%s", h->socket);
	p = piped_start(&(struct piped_options){
	    .name = "device", .args = ARGS("--send", "#builds", url)});
	piped_write(p, "one\n");
	piped_close(p);
	peer_expect(bob, "* PRIVMSG #builds :one");
	piped_expect_exit(p, EX_OK);
}
END_TEST

TALK_SUITE_LOGIN(pipe_send,
    TESTS(each_line_is_a_message_and_the_status_says_all_are_acknowledged,
	a_line_of_a_live_stream_goes_as_it_comes,
	a_notice_is_sent_where_that_is_wished,
	who_is_away_gets_it_and_the_sender_is_told,
	a_nick_that_is_not_there_is_named_with_the_first_line,
	a_channel_in_which_one_may_not_speak_is_a_failure,
	a_refused_notice_is_a_failure_though_the_server_is_silent,
	a_channel_that_cannot_be_joined_is_a_failure,
	who_is_kicked_says_which_line_was_not_said,
	a_renamed_channel_is_followed,
	a_long_line_is_said_in_pieces_that_end_at_words,
	lines_that_arrive_together_are_one_message_where_that_is_wished,
	a_message_of_many_lines_stays_within_what_the_server_takes,
	a_slow_allowance_is_kept_to,
	input_that_cannot_be_read_is_a_failure_of_its_own,
	operators_alone_may_be_talked_to),
    TESTS(who_is_there_already_on_another_device_says_it_as_well))
