/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

START_TEST(stats_are_ended_by_219_whatever_is_asked)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "STATS z");
	peer_next(p, ":* 219 visitor z :*");
	peer_send(p, "STATS :");
	peer_next(p, ":* 219 visitor \\* :*");
	peer_send(p, "STATS u other.server");
	peer_next(p, ":* 402 visitor other.server :*");
	peer_send(p, "STATS");
	peer_next(p, ":* 461 visitor STATS :*");
}
END_TEST

START_TEST(stats_tell_everybody_the_uptime_and_the_commands)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "STATS u");
	peer_next(p, ":* 242 visitor :Server Up 0 days 0:0?:??");
	peer_next(p, ":* 219 visitor u :*");
	peer_send(p, "TIME");
	peer_send(p, "TIME");
	peer_expect(p, ":* 391 *");
	peer_expect(p, ":* 391 *");
	peer_send(p, "STATS m");
	peer_expect(p, ":* 212 visitor TIME 2 8 0");
	peer_expect(p, ":* 219 visitor m :*");
	peer_send(p, "STATS p");
	peer_next(p, ":* 249 visitor p :0 operators are here");
	peer_next(p, ":* 219 visitor p :*");
}
END_TEST

START_TEST(stats_that_are_for_operators_are_refused_to_others)
{
	static const char *const letters[] = {"l", "o", "P", "y"};
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		peer_send(p, "STATS %s", letters[i]);
		peer_next(p, ":* 481 visitor :*");
		peer_next(p, ":* 219 visitor %s :*", letters[i]);
	}
}
END_TEST

START_TEST(stats_tell_operators_of_connections_and_of_each_other)
{
	struct host *h = host_of_operator("");
	struct peer *v = peer_new(h, "visitor");
	struct peer *p = peer_operator(h);

	peer_send(p, "STATS l");
	peer_expect(
	    p, ":here 211 boss visitor\\[~visitor@127.0.0.1] 0 * * * * *");
	peer_expect(p, ":here 219 boss l :*");
	peer_send(p, "STATS o");
	peer_next(p, ":here 243 boss O %s@localhost \\* boss", my_login());
	peer_next(p, ":here 219 boss o :*");
	peer_send(p, "STATS P");
	peer_expect(p, ":here 220 boss P irc://127.0.0.1:%u", h->port);
	peer_expect(p, ":here 219 boss P :*");
	peer_send(p, "STATS y");
	peer_next(p, ":here 218 boss Y users 120 0 1048576");
	peer_send(v, "STATS p");
	peer_next(
	    v, ":here 249 visitor p :boss (%s@localhost) idle *", my_login());
	peer_next(v, ":here 249 visitor p :1 operators are here");
}
END_TEST

START_TEST(an_invisible_operator_is_not_told_to_strangers)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(p, "MODE boss +i");
	peer_barrier(p);
	peer_send(v, "STATS p");
	peer_next(v, ":here 249 visitor p :0 operators are here");
}
END_TEST

