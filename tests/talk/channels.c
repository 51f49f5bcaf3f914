/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(a_joiner_gets_join_topic_and_names_in_that_order)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "TOPIC #c :What it is about");
	peer_expect(a, ":alice!* TOPIC #c :What it is about");
	peer_send(b, "JOIN #c");
	peer_next(b, ":bob!* JOIN *#c");
	peer_next(b, ":* 332 bob #c :What it is about");
	peer_next(b, ":* 333 bob #c alice* *");
	peer_next(b, ":* 353 bob = #c :*");
	ck_assert_ptr_nonnull(strstr(peer_last(b), "@alice"));
	ck_assert_ptr_nonnull(strstr(peer_last(b), "bob"));
	peer_next(b, ":* 366 bob #c :*");
	peer_expect(a, ":bob!* JOIN *#c");
}
END_TEST

START_TEST(without_a_topic_none_is_sent)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "JOIN #c");
	peer_next(a, ":alice!* JOIN *#c");
	peer_next(a, ":* 353 alice = #c :@alice");
	peer_next(a, ":* 366 alice #c :*");
	peer_send(a, "TOPIC #c");
	peer_expect(a, ":* 331 alice #c :*");
}
END_TEST

START_TEST(joining_again_is_silent)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_barrier(a);
	peer_send(a, "JOIN #C");
	peer_expect_none(a, "*");
	peer_expect_none(b, "*JOIN*");
}
END_TEST

START_TEST(the_maker_of_a_channel_has_op_and_the_next_has_not)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(b, "MODE #c +s");
	peer_expect(b, ":* 482 bob #c :*");
	peer_send(a, "MODE #c +s");
	peer_expect(b, ":alice!* MODE #c +s*");
}
END_TEST

START_TEST(nobody_has_op_in_the_lobby_by_coming_first)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "JOIN #lobby");
	peer_expect(a, ":* 353 alice = #lobby :alice");
}
END_TEST

START_TEST(several_channels_are_joined_by_one_line)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "JOIN #a,#b,bad,#c");
	peer_expect(a, ":* 366 alice #a :*");
	peer_expect(a, ":* 366 alice #b :*");
	peer_next(a, ":* 4?? alice bad :*");
	peer_expect(a, ":* 366 alice #c :*");
	peer_send(a, "PART #a,#nope,#b :done");
	peer_next(a, ":alice!* PART #a :done");
	peer_next(a, ":* 403 alice #nope :*");
	peer_next(a, ":alice!* PART #b :done");
}
END_TEST

START_TEST(join_zero_leaves_every_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#a");

	peer_joins(a, "#b");
	peer_send(a, "JOIN 0");
	peer_expect(a, ":alice!* PART #*");
	peer_expect(a, ":alice!* PART #*");
	peer_send(a, "PRIVMSG #a :hi");
	peer_expect(a, ":* 40? alice #a :*");
}
END_TEST

START_TEST(bad_channel_names_are_refused)
{
	static const char *const bad[] = {
	    "c", "##:x\x07", "&local", "+mode", "!12345"};
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");
	char name[80] = "#";

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		peer_send(a, "JOIN %s", bad[i]);
		peer_next(a, ":* 4?? alice *:*");
	}
	memset(name + 1, 'x', 63);
	peer_joins(a, name);
	peer_send(a, "PRIVMSG %s :long name", name);
	peer_expect_none(a, "* 4?? *");
	peer_send(a, "JOIN %s1234567890123456789012345678901234567890", name);
	peer_expect(a, ":* 4?? alice *:*");
}
END_TEST

START_TEST(channels_per_user_are_bounded)
{
	struct host *h = host_start("channels-per-user = 2\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#a");

	peer_joins(a, "#b");
	peer_send(a, "JOIN #d");
	peer_expect(a, ":* 405 alice #d :*");
	peer_send(a, "PART #a");
	peer_joins(a, "#d");
}
END_TEST

START_TEST(part_is_told_to_all_with_its_reason)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(b, "PART #c :tired");
	peer_expect(a, ":bob!* PART #c :tired");
	peer_expect(b, ":bob!* PART #c :tired");
	peer_send(b, "PART #c");
	peer_expect(b, ":* 442 bob #c :*");
	peer_send(a, "PRIVMSG #c :still here?");
	peer_expect_none(b, "*PRIVMSG*");
}
END_TEST

START_TEST(quit_is_told_once_to_each_who_shares_a_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_joins(a, "#d");
	peer_joins(b, "#d");
	peer_send(b, "QUIT :so long");
	peer_expect_end(b);
	ck_assert_uint_eq(peer_count(a, ":bob!* QUIT :Quit: so long"), 1);
	peer_expect_none(x, "*QUIT*");
	peer_joins(x, "#c");
	peer_send(x, "QUIT");
	peer_expect(a, ":xavier!* QUIT :Quit: ");
}
END_TEST

