/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/oper.h"
#include "tests/talk/talk.h"

START_TEST(who_knows_chghost_is_told_once_and_oneself_too)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *v = peer_join_caps(h, "visitor", "chghost", "#c,#d");
	struct peer *b = peer_join_caps(h, "bob", "chghost", "#c,#d");
	struct peer *x = peer_new_caps(h, "xavier", "chghost");

	peer_barrier(v);
	peer_send(p, "CHGHOST VISITOR staff.example");
	peer_next(
	    p, ":here NOTICE boss :visitor is ~visitor@staff.example now");
	peer_next(v,
	    ":visitor!~visitor@127.0.0.1 CHGHOST ~visitor "
	    "staff.example");
	peer_next(b,
	    ":visitor!~visitor@127.0.0.1 CHGHOST ~visitor "
	    "staff.example");
	peer_send(p, "CHGIDENT visitor vip");
	peer_next(p, ":here NOTICE boss :visitor is vip@staff.example now");
	peer_next(b,
	    ":visitor!~visitor@staff.example CHGHOST vip "
	    "staff.example");
	peer_expect_none(b, "*");
	peer_expect_none(x, "*CHGHOST*");
}
END_TEST

START_TEST(who_does_not_know_it_sees_a_quit_and_a_return)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *v = peer_join_caps(h, "visitor", "away-notify", "#c,#d");
	struct peer *b =
	    peer_join_caps(h, "bob", "extended-join away-notify", "#c,#d");
	struct peer *y = peer_join(h, "yvonne", "#d");

	peer_joins(v, "#alone");
	peer_send(v, "MODE #c +v visitor");
	peer_send(v, "AWAY :lunch");
	peer_barrier(v);
	peer_barrier(b);
	peer_barrier(y);
	peer_send(p, "CHGHOST visitor staff.example");
	peer_next(b, ":visitor!~visitor@127.0.0.1 QUIT :Changing host");
	for (int i = 0; i < 2; i++) {
		peer_next(b,
		    ":visitor!~visitor@staff.example JOIN #? \\* "
		    ":The real visitor");
		if (peer_word(b, 2)[1] == 'c')
			peer_next(b, ":here MODE #c *ov visitor visitor");
		else
			peer_next(b, ":here MODE #d *o visitor");
	}
	peer_next(b, ":visitor!~visitor@staff.example AWAY :lunch");
	peer_next(y, ":visitor!~visitor@127.0.0.1 QUIT :Changing host");
	peer_next(y, ":visitor!~visitor@staff.example JOIN #d");
	peer_next(y, ":here MODE #d *o visitor");
	peer_expect_none(y, "*");
	peer_expect_none(v, "*visitor!*");
}
END_TEST

START_TEST(who_watches_by_extended_monitor_is_told_too)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *x = peer_new_caps(h, "xavier", "chghost extended-monitor");
	struct peer *y = peer_new_caps(h, "yvonne", "extended-monitor");

	peer_new(h, "visitor");
	peer_send(x, "MONITOR + visitor");
	peer_expect(x, ":here 730 *");
	peer_send(y, "MONITOR + visitor");
	peer_expect(y, ":here 730 *");
	peer_send(p, "CHGHOST visitor staff.example");
	peer_next(x,
	    ":visitor!~visitor@127.0.0.1 CHGHOST ~visitor "
	    "staff.example");
	peer_expect_none(y, "*");
}
END_TEST

START_TEST(in_an_auditorium_it_is_told_to_who_sees_them_only)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *a = peer_join(h, "alice", "#c");
	struct peer *b, *k;

	peer_send(a, "MODE #c +u");
	peer_barrier(a);
	peer_join(h, "visitor", "#c");
	b = peer_join(h, "bob", "#c");
	k = peer_join_caps(h, "kim", "chghost", "#c");
	peer_barrier(a);
	peer_send(p, "CHGHOST visitor staff.example");
	peer_next(a, ":visitor!* QUIT :Changing host");
	peer_next(a, ":visitor!~visitor@staff.example JOIN #c");
	peer_expect_none(b, "*visitor!*");
	peer_expect_none(k, "*visitor!*");
}
END_TEST