START_TEST(the_network_is_one_server)
{
	struct host *h = host_start("server-name = \"here\"\nflood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "LINKS");
	peer_next(p, ":here 364 visitor here here :0 *");
	peer_next(p, ":here 365 visitor \\* :*");
	peer_send(p, "LINKS *.net");
	peer_next(p, ":here 365 visitor \\*.net :*");
	peer_send(p, "LINKS here h*");
	peer_next(p, ":here 364 visitor here here :0 *");
	peer_next(p, ":here 365 visitor h\\* :*");
	peer_send(p, "LINKS there *");
	peer_next(p, ":here 402 visitor there :*");
	peer_send(p, "MAP");
	peer_next(p, ":here 015 visitor :here (1 users)");
	peer_next(p, ":here 017 visitor :*");
}
END_TEST

START_TEST(trace_shows_ones_own_connections_and_operators_all)
{
	struct host *h = host_of_operator("");
	struct peer *v = peer_new(h, "visitor"), *p = peer_operator(h);
	struct peer *q = peer_connect(h, "q");

	peer_barrier(q);
	peer_send(v, "TRACE");
	peer_next(v, ":here 205 visitor User users visitor");
	peer_next(v, ":here 262 visitor here tcpchat-* :*");
	peer_send(v, "TRACE boss");
	peer_next(v, ":here 204 visitor Oper users boss");
	peer_next(v, ":here 262 *");
	peer_send(v, "TRACE nobody");
	peer_next(v, ":here 402 visitor nobody :*");
	peer_send(p, "TRACE here");
	peer_expect(p, ":here 205 boss User users visitor");
	peer_expect(p, ":here 203 boss ???? users 127.0.0.1");
	peer_expect(p, ":here 262 *");
}
END_TEST

START_TEST(other_servers_and_their_services_are_not_there)
{
	struct host *h = host_of_operator("");
	struct peer *v = peer_new(h, "visitor"), *p = peer_operator(h);

	peer_send(v, "CONNECT there");
	peer_next(v, ":here 481 visitor :*");
	peer_send(p, "CONNECT there");
	peer_next(p, ":here 402 boss there :*");
	peer_send(p, "SQUIT there :bye");
	peer_next(p, ":here 402 boss there :*");
	peer_send(p, "SQUIT");
	peer_next(p, ":here 461 boss SQUIT :*");
	peer_send(v, "SERVLIST");
	peer_expect(v, ":here 235 visitor \\* 0 :*");
	peer_send(v, "SERVLIST *Serv 7");
	peer_next(v, ":here 235 visitor \\*Serv 7 :*");
	peer_send(v, "SQUERY irchelp :HELP");
	peer_next(v, ":here 408 visitor irchelp :*");
	peer_send(v, "SERVICE dict * *.fr 0 0 :French");
	peer_next(v, ":here 462 visitor :*");
	peer_send(v, "USERS");
	peer_next(v, ":here 446 visitor :*");
	peer_send(v, "SUMMON somebody");
	peer_next(v, ":here 445 visitor :*");
}
END_TEST

START_TEST(who_would_be_a_service_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "SERVICE dict * *.fr 0 0 :French");
	peer_next(p, ":* 481 \\* :*");
}
END_TEST

START_TEST(userip_shows_the_address_to_who_may_know_it)
{
	struct host *h = host_of_operator("");
	struct peer *v = peer_new(h, "visitor"), *p = peer_operator(h);

	peer_send(v, "USERIP visitor nobody boss");
	peer_next(v,
	    ":here 340 visitor :visitor=+~visitor@127.0.0.1 "
	    "boss\\*=+%s@localhost",
	    my_login());
	peer_send(v, "AWAY :out");
	peer_send(p, "USERIP VISITOR");
	peer_barrier(v);
	peer_send(p, "USERIP VISITOR");
	peer_expect(p, ":here 340 boss :visitor=-~visitor@127.0.0.1");
}
END_TEST

/* Each with the name of a server as its last word. */
START_TEST(another_server_is_not_known_to_any_command)
{
	static const char *const asks[] = {"ADMIN", "INFO", "LUSERS *", "MOTD",
	    "TIME", "TRACE", "VERSION", "STATS u", "LUSERS"};
	struct host *h = host_start("server-name = \"here\"\nflood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
		peer_send(p, "%s there", asks[i]);
		peer_next(p, ":here 402 visitor there :*");
		peer_send(p, "%s h?re", asks[i]);
		peer_expect_none(p, ":here 402 *");
		peer_send(p, "%s visitor", asks[i]);
		peer_expect_none(p, ":here 402 *");
	}
}
END_TEST

START_TEST(helpop_is_help)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "HELPOP JOIN");
	peer_next(p, ":* 704 visitor JOIN :JOIN *");
	peer_expect(p, ":* 706 visitor JOIN :*");
	peer_send(p, "HELPOP nothing");
	peer_next(p, ":* 524 visitor nothing :*");
}
END_TEST

TALK_SUITE_LOGIN(talk_info,
    TESTS(stats_are_ended_by_219_whatever_is_asked,
	stats_tell_everybody_the_uptime_and_the_commands,
	stats_that_are_for_operators_are_refused_to_others,
	the_network_is_one_server, who_would_be_a_service_is_refused,
	another_server_is_not_known_to_any_command, helpop_is_help),
    TESTS(stats_tell_operators_of_connections_and_of_each_other,
	an_invisible_operator_is_not_told_to_strangers,
	trace_shows_ones_own_connections_and_operators_all,
	other_servers_and_their_services_are_not_there,
	userip_shows_the_address_to_who_may_know_it))
