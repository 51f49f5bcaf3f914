/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

START_TEST(a_knock_is_heard_by_those_who_may_open)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #c +i");
	peer_barrier(a);
	peer_send(x, "KNOCK #C");
	peer_next(x, ":* 711 xavier #c :*");
	peer_next(a, ":* 710 #c #c xavier!~xavier@127.0.0.1 :has asked *");
	peer_expect_none(b, ":* 710 *");
	peer_send(a, "INVITE xavier #c");
	peer_expect(x, ":alice!* INVITE xavier *#c");
	peer_joins(x, "#c");
}
END_TEST

START_TEST(one_knocks_at_what_is_locked_or_full_too)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#locked,#full");
	struct peer *x = peer_new(h, "xavier"), *y = peer_new(h, "yvonne");

	peer_send(a, "MODE #locked +k key");
	peer_send(a, "MODE #full +l 1");
	peer_barrier(a);
	peer_send(x, "KNOCK #locked");
	peer_next(x, ":* 711 xavier #locked :*");
	peer_expect(a, ":* 710 #locked #locked xavier!*");
	peer_send(y, "KNOCK #full");
	peer_next(y, ":* 711 yvonne #full :*");
	peer_expect(a, ":* 710 #full #full yvonne!*");
}
END_TEST

START_TEST(where_knocking_makes_no_sense_it_is_refused)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#open,#shut");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #shut +ib xavier");
	peer_barrier(a);
	peer_send(x, "KNOCK #open");
	peer_next(x, ":* 713 xavier #open :*");
	peer_send(x, "KNOCK #shut");
	peer_next(x, ":* 474 xavier #shut :*");
	peer_send(a, "KNOCK #open");
	peer_expect(a, ":* 714 alice #open :*");
	peer_expect_none(a, ":* 710 *");
}
END_TEST

START_TEST(a_secret_channel_is_as_absent_to_who_knocks)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #c +is");
	peer_barrier(a);
	peer_send(x, "KNOCK #C");
	peer_next(x, ":* 403 xavier #C :No such channel");
	peer_send(x, "KNOCK #D");
	peer_next(x, ":* 403 xavier #D :No such channel");
	peer_expect_none(a, ":* 710 *");
}
END_TEST

START_TEST(knocking_again_soon_is_refused)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c,#d");
	struct peer *x = peer_new(h, "xavier"), *y = peer_new(h, "yvonne");

	peer_send(a, "MODE #c +i");
	peer_send(a, "MODE #d +i");
	peer_barrier(a);
	peer_send(x, "KNOCK #c");
	peer_next(x, ":* 711 xavier #c :*");
	peer_send(x, "KNOCK #d");
	peer_next(x, ":* 712 xavier #d :*(user)");
	peer_send(y, "KNOCK #c");
	peer_next(y, ":* 712 yvonne #c :*(channel)");
	peer_send(y, "KNOCK #d");
	peer_next(y, ":* 711 yvonne #d :*");
	peer_expect(a, ":* 710 #c #c xavier!*");
	peer_next(a, ":* 710 #d #d yvonne!*");
}
END_TEST

START_TEST(isupport_says_that_one_may_knock)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "VERSION");
	peer_expect(p, ":* 005 visitor *KNOCK *");
}
END_TEST

TALK_SUITE(talk_knock, a_knock_is_heard_by_those_who_may_open,
    one_knocks_at_what_is_locked_or_full_too,
    where_knocking_makes_no_sense_it_is_refused,
    a_secret_channel_is_as_absent_to_who_knocks, knocking_again_soon_is_refused,
    isupport_says_that_one_may_knock)
