/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/talk/account_peers.h"
#include "tests/talk/oper.h"

START_TEST(a_nick_of_an_account_is_refused_to_others)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = peer_new(h, "bob");

	peer_send(p, "NICK allie");
	peer_send(p, "NS NICK ADD");
	peer_expect(p, NOTED "allie :allie belongs to alice from now on.");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	peer_send(q, "NICK alice");
	peer_expect(q, ":here 433 bob alice :alice belongs to an account*");
	peer_send(q, "NICK ALLIE");
	peer_expect(q, ":here 433 bob ALLIE :*");
	q = peer_connect(h, "mallory");
	peer_send(q, "USER x 0 * :x");
	peer_send(q, "NICK allie");
	peer_expect(q, ":here 433 \\* allie :*");
	peer_send(q, "NICK mallory");
	peer_expect(q, ":here 001 mallory :*");
}
END_TEST

START_TEST(its_nicks_are_listed_bounded_and_freed_and_outlive_a_restart)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	for (int i = 0; i < 8; i++) {
		peer_send(p, "NICK allie%d", i);
		peer_send(p, "NS GROUP");
		peer_expect(p, NOTED "* :allie%d belongs to alice *", i);
	}
	peer_send(p, "NICK alicia");
	peer_send(p, "NS NICK ADD");
	peer_expect(p, NOTED "alicia :alice has 8 nicknames beside *");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF, false);
	p = accounts_login(h, "someone", "alice");
	peer_send(p, "NS NICK LIST");
	peer_next(p, NOTED "someone :Nicknames of alice: 9");
	peer_expect(p, NOTED "someone :  allie7");
	peer_send(p, "NS UNGROUP allie7");
	peer_next(p, NOTED "someone :allie7 is free for all again.");
	peer_send(p, "NS NICK DEL alice");
	peer_next(p, NOTED "someone :alice is the name of the account itself.");
	peer_send(p, "NS NICK DEL other");
	peer_next(p, NOTED "someone :alice has no such nickname.");
	q = peer_new(h, "allie7");
	peer_barrier(q);
}
END_TEST

START_TEST(who_has_the_nick_of_an_account_gives_it_to_who_regains_it)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_joins(p, "#c");
	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	q = peer_join(h, "bob", "#c");
	peer_send(q, "NS NICK ADD");
	peer_expect(q, NOTED "bob :You are not logged in.*");
	peer_send(q, "NS IDENTIFY alice " SECRET);
	peer_expect(q, ":alice!* NICK Guest*");
	peer_expect(q, ":bob!* NICK alice");
	peer_expect(q, NOTED "alice :You are logged in as alice.");
	peer_expect(p, ":alice!* NICK Guest*");
	peer_expect(p, NOTED "Guest* :alice belongs to an account*");
	peer_expect(p, ":bob!* NICK alice");
}
END_TEST

START_TEST(who_is_silenced_by_the_nick_keeps_it_when_logging_in)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");
	struct peer *o = peer_join(h, "op", "#c"),
		    *q = peer_join(h, "bob", "#c");

	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	peer_send(o, "MODE #c +b bob!*@*");
	peer_expect(q, ":op!* MODE #c +b *");
	peer_send(q, "NS IDENTIFY alice " SECRET);
	peer_expect(q, NOTED "bob :You are logged in as alice.");
	peer_expect_none(p, "* NICK *");
	peer_send(q, "NS REGAIN");
	peer_expect(q, ":here 435 bob alice #c :*");
	peer_expect_none(p, "* NICK *");
}
END_TEST

START_TEST(who_is_given_a_nick_that_is_banned_is_ended)
{
	char conf[256];
	struct host *h;
	struct peer *p, *o;

	snprintf(conf, sizeof(conf),
	    "register = anybody\noper boss { logins = {\"%s\"} }\n",
	    my_login());
	h = accounts_host(conf);
	p = accounts_new(h, "alice");
	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	o = peer_operator(h);
	peer_send(o, "KLINE Guest*!*@* :no guests");
	peer_expect(o, ":here NOTICE boss :* is banned for good*");
	accounts_login(h, "bob", "alice");
	peer_expect_error(p, "You are banned from this server: no guests");
}
END_TEST

