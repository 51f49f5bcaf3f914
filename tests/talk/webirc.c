/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/talk/identities.h"
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

/* Its password is "letmein". */
#define HASH                                            \
	"$6$saltsalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/" \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8."
#define GATEWAY                                        \
	"webirc kiwi { password-hash = \"" HASH "\"\n" \
	"hosts = {\"127.0.0.0/8\", \"unix\"} }\n"

static struct host *
host_of_gateway(const char *more)
{
	struct buf conf = {0};
	struct host *h;

	buf_addf(&conf, "flood-rate = 0\n%s%s", more, GATEWAY);
	h = host_start(conf.data);
	buf_free(&conf);
	return h;
}

/* Somebody who comes through the gateway. */
static struct peer *
visitor_of(struct host *h, const char *nick, const char *rest)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "WEBIRC letmein kiwi %s", rest);
	peer_register(p, nick);
	return p;
}

START_TEST(a_gateway_says_where_its_people_come_from)
{
	struct host *h = host_of_gateway("");
	struct peer *p =
	    visitor_of(h, "visitor", "home.example.org 198.51.100.3");

	peer_send(p, "USERHOST visitor");
	peer_next(p, ":* 302 visitor :visitor=+~visitor@home.example.org");
	peer_send(p, "WHOIS visitor");
	peer_expect(p, ":* 338 visitor visitor 198.51.100.3 :*");
}
END_TEST

START_TEST(who_comes_through_a_gateway_is_told_to_itself_as_such)
{
	struct host *h = host_of_gateway("");
	struct peer *p = visitor_of(h, "visitor", "198.51.100.3 198.51.100.3");
	struct peer *b = peer_new(h, "bob");

	peer_send(p, "WHOIS visitor");
	peer_expect(p, ":* 320 visitor visitor :*gateway kiwi");
	peer_send(b, "WHOIS visitor");
	peer_expect_none(b, ":* 320 *gateway*");
}
END_TEST

START_TEST(a_host_that_is_none_is_replaced_by_the_address)
{
	static const char *const bad[] = {"203.0.113.9", "2001:db8::1",
	    "203.0.113.009", "203.0.113", "2001:db8:::1", "3", "localhost",
	    "a@b", "-x", "a!b", ".", "\xc3\xa4.example"};
	struct host *h = host_of_gateway("");
	char nick[8], rest[64];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct peer *p;

		snprintf(nick, sizeof(nick), "n%zu", i);
		snprintf(rest, sizeof(rest), "%s 198.51.100.3", bad[i]);
		p = visitor_of(h, nick, rest);
		peer_send(p, "USERHOST %s", nick);
		peer_next(p, ":* 302 * :*@198.51.100.3");
	}
}
END_TEST

START_TEST(addresses_of_ipv6_are_written_without_a_leading_colon)
{
	struct host *h = host_of_gateway("");
	struct peer *p = visitor_of(h, "visitor", "0::2 0::2");

	peer_send(p, "USERHOST visitor");
	peer_next(p, ":* 302 visitor :visitor=+~visitor@0::2");
}
END_TEST

