/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

#define NO_FLOODS "flood-rate = 0\n"

START_TEST(lusers_count_the_unregistered_the_invisible_and_channels)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#a"), *b = peer_new(h, "bob");
	struct peer *p = peer_connect(h, "p");

	peer_send(b, "MODE bob +i");
	peer_barrier(b);
	peer_barrier(p);
	peer_send(a, "LUSERS");
	peer_next(a, ":* 251 alice :There are 1 users and 1 invisible on 1 *");
	peer_next(a, ":* 253 alice 1 :*");
	peer_next(a, ":* 254 alice 1 :*");
	peer_next(a, ":* 255 alice :I have 2 clients and 0 servers");
	peer_next(a, ":* 265 alice 2 2 :*");
	peer_next(a, ":* 266 alice 2 2 :*");
}
END_TEST

START_TEST(admin_tells_place_and_name_line_by_line)
{
	struct host *h = host_start("admin-name = \"Ada\"\n"
				    "admin-location = \"The cellar\"\n"
				    "admin-email = \"ada@chat.test\"\n");
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "ADMIN");
	peer_next(a, ":* 256 alice * :*");
	peer_next(a, ":* 257 alice :Ada");
	peer_next(a, ":* 258 alice :The cellar");
	peer_next(a, ":* 259 alice :ada@chat.test");
}
END_TEST

START_TEST(masks_of_invitations_are_listed_with_who_and_when)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +I friend");
	peer_expect(b, ":alice!* MODE #c +I friend!\\*@\\*");
	peer_send(b, "MODE #c I");
	peer_next(b, ":* 346 bob #c friend!\\*@\\* alice* 1*");
	peer_next(b, ":* 347 bob #c :*");
}
END_TEST

START_TEST(each_wrong_channel_name_has_its_numeric)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "JOIN #");
	peer_next(a, ":* 476 alice # :*");
	peer_send(a, "JOIN chat");
	peer_next(a, ":* 403 alice chat :*");
	peer_send(a, "MODE #none +n");
	peer_next(a, ":* 403 alice #none :*");
	peer_send(a, "KICK #none alice");
	peer_next(a, ":* 403 alice #none :*");
	peer_send(a, "INVITE alice #none");
	peer_next(a, ":* 403 alice #none :*");
}
END_TEST

START_TEST(keys_go_to_the_channels_in_their_order)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#a"), *b = peer_new(h, "bob");

	peer_joins(a, "#b");
	peer_joins(a, "#c");
	peer_send(a, "MODE #a +k one");
	peer_send(a, "MODE #c +k three");
	peer_barrier(a);
	peer_send(b, "JOIN #a,#b,#c one,x,three");
	peer_expect(b, ":* 366 bob #a :*");
	peer_expect(b, ":* 366 bob #b :*");
	peer_expect(b, ":* 366 bob #c :*");
	peer_send(b, "JOIN 0");
	peer_barrier(b);
	peer_send(b, "JOIN #a,#c three,one");
	peer_next(b, ":* 475 bob #a :*");
	peer_next(b, ":* 475 bob #c :*");
}
END_TEST

START_TEST(targmax_bounds_every_command_that_it_names)
{
	struct host *h = host_start("targets = 2\n" NO_FLOODS);
	struct peer *a =
	    peer_join_caps(h, "alice", "message-tags echo-message", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_barrier(a);
	peer_send(a, "KICK #c bob,carol,dave");
	peer_next(a, ":* 407 alice bob,carol,dave :*");
	peer_send(a, "@+a=b TAGMSG #c,bob,carol");
	peer_next(a, ":* 407 alice #c,bob,carol :*");
	peer_send(a, "PRIVMSG #c,bob,carol :x");
	peer_next(a, ":* 407 alice #c,bob,carol :*");
	peer_send(a, "WHOWAS a,b,c");
	peer_next(a, ":* 407 alice a,b,c :*");
	peer_send(a, "NOTICE #c,bob,carol :x");
	peer_expect_none(a, "*");
	peer_expect_none(b, ":alice!*");
}
END_TEST

/* Of all channels that LIST takes a condition for, the one is named; NULL:
 * none. */
static void
lists(struct peer *p, const char *conditions, const char *channel)
{
	peer_send(p, "LIST %s", conditions);
	peer_next(p, ":* 321 *");
	if (channel)
		peer_next(p, ":* 322 * %s *", channel);
	peer_next(p, ":* 323 *");
}

START_TEST(list_takes_each_condition_of_elist)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_join(h, "alice", "#topic");
	struct peer *b = peer_join(h, "bob", "#topic");

	peer_joins(b, "#plain");
	peer_send(a, "TOPIC #topic :something");
	peer_barrier(a);
	peer_send(a, "VERSION");
	peer_expect(a, ":* 005 * ELIST=CMNTU *");
	peer_barrier(a);
	lists(a, ">1", "#topic");
	lists(a, "<2", "#plain");
	lists(a, "#to*", "#topic");
	lists(a, "!#to*", "#plain");
	lists(a, "!#*", NULL);
	lists(a, "C<5,#topic", "#topic");
	lists(a, "C>5", NULL);
	lists(a, "T<5", "#topic");
	lists(a, "T>5", NULL);
	lists(a, "C<5,>1", "#topic");
}
END_TEST

START_TEST(whois_asks_a_server_that_is_there)
{
	struct host *h = host_start("server-name = \"here\"\n" NO_FLOODS);
	struct peer *a = peer_new(h, "alice");

	peer_new(h, "bob");
	peer_send(a, "WHOIS elsewhere bob");
	peer_next(a, ":here 402 alice elsewhere :*");
	peer_send(a, "WHOIS here bob");
	peer_next(a, ":here 311 alice bob *");
	peer_expect(a, ":here 318 alice bob :*");
	peer_send(a, "WHOIS alice bob");
	peer_next(a, ":here 311 alice bob *");
	peer_expect(a, ":here 318 alice bob :*");
	peer_send(a, "WHOIS nobody NOBODY");
	peer_next(a, ":here 401 alice NOBODY :*");
	peer_next(a, ":here 318 alice NOBODY :*");
}
END_TEST

START_TEST(names_and_who_of_what_is_not_there_end_all_the_same)
{
	struct host *h = host_start(NO_FLOODS);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "NAMES #none,nobody");
	peer_next(a, ":* 366 alice #none :*");
	peer_next(a, ":* 366 alice nobody :*");
	peer_send(a, "NAMES");
	peer_next(a, ":* 366 alice \\* :*");
	peer_send(a, "WHO #none");
	peer_next(a, ":* 315 alice #none :*");
	peer_send(a, "LIST #none");
	peer_next(a, ":* 321 *");
	peer_next(a, ":* 323 *");
}
END_TEST

TALK_SUITE(talk_numerics,
    lusers_count_the_unregistered_the_invisible_and_channels,
    admin_tells_place_and_name_line_by_line,
    masks_of_invitations_are_listed_with_who_and_when,
    each_wrong_channel_name_has_its_numeric,
    keys_go_to_the_channels_in_their_order,
    targmax_bounds_every_command_that_it_names,
    list_takes_each_condition_of_elist, whois_asks_a_server_that_is_there,
    names_and_who_of_what_is_not_there_end_all_the_same)