START_TEST(a_lost_connection_is_told_as_quit)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_close(b);
	peer_expect(a, ":bob!* QUIT :*");
	peer_reset(c);
	peer_expect(a, ":carol!* QUIT :*");
}
END_TEST

START_TEST(a_topic_is_bounded_told_and_cleared)
{
	struct host *h = host_start("topic-length = 20\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "TOPIC #c :12345678901234567890");
	peer_expect(b, ":alice!* TOPIC #c :12345678901234567890");
	peer_send(a, "TOPIC #c :1234567890123456789\xc3\xa9zz");
	peer_expect(a, ":alice!* TOPIC #c :1234567890123456789");
	peer_send(a, "TOPIC #c :");
	peer_expect(a, ":alice!* TOPIC #c :");
	peer_send(a, "TOPIC #c");
	peer_expect(a, ":* 331 alice #c :*");
}
END_TEST

START_TEST(who_may_set_the_topic_depends_on_t)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(b, "TOPIC #c :mine");
	peer_expect(b, ":* 482 bob #c :*");
	peer_send(a, "MODE #c -t");
	peer_expect(b, "*MODE #c -t*");
	peer_send(b, "TOPIC #c :mine");
	peer_expect(a, ":bob!* TOPIC #c :mine");
	peer_new(h, "carol");
	peer_send(b, "TOPIC #nowhere :x");
	peer_expect(b, ":* 403 bob #nowhere :*");
}
END_TEST

START_TEST(an_outsider_may_not_set_a_topic)
{
	struct host *h = host_start(NULL);
	struct peer *x = peer_new(h, "xavier");

	peer_join(h, "alice", "#c");
	peer_send(x, "TOPIC #c :x");
	peer_expect(x, ":* 442 xavier #c :*");
}
END_TEST

START_TEST(names_of_a_channel_show_the_highest_prefix_or_all)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new_caps(h, "bob", "multi-prefix");
	struct peer *c =
	    peer_new_caps(h, "carol", "userhost-in-names multi-prefix");

	peer_send(a, "MODE #c +v alice");
	peer_expect(a, "*MODE #c +v *alice");
	peer_send(a, "NAMES #c");
	peer_expect(a, ":* 353 alice = #c :@alice");
	peer_send(b, "NAMES #c");
	peer_expect(b, ":* 353 bob = #c :@+alice");
	peer_expect(b, ":* 366 bob #c :*");
	peer_send(c, "NAMES #c");
	peer_expect(c, ":* 353 carol = #c :@+alice!*@*");
	peer_send(c, "NAMES #none");
	peer_next(c, ":* 366 carol #c :*");
	peer_next(c, ":* 366 carol #none :*");
}
END_TEST

START_TEST(many_names_come_in_lines_that_fit)
{
	enum { N = 60 };
	struct host *h =
	    host_start("sessions-per-address = 0\nflood-rate = 0\n");
	struct peer *a = peer_join(h, "alice", "#c");
	size_t names = 0;
	char nick[40];

	for (int i = 0; i < N; i++) {
		snprintf(nick, sizeof(nick), "somebody_with_a_long_name_%d", i);
		peer_join(h, nick, "#c");
	}
	peer_barrier(a);
	peer_send(a, "NAMES #c");
	for (peer_next(a, "*"); !glob(":* 366 *", peer_last(a));
	     peer_next(a, "*")) {
		ck_assert_glob(peer_last(a), ":* 353 alice = #c :*");
		ck_assert_uint_le(strlen(peer_last(a)), 510);
		const char *list = peer_word(a, 5);
		for (; list; list = strchr(list + 1, ' '))
			names++;
	}
	ck_assert_uint_eq(names, N + 1);
}
END_TEST

START_TEST(an_op_may_kick_and_everybody_sees_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_join(h, "carol", "#c");

	peer_send(b, "KICK #c carol :no");
	peer_expect(b, ":* 482 bob #c :*");
	peer_send(a, "KICK #c carol :enough");
	peer_expect(a, ":alice!* KICK #c carol :enough");
	peer_expect(b, ":alice!* KICK #c carol :enough");
	peer_expect(c, ":alice!* KICK #c carol :enough");
	peer_send(c, "PRIVMSG #c :hi");
	peer_expect(c, ":* 404 carol #c :*");
	peer_send(a, "KICK #c carol");
	peer_expect(a, ":* 441 alice carol #c :*");
	peer_send(a, "KICK #c nobody");
	peer_expect(a, ":* 4?? alice nobody *:*");
	peer_send(c, "KICK #c alice");
	peer_expect(c, ":* 442 carol #c :*");
	peer_send(a, "KICK #c bob");
	peer_expect(b, ":alice!* KICK #c bob :*");
}
END_TEST

START_TEST(an_invitation_lets_somebody_in_once)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "MODE #c +i");
	peer_expect(a, "*MODE #c +i*");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 473 bob #c :*");
	peer_send(a, "INVITE bob #c");
	peer_expect(a, ":* 341 alice bob #c");
	peer_expect(b, ":alice!* INVITE bob *#c");
	peer_joins(b, "#c");
	peer_send(b, "PART #c");
	peer_send(b, "JOIN #c");
	peer_expect(b, ":* 473 bob #c :*");
}
END_TEST

