/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "tests/talk/nc.h"
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

START_TEST(a_nickname_is_chosen_and_what_is_typed_is_said_in_the_lobby)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_connect(h, "nc");

	peer_send(p, "@nickname alice");
	peer_expect(b, ":alice!~plain@127.0.0.1 JOIN #lobby");
	peer_expect(p, "-- You are alice*");
	peer_next(p, "-- You are in #lobby*");
	peer_send(p, "hello");
	peer_expect(b, ":alice!* PRIVMSG #lobby :hello");
	peer_send(p, "@@bob hi");
	peer_expect(b, ":alice!* PRIVMSG #lobby :@bob hi");
	peer_send(p, "@all @bob hi");
	peer_expect(b, ":alice!* PRIVMSG #lobby :@bob hi");
	peer_send(p, "@me waves");
	peer_expect(b, ":alice!* PRIVMSG #lobby :\001ACTION waves\001");
	peer_send(b, "PRIVMSG #lobby :hello alice");
	peer_expect(p, "??:?? <bob> hello alice");
	peer_send(p, "@nick al2");
	peer_expect(p, "-- You are now al2*");
	peer_expect(b, ":alice!* NICK *al2");
	nc_expect_none(p, "*hello");
}
END_TEST

START_TEST(who_chooses_no_nickname_is_a_guest_whose_name_is_free)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "guest0002", "#lobby");
	struct peer *p = nc_connect(h, "nc");

	peer_send(p, "hi");
	peer_next(p, "-- You are guest0003*");
	peer_expect(b, ":guest0003!* PRIVMSG #lobby :hi");
}
END_TEST

START_TEST(who_connects_and_says_nothing_is_no_news)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_connect(h, "nc");

	peer_send(p, "@help");
	peer_expect(p, "-- @topic *");
	peer_half_close(p);
	peer_expect(p, "-- Goodbye*");
	peer_expect_end(p);
	peer_expect_none(b, ":* JOIN *");
}
END_TEST

START_TEST(a_nickname_that_is_taken_says_so_and_nothing_is_said_meanwhile)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_connect(h, "nc");

	peer_send(p, "@nick bob");
	peer_send(p, "lost?");
	peer_next(p, "! That nickname is in use*@nick NAME*");
	peer_next(p, "! You have no nickname yet*@nick NAME*");
	peer_next(p, "! Nothing was said or done*@nick NAME*");
	peer_send(p, "@nick 0a");
	peer_next(p, "! *");
	peer_send(p, "@nick carol");
	peer_expect(p, "-- You are carol*");
	peer_send(p, "here");
	peer_expect(b, ":carol!* JOIN #lobby");
	peer_next(b, ":carol!* PRIVMSG #lobby :here");
}
END_TEST

START_TEST(the_list_tells_who_is_here_with_channel_and_away)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");

	peer_send(b, "AWAY :lunch");
	peer_expect(b, ":* 306 *");
	peer_send(p, "@list");
	peer_expect(p, "-- bob *#lobby *away");
	peer_send(p, "@list lobby");
	peer_expect(p, "-- alice *#lobby");
	peer_send(p, "@list #nowhere");
	peer_expect(p, "-- Nobody is there that you may see.");
	peer_send(p, "@away too");
	peer_send(p, "@channels");
	peer_expect(p, "-- *#lobby*");
	peer_send(b, "WHO alice");
	peer_expect(b,
	    ":* 352 bob #lobby ~plain 127.0.0.1 * alice G :0 plain "
	    "lines");
}
END_TEST

START_TEST(the_list_tells_first_which_channel_one_is_in_as_well)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#tea"), *p;

	peer_joins(b, "#lobby");
	p = nc_new(h, "alice");
	peer_send(p, "@list");
	peer_expect(p, "-- bob *#lobby");
	peer_send(p, "@list tea");
	peer_expect(p, "-- @bob *#tea");
}
END_TEST

START_TEST(a_private_message_goes_to_one_alone)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice"), *q = nc_new(h, "carol");

	peer_send(p, "@dm bob psst");
	peer_expect(b, ":alice!* PRIVMSG bob :psst");
	peer_send(b, "PRIVMSG alice :what?");
	peer_expect(p, "??:?? [dm] bob: what?");
	peer_send(p, "@msg nobody psst");
	peer_expect(p, "! *nobody*");
	peer_send(p, "@dm bob");
	peer_expect(p, "! *@dm NICK TEXT");
	nc_expect_none(q, "*psst*");
}
END_TEST

START_TEST(a_misspelt_command_is_not_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");

	peer_send(p, "@dn bob secret");
	peer_next(p, "! There is no command @dn*Did you mean @dm?");
	peer_send(p, "/msg NickServ identify secret");
	peer_next(p, "! Commands begin with an @ here*");
	nc_barrier(p);
	peer_expect_none(b, "*secret*");
}
END_TEST

