/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

/* bob, who holds caps, is in #c, and banned there by alice. */
static struct peer *
banned(struct host **h, struct peer **op, const char *caps)
{
	struct peer *b;

	*h = host_start(NULL);
	*op = peer_join(*h, "alice", "#c");
	b = peer_new_caps(*h, "bob", caps);
	peer_joins(b, "#c");
	peer_send(*op, "MODE #c -t+b bob");
	peer_expect(b, ":alice!* MODE #c -t+b bob!*@*");
	peer_barrier(*op);
	return b;
}

START_TEST(who_is_banned_says_nothing_in_a_topic)
{
	struct host *h;
	struct peer *a, *b = banned(&h, &a, "");

	peer_send(b, "TOPIC #c :hear me");
	peer_expect(b, ":* 404 bob #c :*");
	peer_send(a, "MODE #c +v bob");
	peer_expect(b, ":alice!* MODE #c +v bob");
	peer_send(b, "TOPIC #c :hear me");
	peer_expect(a, ":bob!* TOPIC #c :hear me");
}
END_TEST

START_TEST(who_may_not_speak_in_a_moderated_channel_sets_no_topic)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c -t+m");
	peer_expect(b, ":alice!* MODE #c -t+m");
	peer_send(b, "TOPIC #c :hear me");
	peer_expect(b, ":* 404 bob #c :*");
}
END_TEST

START_TEST(who_is_banned_says_nothing_in_parting)
{
	struct host *h;
	struct peer *a, *b = banned(&h, &a, "");

	peer_send(b, "PART #c :hear me");
	peer_next(b, ":bob!* PART #c");
	peer_next(a, ":bob!* PART #c");
}
END_TEST

START_TEST(who_may_speak_says_why_they_part)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +C");
	peer_send(b, "PART #c :good bye");
	peer_expect(a, ":bob!* PART #c :good bye");
	peer_joins(b, "#c");
	peer_send(b, "PART #c :\001VERSION\001");
	peer_expect(a, ":bob!* PART #c");
}
END_TEST

START_TEST(who_is_banned_keeps_their_nick_while_they_stay)
{
	struct host *h;
	struct peer *a, *b = banned(&h, &a, "");

	peer_send(b, "NICK robert");
	peer_next(b, ":* 435 bob robert #c :*");
	peer_send(b, "NICK Bob");
	peer_expect(a, ":bob!* NICK Bob");
	peer_send(a, "MODE #c +v bob");
	peer_expect(b, ":alice!* MODE #c +v *ob");
	peer_send(b, "NICK robert");
	peer_expect(a, ":Bob!* NICK robert");
	peer_send(b, "NICK bob");
	peer_expect(a, ":robert!* NICK bob");
	peer_send(a, "MODE #c -v bob");
	peer_expect(b, ":alice!* MODE #c -v bob");
	peer_send(b, "PART #c");
	peer_send(b, "NICK robert");
	peer_expect(b, ":bob!* NICK robert");
}
END_TEST

START_TEST(who_is_muted_keeps_their_nick_too)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "MODE #c +b m:bob");
	peer_expect(b, ":alice!* MODE #c +b $m:bob!*@*");
	peer_send(b, "NICK robert");
	peer_next(b, ":* 435 bob robert #c :*");
	peer_send(a, "MODE #c +e bob");
	peer_expect(b, ":alice!* MODE #c +e bob!*@*");
	peer_send(b, "NICK robert");
	peer_expect(b, ":bob!* NICK robert");
}
END_TEST

START_TEST(who_is_banned_keeps_their_real_name_while_they_stay)
{
	struct host *h;
	struct peer *a, *b = banned(&h, &a, "setname standard-replies");

	peer_send(b, "SETNAME :hear me");
	peer_next(b, ":* FAIL SETNAME CANNOT_CHANGE_REALNAME :*#c*");
	peer_send(b, "PART #c");
	peer_send(b, "SETNAME :Bob again");
	peer_expect(b, ":bob!* SETNAME :Bob again");
}
END_TEST

START_TEST(an_empty_or_overlong_mask_bans_nobody)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +b :");
	peer_next(a, ":* 696 alice #c b \\* :A mask is not empty");
	peer_send(a, "MODE #c +b %0210d", 1);
	peer_next(a, ":* 696 alice #c b \\* :A mask has at most 200 bytes");
	peer_send(a, "MODE #c +b");
	peer_next(a, ":* 368 alice #c :*");
}
END_TEST

TALK_SUITE(talk_silence, who_is_banned_says_nothing_in_a_topic,
    who_may_not_speak_in_a_moderated_channel_sets_no_topic,
    who_is_banned_says_nothing_in_parting, who_may_speak_says_why_they_part,
    who_is_banned_keeps_their_nick_while_they_stay,
    who_is_muted_keeps_their_nick_too,
    who_is_banned_keeps_their_real_name_while_they_stay,
    an_empty_or_overlong_mask_bans_nobody)
