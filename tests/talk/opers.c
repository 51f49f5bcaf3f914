/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/talk/sasl_peers.h"
#include "tests/talk/somebody.h"
#include "tests/talk/talk.h"

/* "letmein", and another one. */
#define HASH                                            \
	"$6$saltsalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/" \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8."
#define OTHER                                            \
	"$6$othersalt$S9YY9YOAW0hOiRrNaP8VEIeRLALReoMp/" \
	"E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5QmgjbHONPeszlAoLGd8."
#define BY_PASSWORD(hash) \
	"flood-rate = 0\noper boss { password-hash = \"" hash "\" }\n"

static const char *
conf_of(const char *list, const char *name)
{
	static char conf[256];

	snprintf(conf, sizeof(conf),
	    "flood-rate = 0\noper boss { %s = {\"%s\"} }\n", list, name);
	return conf;
}

START_TEST(an_operator_may_be_an_account)
{
	struct host *h = host_start(conf_of("accounts", my_login()));
	struct peer *l = peer_new_local(h, "lo"), *p = peer_new(h, "stranger");

	peer_send(l, "OPER boss");
	peer_expect(l, ":* 381 lo :*");
	peer_send(p, "OPER boss");
	peer_expect(p, ":* 461 stranger OPER :*");
	peer_send(p, "OPER boss guess");
	peer_expect(p, ":* 464 stranger :*");
	peer_expect(l,
	    ":* NOTICE lo :audit OPER-REFUSED by stranger!* "
	    "account=- uid=- address=127.0.0.1 on boss: *");
}
END_TEST

START_TEST(an_operator_may_be_a_uid)
{
	char uid[16];
	struct host *h;
	struct peer *l;

	snprintf(uid, sizeof(uid), "%u", (unsigned)geteuid());
	h = host_start(conf_of("uids", uid));
	l = peer_new_local(h, "lo");
	peer_send(l, "OPER boss");
	peer_expect(l, ":* 381 lo :*");
	peer_send(l, "STATS o");
	peer_expect(l, ":* 243 lo O uid:%s \\* boss*", uid);
	if (geteuid() != 0)
		return;
	l = peer_connect_as(h, "other", 54321);
	peer_register(l, "other");
	peer_send(l, "OPER boss");
	peer_expect(l, ":* 461 other OPER :*");
}
END_TEST

START_TEST(who_is_not_named_any_more_is_no_operator_after_a_reload)
{
	struct host *h = host_start(conf_of("accounts", my_login()));
	struct peer *l = peer_new_local(h, "lo");

	peer_send(l, "OPER boss");
	peer_expect(l, ":lo!* MODE lo *+o");
	host_reload(h, conf_of("accounts", "somebodyelse"));
	peer_expect(l, ":lo!* MODE lo *-o");
	peer_send(l, "REHASH");
	peer_expect(l, ":* 481 lo :*");
}
END_TEST

START_TEST(who_is_still_named_stays_one)
{
	char conf[512];
	struct host *h = host_start(conf_of("accounts", my_login()));
	struct peer *l = peer_new_local(h, "lo");

	peer_send(l, "OPER boss");
	peer_expect(l, ":lo!* MODE lo *+o");
	snprintf(conf, sizeof(conf), "%smotd-file = \"\"\n",
	    conf_of("logins", my_login()));
	host_reload(h, conf);
	peer_expect_none(l, "* MODE lo *");
}
END_TEST

START_TEST(another_password_ends_those_who_gave_the_old_one)
{
	struct host *h = host_start(BY_PASSWORD(HASH));
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "OPER boss letmein");
	peer_expect(p, ":alice!* MODE alice *+o");
	host_reload(h, BY_PASSWORD(HASH));
	peer_expect_none(p, "* MODE alice *");
	host_reload(h, BY_PASSWORD(OTHER));
	peer_expect(p, ":alice!* MODE alice *-o");
}
END_TEST

START_TEST(a_section_that_is_gone_makes_nobody_an_operator)
{
	struct host *h = host_start(BY_PASSWORD(HASH));
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "OPER boss letmein");
	peer_expect(p, ":alice!* MODE alice *+o");
	host_reload(h, "flood-rate = 0\n");
	peer_expect(p, ":alice!* MODE alice *-o");
}
END_TEST

START_TEST(who_guesses_an_operators_password_waits_and_nobody_elsewhere)
{
	struct host *h = host_start(BY_PASSWORD(HASH) "password-tries = 2\n");
	struct peer *eve = peer_new(h, "eve"), *l = peer_new_local(h, "lo");

	peer_send(eve, "OPER nobody guess");
	peer_next(eve, ":* 464 eve :Password incorrect");
	for (int i = 0; i < 2; i++) {
		peer_send(eve, "OPER boss guess");
		peer_next(eve, ":* 464 eve :Password incorrect");
	}
	peer_send(eve, "OPER boss letmein");
	peer_next(eve, ":* 464 eve :Too many wrong passwords*");
	peer_send(l, "OPER boss letmein");
	peer_expect(l, ":lo!* MODE lo *+o");
}
END_TEST

