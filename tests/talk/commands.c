/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/talk/talk.h"

/* Never right, and long to find out. */
#define SLOW_OPER \
	"oper boss { password-hash = \"$6$rounds=300000$salt$none\" }\n"

/* A server whose operator is whoever runs the tests, and that one. */
static struct peer *
operator_of(struct host **h, const char *more)
{
	char conf[512];
	struct peer *p;

	snprintf(conf, sizeof(conf),
	    "flood-burst = 0\noper boss { logins = {\"%s\"} }\n%s", my_login(),
	    more);
	*h = host_start(conf);
	p = peer_connect_local(*h, "boss");
	peer_register(p, "boss");
	peer_send(p, "OPER boss");
	peer_expect(p, ":* 381 boss :*");
	peer_expect(p, ":boss!* MODE boss *+o");
	return p;
}

START_TEST(a_login_that_is_named_needs_no_password)
{
	struct host *h;
	struct peer *p = operator_of(&h, "");

	peer_send(p, "WHO boss");
	peer_expect(p, ":* 352 boss * boss H\\* *");
}
END_TEST

START_TEST(who_comes_over_tcp_is_no_login)
{
	struct host *h;
	struct peer *p;

	operator_of(&h, "");
	p = peer_new(h, "visitor");
	peer_send(p, "OPER boss");
	peer_next(p, ":* 461 visitor OPER :*");
	peer_send(p, "OPER boss guess");
	peer_next(p, ":* 464 visitor :*");
}
END_TEST

START_TEST(without_operators_in_the_configuration_oper_says_so)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "OPER boss guess");
	peer_next(p, ":* 491 visitor :*");
}
END_TEST

START_TEST(a_wrong_password_is_refused_and_lines_after_it_wait)
{
	struct host *h = host_start("flood-burst = 0\n" SLOW_OPER);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "OPER boss guess");
	peer_send(p, "PING after");
	peer_next(p, ":* 464 visitor :*");
	peer_next(p, ":* PONG * :after");
}
END_TEST

START_TEST(a_server_that_stops_while_it_checks_a_password_ends_well)
{
	struct host *h = host_start("flood-burst = 0\n" SLOW_OPER);

	for (int i = 0; i < 8; i++) {
		struct peer *p = peer_new(h, (char[]){'p', 'a' + i, '\0'});

		peer_send(p, "OPER boss guess");
	}
	peer_new(h, "last");
	host_stop(h);
}
END_TEST

START_TEST(who_leaves_while_the_password_is_checked_harms_nobody)
{
	struct host *h = host_start("flood-burst = 0\n" SLOW_OPER);
	struct peer *p = peer_new(h, "visitor");
	struct peer *q = peer_new(h, "bob");

	peer_send(p, "OPER boss guess");
	peer_close(p);
	peer_send(q, "OPER boss guess");
	peer_expect(q, ":* 464 bob :*");
}
END_TEST

START_TEST(kill_ends_a_connection_and_all_learn_why)
{
	struct host *h;
	struct peer *p = operator_of(&h, "");
	struct peer *a = peer_join(h, "visitor", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(p, "KILL visitor :be gone");
	peer_expect_error(a, "be gone");
	peer_expect(b, ":visitor!* QUIT :*boss*be gone*");
	peer_send(b, "KILL boss :no you");
	peer_expect(b, ":* 481 bob :*");
}
END_TEST

START_TEST(rehash_reads_the_configuration_anew)
{
	struct host *h;
	struct peer *p = operator_of(&h, "topic-length = 50\n");
	FILE *f = fopen(h->config, "a");

	ck_assert_ptr_nonnull(f);
	fputs("topic-length = 60\n", f);
	fclose(f);
	peer_send(p, "REHASH");
	peer_expect(p, ":* 382 boss *:*");
	peer_barrier(p);
	peer_send(p, "VERSION");
	peer_expect(p, ":* 005 boss * TOPICLEN=60 *");
}
END_TEST

START_TEST(an_operator_of_the_server_keeps_order_in_the_lobby)
{
	struct host *h;
	struct peer *p = operator_of(&h, "");
	struct peer *a = peer_join(h, "visitor", "#lobby");

	peer_joins(p, "#lobby");
	peer_send(a, "KICK #lobby boss");
	peer_expect(a, ":* 482 visitor #lobby :*");
	peer_send(p, "KICK #lobby visitor :calm down");
	peer_expect(a, ":boss!* KICK #lobby visitor :calm down");
}
END_TEST

START_TEST(who_has_lasting_op_gets_it_back_and_all_see_it)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect_local(h, "me");
	struct peer *a;

	peer_register(p, "me");
	peer_joins(p, "#c");
	a = peer_join(h, "visitor", "#c");
	peer_send(p, "PRIVMSG #c :something to keep");
	peer_send(p, "PART #c");
	peer_send(p, "JOIN #c");
	peer_expect(a, ":me!* JOIN #c");
	peer_next(a, ":* MODE #c +qo me me");
}
END_TEST

