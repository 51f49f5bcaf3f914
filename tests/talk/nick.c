/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

START_TEST(nick_user_pass_and_cap_register_in_any_order)
{
	static const char *const lines[] = {
	    "PASS sesame", "NICK n", "USER u 0 * :U", "CAP LS 302"};
	/* each order of four */
	static const char *const orders[] = {"0123", "0132", "0213", "0231",
	    "0312", "0321", "1023", "1032", "1203", "1230", "1302", "1320",
	    "2013", "2031", "2103", "2130", "2301", "2310", "3012", "3021",
	    "3102", "3120", "3201", "3210"};
	struct host *h = host_start("flood-rate = 0\npassword = \"sesame\"\n");

	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		struct peer *p = peer_connect(h, "p");

		/* with CAP behind the others they register at once */
		peer_send(p, "CAP REQ :server-time");
		for (const char *o = orders[i]; *o; o++)
			peer_send(p, "%s", lines[*o - '0']);
		peer_expect_none(p, ":* 001 *");
		peer_send(p, "CAP END");
		peer_expect(p, ":* 001 n :*");
		peer_send(p, "QUIT");
		peer_expect_end(p);
	}
}
END_TEST

START_TEST(the_last_pass_nick_and_user_count)
{
	struct host *h = host_start("password = \"sesame\"\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS");
	peer_send(p, "PASS wrong");
	peer_send(p, "NICK one");
	peer_send(p, "USER first 0 * :First");
	peer_send(p, "USER second 0 * :Second");
	peer_send(p, "NICK two");
	peer_send(p, "PASS sesame");
	peer_send(p, "CAP END");
	peer_expect(p, ":* 001 two :*two!~second@*");
	peer_send(p, "WHOIS two");
	peer_expect(p, ":* 311 two two ~second * :Second");
	peer_new(host_start(NULL), "one");
}
END_TEST

START_TEST(a_nick_chosen_before_registration_is_free_again_by_another)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK first");
	peer_send(p, "NICK other");
	peer_barrier(p);
	peer_new(h, "first");
	peer_send(p, "USER u 0 * :U");
	peer_expect(p, ":* 001 other :*");
}
END_TEST

START_TEST(who_loses_the_nick_at_the_last_moment_may_choose_another)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS 302");
	peer_send(p, "NICK same");
	peer_send(p, "USER u 0 * :U");
	peer_barrier(p);
	peer_new(h, "SAME");
	peer_send(p, "CAP END");
	peer_expect(p, ":* 433 \\* same :*");
	peer_send(p, "JOIN #c");
	peer_next(p, ":* 451 \\* :*");
	peer_send(p, "NICK other");
	peer_expect(p, ":* 001 other :*");
}
END_TEST

START_TEST(a_refused_nick_leaves_the_old_one)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_join(h, "visitor", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	static const char *const bad[] = {
	    "BOB", "1st", "a*b", "NickServ", "#c", "a b"};

	peer_barrier(b);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		peer_send(p, "NICK :%s", bad[i]);
		peer_expect(p, ":* 43? visitor *");
		ck_assert_glob(peer_last(p),
		    i == 0 ? ":* 433 visitor BOB :*" : ":* 432 visitor * :*");
	}
	peer_send(p, "NICK");
	peer_next(p, ":* 431 visitor :*");
	peer_expect_none(b, "*NICK*");
	peer_send(b, "PRIVMSG visitor :still you?");
	peer_expect(p, ":bob!* PRIVMSG visitor :still you?");
}
END_TEST

START_TEST(a_refused_nick_that_is_no_word_is_shown_as_a_star)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK :two words");
	peer_next(p, ":* 432 \\* \\* :*");
	peer_send(p, "NICK ::x");
	peer_next(p, ":* 432 \\* \\* :*");
}
END_TEST

START_TEST(a_new_case_alone_is_no_collision_and_is_no_whowas_of_another)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_send(a, "NICK ALICE");
	peer_next(a, ":alice!* NICK *ALICE");
	peer_send(b, "NICK aLiCe");
	peer_next(b, ":* 433 bob aLiCe :*");
	peer_send(b, "WHOIS alice");
	peer_next(b, ":* 311 bob ALICE *");
}
END_TEST