START_TEST(what_is_no_text_is_refused_and_not_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");
	struct buf line = {0};

	peer_send(p, "caf\351");
	peer_next(p, "! That line was not UTF-8*");
	for (int i = 0; i < 9000; i++)
		buf_adds(&line, "x");
	peer_send(p, "%s", line.data);
	peer_next(p, "! That line was too long*");
	peer_send(p, "\001VERSION\001\tb\033[2J");
	peer_next(b, ":alice!* JOIN #lobby");
	peer_next(b, ":alice!* PRIVMSG #lobby :VERSION b[2J");
	buf_free(&line);
}
END_TEST

START_TEST(a_long_line_is_said_whole_in_lines_that_fit)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");
	struct buf line = {0}, heard = {0};

	for (int i = 0; line.len < 8000; i++)
		buf_addf(&line, "%s\342\202\254%d", i ? " " : "", i);
	peer_send(p, "%s", line.data);
	peer_expect(b, ":alice!* JOIN #lobby");
	while (heard.len < line.len) {
		peer_next(b, ":alice!* PRIVMSG #lobby :*");
		buf_addf(&heard, "%s%s", heard.len ? " " : "", peer_word(b, 3));
	}
	ck_assert_str_eq(heard.data, line.data);
	buf_free(&line);
	buf_free(&heard);
}
END_TEST

/* printf '…' | nc */
static struct peer *
pipe_in(const struct host *h, const char *what)
{
	struct peer *p = nc_connect(h, "printf");

	peer_raw(p, what, strlen(what));
	peer_half_close(p);
	return p;
}

START_TEST(what_is_piped_in_is_said_and_answered_before_the_end)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = pipe_in(h, "hi\n@list\n@dm nobody x\nthe end");

	peer_expect(p, "-- bob *");
	peer_expect(p, "! *nobody*");
	peer_next(p, "-- Goodbye*");
	ck_assert(!peer_line(p));
	peer_expect(b, ":guest*!* PRIVMSG #lobby :hi");
	peer_next(b, ":guest*!* PRIVMSG #lobby :the end");
	peer_next(b, ":guest*!* QUIT *");
}
END_TEST

START_TEST(what_was_piped_in_before_the_goodbye_is_kept)
{
	struct host *h = host_start_plain(NULL);
	struct peer *p = pipe_in(h, "@nick alice\nremember\n");

	peer_expect(p, "-- Goodbye*");
	host_kill(h);
	host_again(h, NULL, false);
	p = nc_connect(h, "nc");
	peer_send(p, "@nick bob");
	peer_expect(p, "*<alice> remember");
}
END_TEST

START_TEST(a_nickname_that_is_refused_ends_a_pipe_with_nothing_said)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = pipe_in(h, "@nick bob\nsecret\n");

	peer_next(p, "! That nickname is in use*");
	peer_next(p, "! You have no nickname yet*");
	peer_next(p, "! Nothing was said*");
	peer_next(p, "-- Goodbye*");
	peer_expect_none(b, "*secret*");
}
END_TEST

START_TEST(a_thousand_lines_through_a_pipe_arrive_in_order)
{
	enum { LINES = 1000 };
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_connect(h, "printf");
	struct buf all = {0};

	for (int i = 0; i < LINES; i++)
		buf_addf(&all, "line %d\n", i);
	peer_raw(p, all.data, all.len);
	peer_half_close(p);
	peer_expect(b, ":guest*!* JOIN #lobby");
	for (int i = 0; i < LINES; i++)
		peer_next(b, ":guest*!* PRIVMSG #lobby :line %d", i);
	peer_expect(p, "-- Goodbye*");
	buf_free(&all);
}
END_TEST

START_TEST(who_quits_says_why_if_they_like)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");

	peer_send(p, "@quit gone fishing");
	peer_send(p, "not said");
	peer_next(p, "-- Goodbye*");
	peer_expect_end(p);
	peer_expect(b, ":alice!* QUIT :Quit: gone fishing");
	peer_expect_none(b, "*not said");
}
END_TEST

START_TEST(the_topic_is_shown_and_set)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#tea");
	struct peer *p = nc_new(h, "alice");

	peer_send(b, "TOPIC #tea :Earl Grey");
	peer_expect(b, ":bob!* TOPIC *");
	peer_send(p, "@join tea");
	peer_next(p, "-- You are in #tea*");
	peer_expect(p, "*Earl Grey*");
	peer_send(b, "MODE #tea -t");
	peer_expect(b, ":bob!* MODE #tea -t");
	peer_send(p, "@topic Oolong");
	peer_expect(b, ":alice!* TOPIC #tea :Oolong");
	nc_barrier(p);
	peer_send(p, "@topic");
	peer_expect(p, "*Oolong*");
	peer_send(b, "MODE #tea +t");
	peer_expect(b, ":bob!* MODE #tea +t");
	peer_send(p, "@topic no");
	peer_expect(p, "! *operator*");
}
END_TEST

