/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(a_watcher_with_extended_monitor_is_told_what_neighbours_are)
{
	static const char *const names[] = {
	    "extended-monitor", "draft/extended-monitor"};
	struct host *h = host_start(NULL);
	struct peer *b = peer_new_caps(h, "bob", "setname");
	char caps[128], nick[8];

	for (size_t i = 0; i < 2; i++) {
		struct peer *a;

		snprintf(nick, sizeof(nick), "w%zu", i);
		snprintf(
		    caps, sizeof(caps), "%s away-notify setname", names[i]);
		a = peer_new_caps(h, nick, caps);
		peer_send(a, "MONITOR + BOB");
		peer_expect(a, ":* 730 * :bob!*");
		peer_send(b, "AWAY :lunch");
		peer_next(a, ":bob!~bob@* AWAY :lunch");
		peer_send(b, "AWAY");
		peer_next(a, ":bob!~bob@* AWAY");
		peer_send(b, "SETNAME :Robert");
		peer_next(a, ":bob!~bob@* SETNAME :Robert");
		peer_send(a, "MONITOR - bob");
		peer_barrier(a);
		peer_send(b, "AWAY :again");
		peer_expect(b, ":* 306 *");
		peer_expect_none(a, "*");
		peer_send(b, "AWAY");
	}
}
END_TEST

START_TEST(a_watcher_is_told_nothing_that_it_has_no_capability_for)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_new_caps(h, "bob", "setname");
	struct peer *only = peer_new_caps(h, "only", "extended-monitor");
	struct peer *away = peer_new_caps(h, "away", "away-notify setname");
	struct peer *none =
	    peer_new_caps(h, "none", "extended-monitor away-notify setname");

	peer_send(only, "MONITOR + bob");
	peer_expect(only, ":* 730 *");
	peer_send(away, "MONITOR + bob");
	peer_expect(away, ":* 730 *");
	peer_send(b, "AWAY :lunch");
	peer_send(b, "SETNAME :Robert");
	peer_expect(b, ":* SETNAME *");
	peer_expect_none(only, "*");
	peer_expect_none(away, "*");
	peer_expect_none(none, "*bob*");
}
END_TEST

START_TEST(a_watcher_who_shares_a_channel_is_told_once)
{
	struct host *h = host_start(NULL);
	struct peer *b = peer_join_caps(h, "bob", "setname", "#c");
	struct peer *a = peer_join_caps(
	    h, "alice", "extended-monitor away-notify setname", "#c");

	peer_send(a, "MONITOR + bob");
	peer_expect(a, ":* 730 *");
	peer_send(b, "AWAY :lunch");
	peer_expect(b, ":* 306 *");
	ck_assert_uint_eq(peer_count(a, ":bob!* AWAY :lunch"), 1);
	peer_send(b, "SETNAME :Robert");
	peer_expect(b, ":* SETNAME *");
	ck_assert_uint_eq(peer_count(a, ":bob!* SETNAME :Robert"), 1);
}
END_TEST

START_TEST(who_watches_themselves_is_told_once)
{
	struct host *h = host_start(NULL);
	struct peer *a =
	    peer_new_caps(h, "alice", "extended-monitor away-notify setname");

	peer_send(a, "MONITOR + alice");
	peer_expect(a, ":* 730 *");
	peer_send(a, "SETNAME :Alicia");
	ck_assert_uint_eq(peer_count(a, "* SETNAME :Alicia"), 1);
	peer_send(a, "AWAY :lunch");
	ck_assert_uint_eq(peer_count(a, "* AWAY *"), 0);
}
END_TEST

START_TEST(an_invitation_is_told_to_members_who_could_invite)
{
	struct host *h = host_start(NULL);
	struct peer *op = peer_join_caps(h, "op", "invite-notify", "#c");
	struct peer *two = peer_join_caps(h, "two", "invite-notify", "#c");
	struct peer *deaf = peer_join(h, "deaf", "#c");
	struct peer *out = peer_new_caps(h, "out", "invite-notify");
	struct peer *guest = peer_new(h, "guest");

	peer_barrier(op);
	peer_barrier(two);
	peer_send(op, "INVITE guest #c");
	peer_next(op, ":* 341 op guest #c");
	peer_expect_none(op, "*");
	peer_next(two, ":op!~op@* INVITE guest #c");
	peer_next(guest, ":op!~op@* INVITE guest #c");
	peer_expect_none(guest, "*");
	peer_expect_none(deaf, "*INVITE*");
	peer_expect_none(out, "*INVITE*");
	peer_send(op, "MODE #c +i");
	peer_expect(two, "* MODE #c +i");
	peer_send(op, "INVITE out #c");
	peer_expect(out, ":op!* INVITE out #c");
	peer_expect_none(out, "*INVITE*");
	peer_expect_none(two, "*INVITE*");
	peer_send(op, "MODE #c +o two");
	peer_expect(two, "* MODE #c +o *two");
	peer_send(op, "INVITE guest #c");
	peer_expect(two, ":op!* INVITE guest #c");
}
END_TEST