START_TEST(quit_before_registration_is_told_to_nobody)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK visitor");
	peer_send(p, "QUIT :never mind");
	peer_expect_error(p, "never mind");
	peer_expect_none(a, "*visitor*");
	peer_send(a, "WHOWAS visitor");
	peer_next(a, ":* 406 alice visitor :*");
}
END_TEST

START_TEST(setname_is_told_to_oneself_and_refused_with_its_label)
{
	struct host *h = host_start("realname-length = 10\n");
	struct peer *a =
	    peer_join_caps(h, "alice", "setname labeled-response batch", "#c");
	struct peer *b = peer_join_caps(h, "bob", "setname", "#c");
	struct peer *x = peer_new_caps(h, "xavier", "setname");

	peer_barrier(b);
	peer_send(a, "@label=1 SETNAME :New Name");
	peer_expect(a, ":alice!~alice@* SETNAME :New Name");
	ck_assert_str_eq(peer_tag(a, "label"), "1");
	peer_next(b, ":alice!~alice@* SETNAME :New Name");
	peer_send(a, "@label=2 SETNAME :Much too long");
	peer_next(a, ":* FAIL SETNAME INVALID_REALNAME :*");
	ck_assert_str_eq(peer_tag(a, "label"), "2");
	peer_send(a, "@label=3 SETNAME");
	peer_next(a, ":* 461 alice SETNAME :*");
	peer_expect_none(b, "*");
	peer_expect_none(x, "*");
}
END_TEST

START_TEST(a_nick_that_could_be_taken_for_anothers_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *m = peer_connect(h, "m");

	peer_send(m, "NICK aIice");
	peer_next(m, ":* 433 \\* aIice :aIice looks like alice, *");
	peer_send(m, "NICK aIice_");
	peer_send(m, "USER m 0 * :M");
	peer_expect(m, ":* 001 aIice_ *");
	peer_barrier(m);
	peer_send(m, "NICK a1ice");
	peer_next(m, ":* 433 aIice_ a1ice :a1ice looks like alice, *");
	peer_caps(m, "standard-replies");
	peer_send(m, "NICK a|ice");
	peer_next(m, ":* FAIL NICK NICKNAME_CONFUSABLE a|ice :*alice*");
	peer_barrier(a);
	peer_send(a, "NICK a1ice");
	peer_next(a, ":alice!* NICK *a1ice");
}
END_TEST

START_TEST(of_two_alike_who_register_the_first_one_has_the_nick)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect(h, "a"), *b = peer_connect(h, "b");

	peer_send(a, "NICK mary");
	peer_barrier(a);
	peer_send(b, "NICK rnary");
	peer_barrier(b);
	peer_send(a, "USER a 0 * :A");
	peer_expect(a, ":* 001 mary *");
	peer_send(b, "USER b 0 * :B");
	peer_expect(b, ":* 433 \\* rnary :rnary looks like mary, *");
	peer_send(b, "NICK bob");
	peer_expect(b, ":* 001 bob *");
}
END_TEST

START_TEST(a_login_is_not_kept_from_its_name_by_one_that_looks_like_it)
{
	struct host *h = host_start(NULL);
	struct peer *p, *l;

	if (!my_login() || strcmp(my_login(), "root") != 0)
		return;
	peer_new(h, "r00t");
	l = peer_connect_local(h, "l");
	peer_register(l, "root");
	peer_send(l, "QUIT");
	peer_expect_end(l);
	p = peer_connect(h, "p");
	peer_send(p, "NICK ro0t");
	peer_next(p, ":* 433 \\* ro0t :ro0t looks like r*");
}
END_TEST

TALK_SUITE(talk_nick, nick_user_pass_and_cap_register_in_any_order,
    the_last_pass_nick_and_user_count,
    a_nick_chosen_before_registration_is_free_again_by_another,
    who_loses_the_nick_at_the_last_moment_may_choose_another,
    a_refused_nick_leaves_the_old_one,
    a_refused_nick_that_is_no_word_is_shown_as_a_star,
    a_new_case_alone_is_no_collision_and_is_no_whowas_of_another,
    quit_before_registration_is_told_to_nobody,
    setname_is_told_to_oneself_and_refused_with_its_label,
    a_nick_that_could_be_taken_for_anothers_is_refused,
    of_two_alike_who_register_the_first_one_has_the_nick,
    a_login_is_not_kept_from_its_name_by_one_that_looks_like_it)