START_TEST(what_was_said_is_shown_on_entry_on_demand_and_found)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby"), *p;

	for (int i = 0; i < 30; i++)
		peer_send(b, "PRIVMSG #lobby :line %d", i);
	peer_barrier(b);
	p = nc_connect(h, "alice");
	peer_send(p, "@nick alice");
	peer_expect(p, "-- In #lobby: *alice*");
	peer_expect(p, "* <bob> line 20");
	for (int i = 21; i < 30; i++)
		peer_next(p, "* <bob> line %d", i);
	nc_barrier(p);
	peer_send(p, "@history 2");
	peer_next(p, "* <bob> line 28");
	peer_next(p, "* <bob> line 29");
	peer_next(p, "-- That is what was said last.");
	peer_send(p, "@search line 7");
	peer_next(p, "* <bob> line 7");
	peer_next(p, "-- That is all that was found.");
	peer_send(p, "@search nothing");
	peer_next(p, "-- That is all that was found.");
}
END_TEST

START_TEST(where_nothing_is_searched_one_is_told_and_goes_on)
{
	struct host *h = host_start_plain("flood-rate = 0\nsearch = no\n");
	struct peer *p = nc_new(h, "alice");

	peer_send(p, "@search line 7");
	peer_next(p, "! There is no command SEARCH*");
	nc_barrier(p);
}
END_TEST

START_TEST(services_are_asked_by_private_message)
{
	struct host *h = host_start_plain(NULL);
	struct peer *p = nc_new(h, "alice");

	peer_send(p, "@dm NickServ help");
	peer_expect(p, "*REGISTER*");
	peer_send(p, "@dm NickServ identify pw");
	peer_expect(p, "-NickServ- Nothing secret is taken here, *");
}
END_TEST

START_TEST(a_server_with_a_password_is_told_it)
{
	struct host *h = host_start_plain("password = letmein\n");
	struct peer *p = nc_connect(h, "nc");

	peer_send(p, "@pass letmein");
	peer_send(p, "hi");
	peer_expect(p, "-- You are guest*");
	p = nc_connect(h, "nc");
	peer_send(p, "hi");
	peer_expect(p, "! *assword*");
	peer_expect_end(p);
}
END_TEST

START_TEST(a_flood_is_slowed_down_and_nothing_of_it_is_lost)
{
	enum { BURST = 20, RATE = 20, LINES = 40 };
	struct host *h =
	    host_start_plain("flood-burst = 20\nflood-rate = 20\n");
	struct peer *b = peer_join(h, "bob", "#lobby");
	struct peer *p = nc_new(h, "alice");
	int64_t start = clock_mono_ms();
	struct buf all = {0};

	for (int i = 0; i < LINES; i++)
		buf_addf(&all, "line %d\n", i);
	peer_raw(p, all.data, all.len);
	peer_expect(b, ":alice!* JOIN #lobby");
	for (int i = 0; i < LINES; i++)
		peer_next(b, ":alice!* PRIVMSG #lobby :line %d", i);
	ck_assert_int_ge(
	    clock_mono_ms() - start, 1000 * (LINES - BURST) / RATE / 2);
	buf_free(&all);
}
END_TEST

START_TEST(who_asks_for_help_again_and_again_is_slowed_down)
{
	enum { BURST = 10, RATE = 20, LINES = 30 };
	struct host *h =
	    host_start_plain("flood-burst = 10\nflood-rate = 20\n");
	struct peer *p = nc_connect(h, "nc");
	int64_t start = clock_mono_ms();

	for (int i = 0; i < LINES; i++)
		peer_raw(p, "@help\n", 6);
	for (int i = 0; i < LINES; i++)
		peer_expect(p, "-- @topic *");
	ck_assert_int_ge(
	    clock_mono_ms() - start, 1000 * (LINES - BURST) / RATE / 2);
}
END_TEST

TALK_SUITE(talk_plain_talk,
    a_nickname_is_chosen_and_what_is_typed_is_said_in_the_lobby,
    who_chooses_no_nickname_is_a_guest_whose_name_is_free,
    who_connects_and_says_nothing_is_no_news,
    a_nickname_that_is_taken_says_so_and_nothing_is_said_meanwhile,
    the_list_tells_who_is_here_with_channel_and_away,
    the_list_tells_first_which_channel_one_is_in_as_well,
    a_private_message_goes_to_one_alone, a_misspelt_command_is_not_said,
    what_is_no_text_is_refused_and_not_said,
    a_long_line_is_said_whole_in_lines_that_fit,
    what_is_piped_in_is_said_and_answered_before_the_end,
    what_was_piped_in_before_the_goodbye_is_kept,
    a_nickname_that_is_refused_ends_a_pipe_with_nothing_said,
    a_thousand_lines_through_a_pipe_arrive_in_order,
    who_quits_says_why_if_they_like, the_topic_is_shown_and_set,
    what_was_said_is_shown_on_entry_on_demand_and_found,
    where_nothing_is_searched_one_is_told_and_goes_on,
    services_are_asked_by_private_message, a_server_with_a_password_is_told_it,
    a_flood_is_slowed_down_and_nothing_of_it_is_lost,
    who_asks_for_help_again_and_again_is_slowed_down)