START_TEST(the_new_host_is_what_bans_whois_and_whowas_go_by)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *v = peer_new(h, "visitor"),
		    *a = peer_join(h, "alice", "#c");

	peer_send(a, "MODE #c +b *!*@staff.example");
	peer_barrier(a);
	peer_send(p, "CHGHOST visitor staff.example");
	peer_expect(p, ":here NOTICE boss :*");
	peer_send(v, "JOIN #c");
	peer_next(v, ":* 474 visitor #c :*");
	peer_send(a, "WHOIS visitor");
	peer_next(a, ":* 311 alice visitor ~visitor staff.example \\* :*");
	peer_send(a, "PRIVMSG visitor :hi");
	peer_expect(v, ":alice!* PRIVMSG visitor :hi");
	peer_send(v, "PRIVMSG alice :hello");
	peer_expect(a, ":visitor!~visitor@staff.example PRIVMSG alice :hello");
	peer_send(v, "QUIT");
	peer_expect_end(v);
	peer_send(a, "WHOWAS visitor");
	peer_expect(a, ":* 314 alice visitor ~visitor staff.example \\* :*");
	peer_send(p, "WHOWAS visitor");
	peer_expect(p, ":* 314 boss visitor ~visitor staff.example \\* :*");
}
END_TEST

START_TEST(only_operators_change_hosts)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h), *v = peer_new(h, "visitor");

	peer_send(v, "CHGHOST visitor staff.example");
	peer_next(v, ":here 481 visitor :*");
	peer_send(v, "CHGIDENT visitor root");
	peer_next(v, ":here 481 visitor :*");
	peer_send(p, "CHGHOST nobody staff.example");
	peer_next(p, ":here 401 boss nobody :*");
	peer_send(p, "CHGHOST visitor");
	peer_next(p, ":here 461 boss CHGHOST :*");
}
END_TEST

START_TEST(what_is_no_host_or_user_name_is_refused)
{
	static const char *const hosts[] = {":", "a b", "a!b", "a@b", "-a",
	    ".a", "a.", "localhost", "LOCALHOST", "a\x02", "\xc3\xa4",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	static const char *const users[] = {":", "~", "a b", "a!b", "a@b",
	    "~~a", "a~", "abcdefghijklmnopqrstu"};
	struct host *h = host_of_operator("");
	struct peer *p = peer_connect_local(h, "boss");

	peer_caps(p, "standard-replies");
	peer_send(p, "CAP END");
	peer_register(p, "boss");
	peer_send(p, "OPER boss");
	peer_expect(p, ":boss!* MODE boss *+o");
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		peer_send(p, "CHGHOST boss :%s", hosts[i] + (*hosts[i] == ':'));
		peer_next(p, ":here FAIL CHGHOST INVALID_HOST :*");
	}
	for (size_t i = 0; i < sizeof(users) / sizeof(*users); i++) {
		peer_send(
		    p, "CHGIDENT boss :%s", users[i] + (*users[i] == ':'));
		peer_next(p, ":here FAIL CHGIDENT INVALID_USER :*");
	}
}
END_TEST

START_TEST(a_refusal_is_a_notice_to_who_knows_no_standard_replies)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);

	peer_send(p, "CHGHOST boss localhost");
	peer_next(p, ":here NOTICE boss :localhost is *");
}
END_TEST

START_TEST(the_same_host_again_is_told_to_nobody)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_operator(h);
	struct peer *v = peer_join_caps(h, "visitor", "chghost", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(p, "CHGIDENT visitor ~visitor");
	peer_expect(p, ":here NOTICE boss :*");
	peer_expect_none(v, "*CHGHOST*");
	peer_expect_none(b, "*QUIT*");
}
END_TEST

START_TEST(an_operators_own_change_is_the_answer_to_its_label)
{
	struct host *h = host_of_operator("");
	struct peer *p = peer_connect_local(h, "boss");

	peer_caps(p, "chghost labeled-response batch");
	peer_send(p, "CAP END");
	peer_register(p, "boss");
	peer_send(p, "OPER boss");
	peer_expect(p, ":boss!* MODE boss *+o");
	peer_send(p, "@label=x CHGHOST boss staff.example");
	peer_next(p, ":here BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), "x");
	peer_next(p, ":boss!* CHGHOST * staff.example");
	peer_next(p, ":here NOTICE boss :*");
	peer_next(p, ":here BATCH -*");
}
END_TEST

TALK_SUITE_LOGIN(talk_chghost, TESTS(NULL),
    TESTS(who_knows_chghost_is_told_once_and_oneself_too,
	who_does_not_know_it_sees_a_quit_and_a_return,
	who_watches_by_extended_monitor_is_told_too,
	in_an_auditorium_it_is_told_to_who_sees_them_only,
	the_new_host_is_what_bans_whois_and_whowas_go_by,
	only_operators_change_hosts, what_is_no_host_or_user_name_is_refused,
	a_refusal_is_a_notice_to_who_knows_no_standard_replies,
	the_same_host_again_is_told_to_nobody,
	an_operators_own_change_is_the_answer_to_its_label))