START_TEST(bans_and_limits_are_for_the_address_of_the_person)
{
	struct host *h = host_of_gateway("sessions-per-address = 2\n");
	struct peer *a = peer_join(h, "alice", "#c"), *p, *q;

	peer_send(a, "MODE #c +b *!*@198.51.100.3");
	peer_barrier(a);
	p = visitor_of(h, "p", "198.51.100.3 198.51.100.3");
	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 474 p #c :*");
	visitor_of(h, "q", "198.51.100.3 198.51.100.3");
	q = peer_connect(h, "r");
	peer_send(q, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(q, "Too many connections from your address");
	visitor_of(h, "s", "198.51.100.4 198.51.100.4");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	visitor_of(h, "t", "198.51.100.3 198.51.100.3");
}
END_TEST

START_TEST(a_name_of_ones_address_gets_nobody_past_a_ban_of_it)
{
	struct host *h = host_of_gateway("");
	struct peer *a = peer_join(h, "alice", "#c,#d"), *p;

	peer_send(a, "MODE #c +b *!*@198.51.100.*");
	peer_send(a, "MODE #d +b $m:*!*@198.51.100.3");
	peer_barrier(a);
	p = visitor_of(h, "p", "home.example.org 198.51.100.3");
	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 474 p #c :*");
	peer_joins(p, "#d");
	peer_send(p, "PRIVMSG #d :hello");
	peer_next(p, ":* 404 p #d :*");
	peer_send(a, "MODE #c +e *!*@198.51.100.3");
	peer_barrier(a);
	peer_joins(p, "#c");
	peer_joins(visitor_of(h, "q", "home.example.org 203.0.113.3"), "#d");
}
END_TEST

START_TEST(of_several_gateways_at_one_address_it_is_the_one_that_is_named)
{
	struct host *h =
	    host_start("flood-rate = 0\n"
		       "webirc other { hosts = {\"127.0.0.1\"} }\n" GATEWAY);
	struct peer *p = visitor_of(h, "visitor", "198.51.100.3 198.51.100.3");

	peer_send(p, "WHOIS visitor");
	peer_expect(p, ":* 320 visitor visitor :*gateway kiwi");
	p = peer_connect(h, "p");
	peer_send(p, "WEBIRC letmein other 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "Invalid WEBIRC password");
}
END_TEST

START_TEST(a_gateway_brings_no_more_of_loopback_than_there_is_room_for)
{
	struct host *h = host_of_gateway("sessions = 5\n");
	struct peer *p;

	for (int i = 0; i < 4; i++)
		peer_new(h, (char[]){(char)('a' + i), '\0'});
	p = peer_connect_local(h, "p");
	peer_send(p, "WEBIRC letmein kiwi 127.0.0.1 127.0.0.1");
	peer_expect_error(p, "full for loopback");
	p = peer_connect_local(h, "q");
	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_register(p, "visitor");
}
END_TEST

START_TEST(a_wrong_password_or_address_ends_the_connection)
{
	struct host *h = host_of_gateway("");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "WEBIRC guess kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "Invalid WEBIRC password");
	p = peer_connect(h, "q");
	peer_send(p, "WEBIRC letmein kiwi host.example 198.51.100");
	peer_expect_error(p, "Invalid WEBIRC address");
}
END_TEST

START_TEST(who_is_no_gateway_is_refused)
{
	struct host *h =
	    host_start("flood-rate = 0\n"
		       "webirc kiwi { password-hash = \"" HASH "\"\n"
		       "hosts = {\"192.0.2.1\"} }\n"
		       "webirc none { hosts = {\"127.0.0.1\"} }\n");
	struct host *none = host_start("flood-rate = 0\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "Invalid WEBIRC password");
	p = peer_connect_local(h, "q");
	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "WEBIRC is not for your address");
	p = peer_connect(none, "r");
	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "WEBIRC is not for your address");
}
END_TEST

START_TEST(webirc_comes_first_and_once)
{
	static const char *const before[] = {"NICK early", "USER u 0 * :U",
	    "CAP LS 302", "CAP LS\r\nCAP END", "PASS word", "AWAY :out",
	    "WEBIRC letmein kiwi 192.0.2.1 192.0.2.1"};
	struct host *h = host_of_gateway("");
	struct peer *p;

	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
		p = peer_connect(h, "p");
		peer_send(p, "%s", before[i]);
		peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
		peer_expect_error(p, "WEBIRC ");
	}
	p = peer_new(h, "visitor");
	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_next(p, ":* 462 visitor :*");
}
END_TEST

START_TEST(the_login_of_a_gateway_is_not_that_of_its_people)
{
	struct host *h = host_of_gateway("");
	struct peer *p = peer_connect_local(h, "p");

	peer_send(p, "WEBIRC letmein kiwi host.example 198.51.100.3");
	peer_register(p, "visitor");
	peer_send(p, "WHOIS visitor");
	peer_next(p, ":* 311 visitor visitor ~visitor host.example \\* :*");
	peer_expect(p, ":* 318 *");
	peer_send(p, "WHO visitor %%ua");
	peer_next(p, ":* 354 visitor ~visitor *0");
	peer_send(p, "WHOIS visitor");
	peer_expect_none(p, ":* 330 *");
	peer_send(p, "WHOIS visitor");
	peer_expect_none(p, ":* 320 *local user*");
}
END_TEST