START_TEST(another_account_does_not_make_a_login_of_that_name)
{
	struct host *h =
	    host_start(SASL_CONF "oper boss { logins = {\"alice\"} }\n");
	struct peer *p;

	account_make(h, "alice", "correct-horse");
	p = peer_new_local(h, "p");
	peer_send(p, "PRIVMSG NickServ :IDENTIFY alice correct-horse");
	peer_expect(p, ":* NOTICE p :*alice*");
	peer_send(p, "WHOIS p");
	peer_expect(p, ":* 330 p p alice :*");
	peer_barrier(p);
	peer_send(p, "OPER boss");
	peer_next(p, ":* 461 p OPER :*");
}
END_TEST

START_TEST(what_an_operator_does_is_told_to_the_others)
{
	struct host *h = host_start(conf_of("accounts", my_login()));
	struct peer *a = peer_new_local(h, "anna"),
		    *b = peer_new_local(h, "bob");
	struct peer *v = peer_join(h, "visitor", "#lobby");
	struct peer *w = peer_join(h, "witness", "#lobby");

	peer_send(b, "OPER boss");
	peer_expect(b, ":* 381 bob :*");
	peer_send(a, "OPER boss");
	peer_expect(a, ":* 381 anna :*");
	peer_expect(b,
	    ":* NOTICE bob :audit OPER by anna!* account=%s uid=%u "
	    "address=localhost on boss: *",
	    my_login(), (unsigned)geteuid());
	peer_joins(a, "#lobby");
	peer_send(a, "TOPIC #lobby :hello");
	peer_expect(b, ":* NOTICE bob :audit TOPIC by anna!* on #lobby: hello");
	peer_send(a, "METADATA #lobby SET url :x");
	peer_expect(
	    b, ":* NOTICE bob :audit METADATA by anna!* on #lobby: url");
	peer_send(a, "MODE #lobby +m");
	peer_expect(b, ":* NOTICE bob :audit MODE by anna!* on #lobby: +m");
	peer_send(a, "KICK #lobby visitor :out");
	peer_expect(b,
	    ":* NOTICE bob :audit KICK by anna!* on #lobby: "
	    "visitor");
	peer_send(a, "CHGHOST visitor example.org");
	peer_expect(b,
	    ":* NOTICE bob :audit CHGHOST by anna!* on visitor!*: "
	    "*@example.org");
	peer_send(a, "KILL visitor :begone");
	peer_expect(b,
	    ":* NOTICE bob :audit KILL by anna!* on visitor!*: "
	    "begone");
	peer_send(a, "REHASH");
	peer_expect(b, ":* NOTICE bob :audit REHASH by anna!*");
	peer_expect_none(w, "*audit*");
	peer_expect_end(v);
}
END_TEST

START_TEST(what_one_does_by_a_rank_of_ones_own_is_no_act_of_an_operator)
{
	struct host *h = host_start(conf_of("accounts", my_login()));
	struct peer *a = peer_new_local(h, "anna"),
		    *b = peer_new_local(h, "bob");

	peer_send(b, "OPER boss");
	peer_expect(b, ":* 381 bob :*");
	peer_send(a, "OPER boss");
	peer_expect(a, ":* 381 anna :*");
	peer_joins(a, "#own");
	peer_send(a, "TOPIC #own :hello");
	peer_barrier(a);
	peer_expect_none(b, "*audit TOPIC*");
}
END_TEST

START_TEST(who_guesses_it_on_many_connections_at_once_waits_too)
{
	enum { MANY = 8 };
	struct host *h = host_start(BY_PASSWORD(HASH) "password-tries = 2\n");
	struct peer *p[MANY];
	char nick[8];
	int refused = 0;

	for (int i = 0; i < MANY; i++) {
		snprintf(nick, sizeof(nick), "e%d", i);
		p[i] = peer_new(h, nick);
	}
	for (int i = 0; i < MANY; i++)
		peer_send(p[i], "OPER boss wrong");
	for (int i = 0; i < MANY; i++) {
		peer_expect(p[i], ":* 464 e* :*");
		refused += strstr(peer_last(p[i]), ":Too many") != NULL;
	}
	ck_assert_int_eq(refused, MANY - 2);
}
END_TEST

TALK_SUITE_LOGIN(talk_opers,
    TESTS(who_guesses_it_on_many_connections_at_once_waits_too,
	another_password_ends_those_who_gave_the_old_one,
	a_section_that_is_gone_makes_nobody_an_operator),
    TESTS(who_guesses_an_operators_password_waits_and_nobody_elsewhere,
	another_account_does_not_make_a_login_of_that_name,
	an_operator_may_be_an_account, an_operator_may_be_a_uid,
	who_is_not_named_any_more_is_no_operator_after_a_reload,
	who_is_still_named_stays_one,
	what_an_operator_does_is_told_to_the_others,
	what_one_does_by_a_rank_of_ones_own_is_no_act_of_an_operator))