START_TEST(regain_and_release_are_for_the_owner)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q, *r;

	peer_send(p, "NICK allie");
	peer_send(p, "NS GROUP");
	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	r = peer_new(h, "carol");
	peer_send(r, "NS REGAIN allie");
	peer_expect(r, NOTED "carol :You are not logged in.*");
	q = accounts_login(h, "bob", "alice");
	peer_send(q, "NS REGAIN carol");
	peer_expect(q, NOTED "bob :That nickname is not yours.");
	peer_send(q, "NS RELEASE allie");
	peer_expect(q, NOTED "bob :allie is free for you now.");
	peer_expect(p, ":allie!* NICK Guest*");
	peer_send(p, "NICK allie");
	peer_expect(p, ":here 433 Guest* allie :*");
	peer_send(q, "NS RELEASE allie");
	peer_expect(q, NOTED "bob :Nobody else has allie now.");
	peer_send(q, "NS REGAIN allie");
	peer_expect(q, ":bob!* NICK allie");
	peer_send(q, "NS REGAIN allie");
	peer_expect(q, NOTED "allie :You are allie already.");
}
END_TEST

START_TEST(the_owner_gets_it_by_saying_nick_too)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_send(p, "NICK allie");
	peer_send(p, "NS GROUP");
	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	q = accounts_login(h, "someone", "alice");
	peer_send(q, "NICK allie");
	peer_expect(p, ":allie!* NICK Guest*");
	peer_expect(q, ":someone!* NICK allie");
}
END_TEST

/* Says a nick first, as clients do, and then logs in as alice by SASL. */
static struct peer *
begins_with(struct host *h, const char *nick)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "CAP REQ :sasl");
	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER x 0 * :x");
	peer_expect(p, ":here CAP * ACK :sasl");
	return p;
}

START_TEST(a_nick_that_is_said_before_its_owner_logs_in_is_theirs)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	q = begins_with(h, "alice");
	peer_send(q, "AUTHENTICATE PLAIN");
	peer_expect(q, "*AUTHENTICATE +");
	peer_send(q, "AUTHENTICATE AGFsaWNlAGNvcnJlY3QtaG9yc2U=");
	peer_expect(q, ":here 903 *");
	peer_send(q, "CAP END");
	peer_expect(q, ":here 001 alice :*");
	peer_expect(p, ":alice!* NICK Guest*");
}
END_TEST

START_TEST(who_does_not_log_in_is_refused_it_at_the_end_of_that)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_send(p, "NS LOGOUT");
	peer_barrier(p);
	q = begins_with(h, "alice");
	peer_expect_none(q, ":here 433 *");
	peer_send(q, "CAP END");
	peer_expect(q, ":here 433 * alice :*");
	peer_send(q, "NICK mallory");
	peer_expect(q, ":here 001 mallory :*");
}
END_TEST

START_TEST(who_registers_with_a_login_gets_its_nick_from_who_has_it)
{
	struct host *h = host_start("server-name = \"here\"\n"
				    "flood-burst = 0\n");
	struct peer *p = peer_new(h, my_login());
	struct peer *q = peer_connect_local(h, "me");

	peer_register(q, my_login());
	peer_expect(p, ":%s!* NICK Guest*", my_login());
	peer_expect(p, NOTED "Guest* :%s belongs to an account*", my_login());
}
END_TEST

TALK_SUITE_LOGIN(talk_nickserv_nick,
    TESTS(a_nick_of_an_account_is_refused_to_others,
	its_nicks_are_listed_bounded_and_freed_and_outlive_a_restart,
	who_has_the_nick_of_an_account_gives_it_to_who_regains_it,
	who_is_silenced_by_the_nick_keeps_it_when_logging_in,
	regain_and_release_are_for_the_owner,
	the_owner_gets_it_by_saying_nick_too,
	a_nick_that_is_said_before_its_owner_logs_in_is_theirs,
	who_does_not_log_in_is_refused_it_at_the_end_of_that),
    TESTS(who_registers_with_a_login_gets_its_nick_from_who_has_it,
	who_is_given_a_nick_that_is_banned_is_ended))
