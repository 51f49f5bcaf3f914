/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/talk/nc.h"
#include "tests/talk/oper.h"
#include "tests/talk/somebody.h"
#include "tests/talk/talk.h"

/* In both, and talking in the second. */
static struct peer *
in_two(const struct host *h, const char *nick, const char *channel)
{
	struct peer *p = nc_new(h, nick);

	peer_send(p, "@join %s", channel);
	peer_expect(p, "-- You are in %s*", channel);
	nc_barrier(p);
	return p;
}

START_TEST(one_talks_in_one_of_several_channels_and_hears_which_others_are)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#lobby"), *p;

	peer_joins(b, "#tea");
	p = in_two(h, "alice", "#tea");
	peer_send(b, "PRIVMSG #lobby :there");
	peer_expect(p, "??:?? #lobby <bob> there");
	peer_send(b, "PRIVMSG #tea :here");
	peer_next(p, "??:?? <bob> here");
	peer_send(p, "in tea");
	peer_expect(b, ":alice!* PRIVMSG #tea :in tea");
	peer_send(p, "@join #lobby");
	peer_next(p, "-- What you type is said in #lobby.");
	peer_send(p, "in lobby");
	peer_expect(b, ":alice!* PRIVMSG #lobby :in lobby");
	peer_send(p, "@part #tea enough");
	peer_expect(b, ":alice!* PART #tea :enough");
	peer_send(p, "still");
	peer_expect(b, ":alice!* PRIVMSG #lobby :still");
	peer_send(p, "@part");
	peer_expect(b, ":alice!* PART #lobby");
	peer_send(p, "nowhere");
	peer_expect(p, "! Nothing was said*@join #lobby*");
	peer_expect_none(b, "*nowhere");
}
END_TEST

START_TEST(who_is_thrown_out_says_nothing_elsewhere)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#tea"), *p;

	peer_joins(b, "#lobby");
	p = in_two(h, "alice", "#tea");
	peer_send(b, "KICK #tea alice :out");
	peer_expect(p, "-- bob put you out of #tea*out*");
	peer_send(p, "of tea");
	peer_next(p, "! Nothing was said*@join #lobby*");
	nc_barrier(p);
	peer_expect_none(b, "*of tea");
}
END_TEST

START_TEST(a_channel_that_is_renamed_is_followed)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#tea"), *p, *q;

	p = in_two(h, "alice", "#tea");
	peer_send(b, "RENAME #tea #coffee :stronger");
	peer_expect(p, "-- bob renamed #tea to #coffee*");
	peer_send(p, "still here");
	peer_expect(b, ":alice!* PRIVMSG #coffee :still here");
	q = nc_new(h, "carol");
	peer_send(q, "@join #tea");
	peer_expect(q, "-- You are in #coffee*");
	peer_send(q, "me too");
	peer_expect(b, ":carol!* PRIVMSG #coffee :me too");
}
END_TEST

START_TEST(who_may_not_come_in_or_speak_is_told_in_a_sentence)
{
	struct host *h = host_start_plain(NULL);
	struct peer *b = peer_join(h, "bob", "#tea");
	struct peer *p = nc_new(h, "alice"), *q;

	peer_joins(b, "#lobby");
	peer_send(b, "MODE #tea +b alice!*@*");
	peer_expect(b, ":bob!* MODE #tea +b *");
	peer_send(p, "@join #tea");
	peer_expect(p, "! *#tea*");
	peer_send(p, "in the lobby");
	peer_expect(b, ":alice!* PRIVMSG #lobby :in the lobby");
	peer_send(b, "MODE #tea +km sesam");
	peer_expect(b, ":bob!* MODE #tea +km *");
	q = nc_new(h, "carol");
	peer_send(q, "@join tea");
	peer_next(q, "! *#tea*");
	peer_send(q, "@join tea sesam");
	peer_expect(q, "-- You are in #tea*");
	nc_barrier(q);
	peer_send(q, "may I?");
	peer_next(q, "! *#tea*");
	peer_expect_none(b, "*may I?");
}
END_TEST

START_TEST(who_is_banned_is_told_and_does_not_come_in)
{
	struct peer *o, *p, *q;
	char conf[256];
	struct host *h;

	snprintf(conf, sizeof(conf),
	    "flood-rate = 0\noper boss { logins = {\"%s\"} }\n", my_login());
	h = host_start_plain(conf);
	o = peer_operator(h);
	p = nc_new(h, "alice");
	q = nc_connect(h, "guest");
	peer_send(o, "KLINE *!~plain@* :no guests today");
	peer_expect(p, "! *no guests today");
	peer_expect_end(p);
	peer_send(q, "hi");
	peer_expect(q, "! *no guests today");
	peer_expect_end(q);
	peer_expect_none(o, ":* PRIVMSG *");
}
END_TEST

#define LOGINS "flood-rate = 0\nloopback-logins = yes\nreserve-logins = yes\n"

