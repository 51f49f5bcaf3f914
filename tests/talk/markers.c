/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

#define CAPS  "draft/read-marker batch labeled-response"
#define T2019 "timestamp=2019-01-04T14:33:26.123Z"
#define T2020 "timestamp=2020-01-01T00:00:00.000Z"

/* Somebody with an account: the login that runs the tests. */
static struct peer *
login_new(struct host *h, const char *nick, const char *caps)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_caps(p, caps);
	peer_send(p, "CAP END");
	peer_register(p, nick);
	return p;
}

START_TEST(a_marker_comes_between_the_join_and_the_end_of_the_names)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "@label=j JOIN #c");
	peer_next(a, ":* BATCH +* labeled-response");
	peer_next(a, ":alice!* JOIN #c");
	peer_next(a, ":* MARKREAD #c \\*");
	peer_next(a, ":* 353 *");
	peer_next(a, ":* 366 *");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 353 *");
	peer_send(a, "MARKREAD #c " T2019);
	peer_expect(a, ":* MARKREAD #c " T2019);
	peer_expect_none(b, "*MARKREAD*");
	peer_send(a, "PART #c");
	peer_send(a, "JOIN #c");
	peer_expect(a, ":alice!* JOIN #c");
	peer_next(a, ":* MARKREAD #c " T2019);
	peer_expect(a, ":* 366 *");
}
END_TEST

START_TEST(a_labelled_marker_is_answered_with_its_label)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");

	peer_send(a, "@label=m MARKREAD #c " T2019);
	peer_next(a, ":* MARKREAD #c " T2019);
	ck_assert_str_eq(peer_tag(a, "label"), "m");
	peer_send(a, "@label=n MARKREAD #c x");
	peer_next(a, ":* FAIL MARKREAD INVALID_PARAMS x :*");
	ck_assert_str_eq(peer_tag(a, "label"), "n");
}
END_TEST

START_TEST(two_connections_of_an_account_share_their_markers)
{
	struct host *h = host_start(NULL);
	struct peer *desk = login_new(h, "desk", CAPS);
	struct peer *phone = login_new(h, "phone", CAPS);
	struct peer *plain = login_new(h, "plain", "server-time");
	struct peer *other = peer_join_caps(h, "other", CAPS, "#c");

	peer_joins(desk, "#c");
	peer_joins(phone, "#c");
	peer_joins(plain, "#c");
	peer_send(desk, "MARKREAD #c " T2019);
	peer_expect(phone, ":* MARKREAD #c " T2019);
	peer_send(phone, "MARKREAD other " T2020);
	peer_expect(desk, ":* MARKREAD #c " T2019);
	peer_next(desk, ":* MARKREAD other " T2020);
	peer_send(phone, "MARKREAD #c " T2020);
	peer_next(desk, ":* MARKREAD #c " T2020);
	peer_expect_none(plain, "*MARKREAD*");
	peer_expect_none(other, "*MARKREAD*");
}
END_TEST

START_TEST(markers_of_an_account_outlive_a_kill_of_the_server)
{
	struct host *h = host_start(NULL);
	struct peer *a = login_new(h, "desk", CAPS);
	struct peer *other = peer_new(h, "other");

	peer_joins(a, "#c");
	peer_send(a, "PRIVMSG #c :so that it stays");
	peer_send(a, "MARKREAD #c " T2019);
	peer_expect(a, ":* MARKREAD #c " T2019);
	peer_send(a, "MARKREAD other " T2020);
	peer_expect(a, ":* MARKREAD other " T2020);
	host_kill(h);
	host_again(h, NULL, false);
	a = login_new(h, "phone", CAPS);
	other = peer_new(h, "other");
	peer_barrier(other);
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* MARKREAD #c " T2019);
	peer_send(a, "MARKREAD other");
	peer_expect(a, ":* MARKREAD other " T2020);
}
END_TEST

TALK_SUITE_LOGIN(talk_markers,
    TESTS(a_marker_comes_between_the_join_and_the_end_of_the_names,
	a_labelled_marker_is_answered_with_its_label),
    TESTS(two_connections_of_an_account_share_their_markers,
	markers_of_an_account_outlive_a_kill_of_the_server))