START_TEST(list_finds_channels_by_size_and_mask)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "visitor", "#one");
	struct peer *b = peer_join(h, "bob", "#one");

	peer_joins(a, "#two");
	peer_joins(b, "#hidden");
	peer_send(b, "MODE #hidden +s");
	peer_barrier(b);
	peer_send(a, "LIST >1");
	peer_next(a, ":* 321 *");
	peer_next(a, ":* 322 visitor #one 2 :*");
	peer_next(a, ":* 323 *");
	peer_send(a, "LIST #t*");
	peer_next(a, ":* 321 *");
	peer_next(a, ":* 322 visitor #two 1 :*");
	peer_next(a, ":* 323 *");
	peer_send(a, "LIST !#one");
	ck_assert_uint_eq(peer_count(a, ":* 322 *"), 1);
	peer_send(a, "LIST #one,#two >1");
	peer_expect(a, ":* 322 visitor #one 2 :*");
	peer_next(a, ":* 323 *");
	peer_send(a, "LIST #two *");
	peer_expect(a, ":* 322 visitor #two 1 :*");
	peer_next(a, ":* 323 *");
	peer_send(a, "LIST #hidden");
	ck_assert_uint_eq(peer_count(a, ":* 322 *"), 0);
}
END_TEST

static void
fill(struct peer *p, const char *command, int channels, int times)
{
	for (int i = 0; i < channels * times; i++)
		peer_send(p, "%s #c%d :%0300d", command, i % channels, i);
	peer_barrier(p);
}

START_TEST(a_list_that_is_longer_than_the_output_may_be_arrives_whole)
{
	struct host *h = host_start("flood-burst = 0\noutput-max = 16K\n");
	struct peer *a = peer_new(h, "visitor");

	for (int i = 0; i < 80; i++)
		peer_joins(
		    a, (char[]){'#', 'c', '0' + i / 10, '0' + i % 10, '\0'});
	for (int i = 0; i < 80; i++)
		peer_send(a, "TOPIC #c%02d :%0300d", i, i);
	peer_barrier(a);
	peer_send(a, "LIST");
	peer_next(a, ":* 321 *");
	for (int i = 0; i < 80; i++)
		peer_next(a, ":* 322 visitor #c%02d 1 :*", i);
	peer_next(a, ":* 323 visitor :*");
}
END_TEST

START_TEST(coming_back_to_many_channels_shows_the_history_of_each)
{
	struct host *h = host_start("flood-burst = 0\noutput-max = 64K\n");
	struct peer *a =
	    peer_join(h, "visitor", "#c0,#c1,#c2,#c3,#c4,#c5,#c6,#c7,#c8,#c9");
	struct peer *b;

	fill(a, "PRIVMSG", 10, 30);
	b = peer_new_caps(h, "bob", "server-time");
	peer_send(b, "JOIN #c0,#c1,#c2,#c3,#c4,#c5,#c6,#c7,#c8,#c9");
	for (int c = 0; c < 10; c++) {
		peer_expect(b, ":bob!* JOIN *#c%d", c);
		peer_expect(b, ":* 366 bob #c%d :*", c);
		for (int i = 0; i < 30; i++)
			peer_next(b, ":visitor!* PRIVMSG #c%d :*", c);
	}
}
END_TEST

START_TEST(a_target_named_twice_gets_it_once)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "visitor");
	struct peer *b = peer_new(h, "bob");

	peer_send(a, "PRIVMSG bob,BOB,bob :once");
	peer_barrier(a);
	ck_assert_uint_eq(peer_count(b, ":visitor!* PRIVMSG bob :once"), 1);
}
END_TEST

START_TEST(setname_is_told_to_who_asked_for_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "visitor", "setname", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_send(a, "SETNAME :A new name");
	peer_expect(a, ":visitor!* SETNAME :A new name");
	peer_send(a, "SETNAME :");
	peer_expect(a, ":* FAIL SETNAME INVALID_REALNAME :*");
	peer_expect_none(b, "*SETNAME*");
	peer_send(b, "WHOIS visitor");
	peer_expect(b, ":* 311 bob visitor * :A new name");
}
END_TEST

TALK_SUITE_LOGIN(talk_commands,
    TESTS(without_operators_in_the_configuration_oper_says_so,
	a_wrong_password_is_refused_and_lines_after_it_wait,
	a_server_that_stops_while_it_checks_a_password_ends_well,
	who_leaves_while_the_password_is_checked_harms_nobody,
	list_finds_channels_by_size_and_mask,
	a_list_that_is_longer_than_the_output_may_be_arrives_whole,
	coming_back_to_many_channels_shows_the_history_of_each,
	a_target_named_twice_gets_it_once, setname_is_told_to_who_asked_for_it),
    TESTS(a_login_that_is_named_needs_no_password,
	who_has_lasting_op_gets_it_back_and_all_see_it,
	who_comes_over_tcp_is_no_login,
	kill_ends_a_connection_and_all_learn_why,
	rehash_reads_the_configuration_anew,
	an_operator_of_the_server_keeps_order_in_the_lobby))
