/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/metadata_peers.h"

START_TEST(subscriptions_are_listed_and_taken_back)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SUBS");
	peer_next(a, ":* BATCH +* metadata-subs");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "METADATA * SUB a b c d e f");
	peer_next(a, ":* 770 alice a b c d e");
	peer_next(a, ":* 770 alice f");
	peer_send(a, "METADATA * SUB b $x");
	peer_next(a, ":* FAIL METADATA KEY_INVALID $x :*");
	peer_next(a, ":* 770 alice b");
	peer_send(a, "METADATA * UNSUB a c e f z $y");
	peer_next(a, ":* FAIL METADATA KEY_INVALID $y :*");
	peer_next(a, ":* 771 alice a c e f z");
	peer_send(a, "METADATA * SUBS");
	peer_next(a, ":* BATCH +* metadata-subs");
	peer_next(a, ":* 772 alice b d");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":* BATCH -*");
	peer_send(a, "METADATA #c SUB a");
	peer_next(a, ":* FAIL METADATA INVALID_TARGET #c :*");
}
END_TEST

START_TEST(the_first_key_too_many_is_named_and_the_rest_not_tried)
{
	struct host *h = host_start("metadata-subscriptions = 3\n");
	struct peer *a = peer_new_caps(h, "alice", CAPS);

	peer_send(a, "METADATA * SUB a b");
	peer_next(a, ":* 770 alice a b");
	peer_send(a, "METADATA * SUB c a d");
	peer_next(a, ":* 770 alice c");
	peer_next(a, ":* FAIL METADATA TOO_MANY_SUBS a :*");
	peer_expect_none(a, "*");
}
END_TEST

START_TEST(a_change_is_told_to_who_subscribed_and_shares_a_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");
	struct peer *c = peer_join_caps(h, "carol", CAPS, "#c");
	struct peer *d = peer_new_caps(h, "dave", CAPS);
	struct peer *e = peer_join(h, "eve", "#c");

	subscribe(a, "url");
	subscribe(b, "url");
	subscribe(c, "avatar");
	subscribe(d, "url");
	peer_send(e, "METADATA * SUB url");
	peer_barrier(e);
	peer_send(a, "METADATA * SET url :x");
	peer_next(a, ":* 761 alice alice url \\* :x");
	peer_next(b, ":alice!* METADATA alice url \\* :x");
	peer_send(a, "METADATA * SET url :x");
	peer_send(a, "METADATA * SET url");
	peer_expect(a, ":* 766 *");
	peer_next(b, ":alice!* METADATA alice url \\*");
	peer_send(a, "METADATA #c SET url :chan");
	peer_next(b, ":alice!* METADATA #c url \\* :chan");
	peer_expect_none(a, "*METADATA*");
	peer_expect_none(c, "*METADATA*");
	peer_expect_none(d, "*METADATA*");
	peer_expect_none(e, "*METADATA*");
}
END_TEST

START_TEST(who_joins_is_shown_what_it_subscribed_to_and_others_see_its_own)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "METADATA * SET url :alices");
	peer_send(a, "METADATA * SET other :x");
	peer_send(a, "METADATA #c SET url :channels");
	subscribe(a, "url");
	subscribe(b, "url");
	peer_send(b, "METADATA * SET url :bobs");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 366 bob #c :*");
	expect_metadata(b, "#c");
	peer_next(b, ":* METADATA #c url \\* :channels");
	ck_assert_ptr_nonnull(peer_tag(b, "batch"));
	peer_next(b, ":* METADATA alice url \\* :alices");
	peer_next(b, ":* METADATA bob url \\* :bobs");
	peer_next(b, ":* BATCH -*");
	peer_expect(a, ":bob!* JOIN #c");
	peer_next(a, ":bob!* METADATA bob url \\* :bobs");
}
END_TEST

START_TEST(who_subscribes_is_shown_the_values_there_are)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	peer_joins(a, "#d");
	peer_joins(b, "#d");
	peer_send(a, "METADATA * SET url :alices");
	peer_send(a, "METADATA #c SET url :channels");
	peer_barrier(a);
	peer_barrier(b);
	peer_send(b, "METADATA * SUB url");
	peer_next(b, ":* 770 bob url");
	expect_metadata(b, "#c");
	peer_next(b, ":* METADATA #c url \\* :channels");
	peer_next(b, ":* METADATA alice url \\* :alices");
	peer_next(b, ":* BATCH -*");
	expect_metadata(b, "#d");
	peer_next(b, ":* BATCH -*");
	peer_send(b, "METADATA * SUB url");
	peer_next(b, ":* 770 bob url");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(sync_shows_what_is_subscribed_to)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c");

	subscribe(b, "url");
	peer_send(a, "METADATA * SET url :alices");
	peer_send(a, "METADATA * SET other :x");
	peer_send(a, "METADATA #c SET url :channels");
	peer_expect(b, ":* METADATA #c url *");
	peer_send(b, "METADATA #c SYNC");
	expect_metadata(b, "#c");
	peer_next(b, ":* METADATA #c url \\* :channels");
	peer_next(b, ":* METADATA alice url \\* :alices");
	ck_assert_ptr_nonnull(peer_tag(b, "batch"));
	peer_next(b, ":* BATCH -*");
	peer_send(b, "METADATA alice SYNC");
	expect_metadata(b, "alice");
	peer_next(b, ":* METADATA alice url \\* :alices");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(who_monitors_somebody_hears_of_theirs)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	struct peer *b = peer_new_caps(h, "bob", CAPS), *c;

	peer_send(a, "METADATA * SET url :one");
	peer_barrier(a);
	subscribe(b, "url");
	peer_send(b, "MONITOR + alice,carol");
	peer_next(b, ":* 730 bob :alice!*");
	peer_next(b, ":* 731 bob :carol");
	peer_next(b, ":* METADATA alice url \\* :one");
	peer_send(a, "METADATA * SET url :two");
	peer_next(b, ":alice!* METADATA alice url \\* :two");
	c = peer_connect(h, "carol");
	peer_caps(c, CAPS);
	peer_send(c, "METADATA * SET url :early");
	peer_send(c, "CAP END");
	peer_register(c, "carol");
	peer_next(b, ":* 730 bob :carol!*");
	peer_next(b, ":carol!* METADATA carol url \\* :early");
	peer_send(b, "MONITOR - alice");
	peer_barrier(b);
	peer_send(a, "METADATA * SET url :three");
	peer_barrier(a);
	peer_expect_none(b, "*METADATA*");
}
END_TEST