START_TEST(no_names_come_after_a_join_where_they_are_not_wanted)
{
	static const char *const names[] = {
	    "no-implicit-names", "draft/no-implicit-names"};
	struct host *h = host_start(NULL);
	struct peer *b = peer_join(h, "bob", "#c");
	char caps[128], nick[8];

	peer_send(b, "TOPIC #c :tea");
	peer_send(b, "PRIVMSG #c :said before");
	peer_barrier(b);
	for (size_t i = 0; i < 2; i++) {
		struct peer *a;

		snprintf(nick, sizeof(nick), "w%zu", i);
		snprintf(caps, sizeof(caps), "%s server-time", names[i]);
		a = peer_new_caps(h, nick, caps);
		peer_send(a, "JOIN #c");
		peer_next(a, ":w* JOIN #c");
		peer_next(a, ":* 332 * #c :tea");
		peer_next(a, ":* 333 *");
		peer_next(a, ":bob!* PRIVMSG #c :said before");
		peer_expect_none(a, "*");
		peer_send(a, "NAMES #c");
		peer_next(a, ":* 353 * = #c :*bob*");
		peer_next(a, ":* 366 * #c :*");
	}
}
END_TEST

START_TEST(who_comes_in_away_is_away_from_the_beginning)
{
	struct host *h = host_start(NULL);
	struct peer *w =
	    peer_new_caps(h, "watcher", "extended-monitor away-notify");
	struct peer *p = peer_connect(h, "p"), *a = peer_new(h, "alice");

	peer_send(w, "MONITOR + bob");
	peer_next(w, ":* 731 watcher :bob");
	peer_send(p, "CAP REQ draft/pre-away");
	peer_next(p, ":* CAP \\* ACK :draft/pre-away");
	peer_send(p, "AWAY :only fetching the news");
	peer_next(p, ":* 306 \\* :*");
	peer_send(p, "CAP END");
	peer_register(p, "bob");
	peer_next(w, ":* 730 watcher :bob!*");
	peer_next(w, ":bob!* AWAY :only fetching the news");
	peer_send(a, "PRIVMSG bob :hi");
	peer_next(a, ":* 301 alice bob :only fetching the news");
	peer_send(p, "AWAY");
	peer_expect(p, ":* 305 bob :*");
	peer_next(w, ":bob!* AWAY");
}
END_TEST

START_TEST(a_star_tells_in_words_that_nobody_is_there)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p"), *a = peer_new(h, "alice");

	peer_send(p, "CAP REQ draft/pre-away");
	peer_send(p, "AWAY *");
	peer_expect(p, ":* 306 \\* :*");
	peer_send(p, "CAP END");
	peer_register(p, "bob");
	peer_send(a, "WHOIS bob");
	peer_expect(a, ":* 301 alice bob :Nobody is at this device now");
	peer_send(p, "AWAY :");
	peer_expect(p, ":* 305 bob :*");
	peer_send(a, "PRIVMSG bob :hi");
	peer_expect_none(a, "* 301 *");
	peer_send(p, "AWAY *");
	peer_expect(p, ":* 306 bob :*");
	peer_send(a, "PRIVMSG bob :hi");
	peer_expect(a, ":* 301 alice bob :Nobody is at this device now");
}
END_TEST

START_TEST(before_registration_away_is_changed_and_taken_back)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p"), *a = peer_new(h, "alice");

	peer_send(p, "CAP REQ draft/pre-away");
	peer_send(p, "AWAY :one");
	peer_expect(p, ":* 306 \\* :*");
	peer_send(p, "AWAY");
	peer_next(p, ":* 305 \\* :*");
	peer_send(p, "CAP END");
	peer_register(p, "bob");
	peer_send(a, "PRIVMSG bob :hi");
	peer_expect_none(a, "* 301 *");
}
END_TEST

START_TEST(without_the_capability_away_is_as_ever)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p"), *a = peer_new(h, "alice");

	peer_send(p, "AWAY :early");
	peer_next(p, ":* 451 \\* :*");
	peer_register(p, "bob");
	peer_send(p, "AWAY *");
	peer_expect(p, ":* 306 bob :*");
	peer_send(a, "PRIVMSG bob :hi");
	peer_next(a, ":* 301 alice bob :\\*");
}
END_TEST

TALK_SUITE(talk_presence,
    a_watcher_with_extended_monitor_is_told_what_neighbours_are,
    a_watcher_is_told_nothing_that_it_has_no_capability_for,
    a_watcher_who_shares_a_channel_is_told_once,
    who_watches_themselves_is_told_once,
    an_invitation_is_told_to_members_who_could_invite,
    no_names_come_after_a_join_where_they_are_not_wanted,
    who_comes_in_away_is_away_from_the_beginning,
    a_star_tells_in_words_that_nobody_is_there,
    before_registration_away_is_changed_and_taken_back,
    without_the_capability_away_is_as_ever)