START_TEST(who_is_known_to_the_system_comes_in_under_their_login)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain(LOGINS);
	struct peer *b = peer_join(h, "bob", "#lobby"), *p;

	if (!pw)
		return;
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "hi");
	peer_expect(p, "-- You are %s*", pw->pw_name);
	peer_expect(
	    b, ":%s!%s@localhost PRIVMSG #lobby :hi", pw->pw_name, pw->pw_name);
}
END_TEST

START_TEST(nobody_else_takes_a_login_of_this_machine)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain(LOGINS);
	struct peer *p;

	if (!pw || geteuid() != 0)
		return;
	p = nc_connect(h, "root");
	peer_send(p, "@nick %s", pw->pw_name);
	peer_next(p, "! *");
	peer_next(p, "! You have no nickname yet*");
}
END_TEST

START_TEST(other_devices_move_nobody_and_are_heard)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain(LOGINS);
	struct peer *b = peer_join(h, "bob", "#lobby"), *d, *p;

	if (!pw)
		return;
	peer_joins(b, "#tea");
	d = peer_connect_as(h, "device", pw->pw_uid);
	peer_register(d, pw->pw_name);
	peer_joins(d, "#lobby");
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "hi");
	peer_expect(p, "-- What you type is said in #lobby.");
	peer_expect(b, ":%s!* PRIVMSG #lobby :hi", pw->pw_name);
	peer_joins(d, "#tea");
	peer_expect(p, "-- You are in #tea*");
	peer_send(p, "still in the lobby");
	peer_expect(b, ":%s!* PRIVMSG #lobby :still in the lobby", pw->pw_name);
	peer_send(d, "PRIVMSG #tea :from the other device");
	peer_expect(p, "??:?? #tea <%s> from the other device", pw->pw_name);
	peer_send(d, "PART #lobby");
	peer_expect(b, ":%s!* PART #lobby", pw->pw_name);
	peer_send(p, "of the lobby");
	peer_expect(p, "! Nothing was said*@join #tea*");
	peer_expect_none(b, "*of the lobby");
}
END_TEST

START_TEST(private_talk_waits_for_a_login_and_is_shown_once)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain(LOGINS);
	struct peer *b = peer_join(h, "bob", "#lobby"), *p;

	if (!pw)
		return;
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "@quit");
	peer_send(p, "hi");
	peer_expect_end(p);
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "hi");
	nc_barrier(p);
	peer_half_close(p);
	peer_expect_end(p);
	peer_expect(b, ":%s!* QUIT *", pw->pw_name);
	peer_send(b, "PRIVMSG %s :one", pw->pw_name);
	peer_send(b, "PRIVMSG %s :two", pw->pw_name);
	peer_barrier(b);
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "back");
	peer_expect(p, "??:?? [dm] bob: one");
	peer_next(p, "??:?? [dm] bob: two");
	peer_send(b, "PRIVMSG %s :three", pw->pw_name);
	peer_expect(p, "??:?? [dm] bob: three");
	peer_half_close(p);
	peer_expect(p, "-- Goodbye*");
	peer_expect(b, ":%s!* QUIT *", pw->pw_name);
	/* what was read is known to the millisecond */
	for (int64_t now = clock_wall_ms(); clock_wall_ms() < now + 2;)
		peer_barrier(b);
	peer_send(b, "PRIVMSG %s :four", pw->pw_name);
	peer_barrier(b);
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "back again");
	peer_expect(p, "-- You are in #lobby*");
	ck_assert_uint_eq(nc_count(p, "*bob: *"), 1);
	p = nc_connect_as(h, "nc2", pw->pw_uid);
	peer_send(p, "and once more");
	nc_expect_none(p, "*bob: *");
}
END_TEST

START_TEST(what_one_said_before_one_left_is_found_as_ones_own)
{
	const struct passwd *pw = somebody();
	struct host *h = host_start_plain(LOGINS);
	struct peer *b = peer_join(h, "bob", "#lobby"), *p;

	if (!pw)
		return;
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "@dm bob the sesame opens");
	peer_expect(b, ":%s!* PRIVMSG bob :the sesame opens", pw->pw_name);
	peer_half_close(p);
	peer_expect(b, ":%s!* QUIT *", pw->pw_name);
	p = nc_connect_as(h, "nc", pw->pw_uid);
	peer_send(p, "@search sesame");
	peer_expect(p, "??:?? [dm] to bob: the sesame opens");
}
END_TEST

TALK_SUITE_LOGIN(talk_plain_place,
    TESTS(private_talk_waits_for_a_login_and_is_shown_once,
	one_talks_in_one_of_several_channels_and_hears_which_others_are,
	who_is_thrown_out_says_nothing_elsewhere,
	a_channel_that_is_renamed_is_followed,
	who_may_not_come_in_or_speak_is_told_in_a_sentence,
	who_is_known_to_the_system_comes_in_under_their_login,
	nobody_else_takes_a_login_of_this_machine,
	other_devices_move_nobody_and_are_heard,
	what_one_said_before_one_left_is_found_as_ones_own),
    TESTS(who_is_banned_is_told_and_does_not_come_in))