START_TEST(who_is_secure_at_a_near_gateway_has_mode_z)
{
	struct host *h = host_of_gateway("");
	struct peer *p = peer_connect(h, "p"), *b = peer_new(h, "bob");

	peer_send(p,
	    "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3 "
	    ":remote-port=5 secure=yes local-port=6697");
	peer_send(p, "NICK visitor");
	peer_send(p, "USER v 0 * :V");
	peer_expect(p, ":* 221 visitor *+Z");
	peer_send(b, "WHOIS visitor");
	peer_expect(b, ":* 671 bob visitor :*");
	peer_send(b, "WHOIS bob");
	peer_expect_none(b, ":* 671 *");
}
END_TEST

START_TEST(mode_z_is_nobodys_to_set_or_to_take_off)
{
	struct host *h = host_of_gateway("");
	struct peer *p = visitor_of(
	    h, "visitor", "198.51.100.3 198.51.100.3 :insecure secured");
	struct peer *z =
	    visitor_of(h, "zoe", "198.51.100.3 198.51.100.3 secure");

	peer_send(p, "MODE visitor +Z");
	peer_expect_none(p, "*MODE*");
	peer_send(p, "MODE visitor");
	peer_expect(p, ":* 221 visitor *+");
	peer_send(z, "MODE zoe -Z");
	peer_expect_none(z, "*MODE*");
	peer_send(z, "MODE zoe");
	peer_expect(z, ":* 221 zoe *+Z");
}
END_TEST

START_TEST(a_ban_is_for_the_address_that_the_gateway_says)
{
	struct host *h = host_of_operator(GATEWAY);
	struct peer *o = peer_operator(h), *p;

	peer_send(o, "DLINE 198.51.100.0/24 :no");
	peer_expect(o, ":here NOTICE boss :* is banned for good*");
	p = peer_connect(h, "p");
	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_expect_error(p, "You are banned from this server: no");
	visitor_of(h, "q", "203.0.113.3 203.0.113.3");
}
END_TEST

START_TEST(a_gateways_certificate_is_not_that_of_its_people)
{
	struct identity *its = identity_for("gateway", 86400);
	const struct peer_tls_options o = {.id = its};
	struct host *h = host_start_tls("flood-rate = 0\n" GATEWAY);
	struct peer *p = peer_connect_tls(h, "p", &o);

	peer_send(p, "WEBIRC letmein kiwi 198.51.100.3 198.51.100.3");
	peer_register(p, "visitor");
	peer_send(p, "WHOIS visitor");
	peer_expect(p, ":* 311 visitor visitor ~visitor 198.51.100.3 *");
	peer_expect_none(p, ":* 276 *");
	identity_free(its);
}
END_TEST

TALK_SUITE_LOGIN(talk_webirc,
    TESTS(a_gateway_says_where_its_people_come_from,
	who_comes_through_a_gateway_is_told_to_itself_as_such,
	a_host_that_is_none_is_replaced_by_the_address,
	addresses_of_ipv6_are_written_without_a_leading_colon,
	bans_and_limits_are_for_the_address_of_the_person,
	a_gateway_brings_no_more_of_loopback_than_there_is_room_for,
	a_name_of_ones_address_gets_nobody_past_a_ban_of_it,
	of_several_gateways_at_one_address_it_is_the_one_that_is_named,
	a_wrong_password_or_address_ends_the_connection,
	who_is_no_gateway_is_refused, webirc_comes_first_and_once,
	who_is_secure_at_a_near_gateway_has_mode_z,
	mode_z_is_nobodys_to_set_or_to_take_off,
	a_gateways_certificate_is_not_that_of_its_people),
    TESTS(the_login_of_a_gateway_is_not_that_of_its_people,
	a_ban_is_for_the_address_that_the_gateway_says))