START_TEST(invite_alone_lists_where_one_is_invited)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_new(h, "bob");

	peer_send(b, "INVITE");
	peer_next(b, ":* 337 bob :*");
	peer_send(b, "INVITE alice");
	peer_next(b, ":* 461 bob INVITE :*");
	peer_joins(a, "#d");
	peer_send(a, "INVITE bob #c");
	peer_expect(b, ":alice!* INVITE bob *#c");
	peer_send(b, "INVITE");
	peer_next(b, ":* 336 bob *#c");
	peer_next(b, ":* 337 bob :*");
	peer_joins(b, "#c");
	peer_send(b, "INVITE");
	peer_expect(b, ":* 33? bob *");
	ck_assert_glob(peer_last(b), ":* 337 bob :*");
}
END_TEST

START_TEST(who_may_not_invite_is_told_why)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *c = peer_new(h, "carol");

	peer_send(c, "INVITE bob #c");
	peer_expect(c, ":* 442 carol #c :*");
	peer_send(a, "INVITE bob #c");
	peer_expect(a, ":* 443 alice bob #c :*");
	peer_send(a, "INVITE nobody #c");
	peer_expect(a, ":* 401 alice nobody :*");
	peer_send(a, "MODE #c +i");
	peer_expect(b, "*MODE #c +i*");
	peer_send(b, "INVITE carol #c");
	peer_expect(b, ":* 482 bob #c :*");
	peer_expect_none(c, "*INVITE*");
}
END_TEST

START_TEST(list_shows_channels_with_members_and_topic)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "TOPIC #c :about");
	peer_joins(a, "#secret");
	peer_send(a, "MODE #secret +s");
	peer_barrier(a);
	peer_send(x, "LIST");
	peer_expect(x, ":* 322 xavier #c 1 :*about");
	peer_next(x, ":* 323 xavier :*");
	peer_send(a, "LIST #secret");
	peer_expect(a, ":* 322 alice #secret 1 :*");
	peer_send(x, "LIST #secret");
	peer_expect_none(x, "* 322 *");
}
END_TEST

START_TEST(a_secret_channel_is_hidden_from_outsiders_on_every_path)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#s");
	struct peer *x = peer_new(h, "xavier");

	peer_send(a, "MODE #s +s");
	peer_send(a, "TOPIC #s :private");
	peer_barrier(a);
	peer_send(x, "NAMES #s");
	peer_next(x, ":* 366 xavier #s :*");
	peer_send(x, "WHO #s");
	peer_next(x, ":* 315 xavier #s :*");
	peer_send(x, "WHOIS alice");
	peer_expect_none(x, "* 319 *#s*");
	peer_send(x, "LIST");
	peer_expect_none(x, "* 322 *");
	peer_send(x, "TOPIC #s");
	peer_expect_none(x, "*private*");
	peer_send(x, "MODE #s");
	peer_expect_none(x, "* 324 *");
}
END_TEST

START_TEST(a_kick_from_several_channels_takes_one_from_each)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_joins(a, "#d");
	peer_joins(b, "#d");
	peer_joins(b, "#e");
	peer_barrier(a);
	peer_send(a, "KICK #c,#d,#e bob,bob,bob :out");
	peer_next(a, ":alice!* KICK #c bob :out");
	peer_next(a, ":alice!* KICK #d bob :out");
	peer_next(a, ":* 442 alice #e :*");
	peer_send(a, "KICK #c,#d bob");
	peer_next(a, ":* 461 alice KICK :*");
}
END_TEST

TALK_SUITE(talk_channels, a_joiner_gets_join_topic_and_names_in_that_order,
    without_a_topic_none_is_sent, joining_again_is_silent,
    the_maker_of_a_channel_has_op_and_the_next_has_not,
    nobody_has_op_in_the_lobby_by_coming_first,
    several_channels_are_joined_by_one_line, join_zero_leaves_every_channel,
    bad_channel_names_are_refused, channels_per_user_are_bounded,
    part_is_told_to_all_with_its_reason,
    quit_is_told_once_to_each_who_shares_a_channel,
    a_lost_connection_is_told_as_quit, a_topic_is_bounded_told_and_cleared,
    who_may_set_the_topic_depends_on_t, an_outsider_may_not_set_a_topic,
    names_of_a_channel_show_the_highest_prefix_or_all,
    many_names_come_in_lines_that_fit, an_op_may_kick_and_everybody_sees_it,
    an_invitation_lets_somebody_in_once,
    invite_alone_lists_where_one_is_invited, who_may_not_invite_is_told_why,
    list_shows_channels_with_members_and_topic,
    a_secret_channel_is_hidden_from_outsiders_on_every_path,
    a_kick_from_several_channels_takes_one_from_each)
