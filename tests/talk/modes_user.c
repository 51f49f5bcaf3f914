/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/talk.h"

static void
own_mode(struct peer *p, const char *change)
{
	peer_send(p, "MODE %s %s", p->name, change);
	peer_expect(p, ":%s!* MODE %s %s", p->name, p->name, change);
}

START_TEST(ones_modes_are_shown_to_oneself_only)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	peer_barrier(a);
	peer_send(a, "MODE ALICE");
	peer_next(a, ":* 221 alice +");
	own_mode(a, "+RT");
	peer_barrier(a);
	peer_send(a, "MODE alice +TR");
	peer_send(a, "MODE alice");
	peer_next(a, ":* 221 alice +RT");
	peer_send(a, "MODE alice -R+Qi");
	peer_next(a, ":alice!* MODE alice *");
	peer_next(a, ":* 501 alice :*");
	peer_send(a, "MODE alice");
	peer_next(a, ":* 221 alice +*i*");
	peer_barrier(b);
	peer_send(b, "MODE alice");
	peer_next(b, ":* 502 bob :*");
	peer_send(b, "MODE alice -T");
	peer_next(b, ":* 502 bob :*");
	peer_send(b, "MODE nobody");
	peer_next(b, ":* 401 bob nobody :*");
}
END_TEST

START_TEST(r_takes_messages_of_those_with_an_account_only)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");
	struct peer *l = peer_connect_local(h, "lo");

	peer_register(l, "lo");
	own_mode(a, "+R");
	peer_barrier(b);
	peer_send(b, "PRIVMSG alice :hi");
	peer_next(b, ":* 477 bob alice :*");
	peer_send(b, "NOTICE alice :hi");
	peer_barrier(b);
	peer_send(l, "PRIVMSG alice :known");
	peer_next(a, ":lo!* PRIVMSG alice :known");
	peer_send(a, "PRIVMSG alice :note");
	peer_next(a, ":alice!* PRIVMSG alice :note");
}
END_TEST

START_TEST(r_refuses_who_has_no_account_and_not_who_answers)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	own_mode(a, "+R");
	peer_barrier(b);
	peer_send(b, "PRIVMSG alice :hi");
	peer_next(b, ":* 477 bob alice :*");
	peer_send(a, "PRIVMSG bob :who are you?");
	peer_expect(b, ":alice!* PRIVMSG bob :*");
	peer_send(b, "PRIVMSG alice :bob");
	peer_next(a, ":bob!* PRIVMSG alice :bob");
}
END_TEST

START_TEST(t_takes_no_ctcp_but_action)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice"), *b = peer_new(h, "bob");

	own_mode(a, "+T");
	peer_barrier(b);
	peer_send(b, "PRIVMSG alice :\001VERSION\001");
	peer_next(b, ":* 492 bob alice :*");
	peer_send(b, "NOTICE alice :\001VERSION x\001");
	peer_send(b, "PRIVMSG alice :\001ACTION waves\001");
	peer_next(a, ":bob!* PRIVMSG alice :\001ACTION waves\001");
	own_mode(a, "-T");
	peer_send(b, "PRIVMSG alice :\001VERSION\001");
	peer_next(a, ":bob!* PRIVMSG alice :\001VERSION\001");
}
END_TEST

START_TEST(user_modes_are_told_in_004)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p,
	    ":* 004 alice * *R*T* qaohvbeIklfjHimnstCMRu "
	    "qaohvbeIklfjH");
}
END_TEST

TALK_SUITE_LOGIN(talk_modes_user,
    TESTS(ones_modes_are_shown_to_oneself_only,
	r_refuses_who_has_no_account_and_not_who_answers,
	t_takes_no_ctcp_but_action, user_modes_are_told_in_004),
    TESTS(r_takes_messages_of_those_with_an_account_only))