START_TEST(in_an_auditorium_nobody_hears_of_whom_they_do_not_see)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#c");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#c"), *c;

	subscribe(a, "url");
	subscribe(b, "url");
	peer_send(a, "MODE #c +u");
	peer_barrier(a);
	c = peer_new_caps(h, "carol", CAPS);
	peer_send(c, "METADATA * SET url :one");
	peer_send(c, "JOIN #c");
	peer_send(c, "METADATA * SET url :two");
	peer_expect(a, ":carol!* METADATA carol url \\* :one");
	peer_expect(a, ":carol!* METADATA carol url \\* :two");
	peer_expect_none(b, "*METADATA*");
	peer_send(b, "METADATA #c SYNC");
	peer_next(b, ":* BATCH +* metadata #c");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(who_is_hidden_in_one_channel_is_shown_of_the_other)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#u");
	struct peer *b = peer_new_caps(h, "bob", CAPS);
	struct peer *c = peer_new_caps(h, "carol", CAPS);

	peer_send(a, "MODE #u +u");
	peer_barrier(a);
	peer_send(b, "METADATA * SET url :bobs");
	peer_joins(b, "#u");
	peer_joins(b, "#c");
	peer_joins(c, "#u");
	peer_joins(c, "#c");
	peer_send(c, "METADATA * SUB url");
	peer_next(c, ":* 770 carol url");
	expect_metadata(c, "#u");
	peer_next(c, ":* BATCH -*");
	expect_metadata(c, "#c");
	peer_next(c, ":* METADATA bob url \\* :bobs");
	peer_next(c, ":* BATCH -*");
}
END_TEST

START_TEST(who_takes_a_nick_that_is_watched_is_shown_like_one_that_comes)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new_caps(h, "alice", CAPS);
	struct peer *b = peer_new_caps(h, "bob", CAPS);

	peer_send(a, "METADATA * SET url :one");
	peer_barrier(a);
	subscribe(b, "url");
	peer_send(b, "MONITOR + alicia");
	peer_next(b, ":* 731 bob :alicia");
	peer_send(a, "NICK alicia");
	peer_next(b, ":* 730 bob :alicia!*");
	peer_next(b, ":* METADATA alicia url \\* :one");
	peer_send(a, "NICK ALICIA");
	peer_barrier(a);
	peer_expect_none(b, "*METADATA*");
}
END_TEST

START_TEST(who_comes_anew_by_a_rename_is_shown_what_it_subscribed_to)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "alice", CAPS, "#old");
	struct peer *b = peer_join_caps(h, "bob", CAPS, "#old");
	struct peer *c =
	    peer_join_caps(h, "carol", CAPS " draft/channel-rename", "#old");

	subscribe(b, "url");
	subscribe(c, "url");
	peer_send(a, "METADATA * SET url :alices");
	peer_send(a, "METADATA #old SET url :channels");
	peer_expect(b, ":alice!* METADATA #old url *");
	peer_expect(c, ":alice!* METADATA #old url *");
	peer_barrier(b);
	peer_send(a, "RENAME #old #new");
	peer_expect(b, ":* 366 bob #new :*");
	expect_metadata(b, "#new");
	peer_next(b, ":* METADATA #new url \\* :channels");
	peer_next(b, ":* METADATA alice url \\* :alices");
	peer_next(b, ":* BATCH -*");
	peer_next(c, ":alice!* RENAME #old #new :");
	peer_expect_none(c, "*");
}
END_TEST

TALK_SUITE(talk_metadata_sub, subscriptions_are_listed_and_taken_back,
    the_first_key_too_many_is_named_and_the_rest_not_tried,
    a_change_is_told_to_who_subscribed_and_shares_a_channel,
    who_joins_is_shown_what_it_subscribed_to_and_others_see_its_own,
    who_subscribes_is_shown_the_values_there_are,
    sync_shows_what_is_subscribed_to, who_monitors_somebody_hears_of_theirs,
    in_an_auditorium_nobody_hears_of_whom_they_do_not_see,
    who_is_hidden_in_one_channel_is_shown_of_the_other,
    who_takes_a_nick_that_is_watched_is_shown_like_one_that_comes,
    who_comes_anew_by_a_rename_is_shown_what_it_subscribed_to)
