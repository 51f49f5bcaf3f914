/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "tests/talk/account_peers.h"
#include "tests/talk/oper.h"

/* The code that the answer to DROP gave. */
static const char *
code_for(struct peer *p, const char *account)
{
	static char code[16];
	const char *last;

	peer_send(p, "NS DROP %s", account);
	peer_expect(p, NOTED "* :This ends the account %s for good*", account);
	peer_next(p, NOTED "* :If that is what you want: *");
	last = peer_last(p);
	snprintf(code, sizeof(code), "%s", last + strlen(last) - 8);
	return code;
}

START_TEST(an_account_is_dropped_by_its_owner_with_a_code)
{
	struct host *h = accounts_host(NULL);
	struct peer *p, *q = peer_new(h, "bob");

	p = peer_new_caps(h, "alice", "account-notify");
	peer_send(p, "NS REGISTER " SECRET);
	peer_expect(p, NOTED "alice :The account *");
	peer_send(p, "NS DROP alice 00000000");
	peer_expect(p, NOTED "alice :That is not the code*");
	peer_send(q, "NS DROP alice");
	peer_expect(q, NOTED "bob :That is not your account.");
	peer_send(q, "NS DROP nobody");
	peer_expect(q, NOTED "bob :That is not your account.");
	peer_send(q, "NS DROP");
	peer_expect(q, NOTED "bob :You are not logged in.");
	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, ":alice!* ACCOUNT \\*");
	peer_expect(p, NOTED "alice :The account alice is no more.");
	peer_send(q, "NS IDENTIFY alice " SECRET);
	peer_expect(q, NOTED "bob :That is not the name*");
}
END_TEST

START_TEST(the_name_of_a_dropped_account_is_never_given_to_another)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");

	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, NOTED "alice :The account alice is no more.");
	peer_send(p, "NS REGISTER " SECRET);
	peer_expect(p, NOTED "alice :This name is taken.");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF "register = anybody\n", false);
	p = peer_new(h, "alice");
	peer_send(p, "NS REGISTER " SECRET);
	peer_expect(p, NOTED "alice :This name is taken.");
	peer_send(p, "NS INFO alice");
	peer_expect(p, NOTED "alice :There is no such account.");
}
END_TEST

START_TEST(its_nicks_and_rights_go_with_it)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_joins(p, "#c");
	peer_send(p, "PRIVMSG #c :to keep it");
	q = peer_join(h, "bob", "#c");
	peer_send(p, "NICK allie");
	peer_send(p, "NS GROUP");
	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, NOTED "allie :The account alice is no more.");
	peer_send(p, "QUIT");
	peer_expect_end(p);
	/* nobody owns the channel any more: who is first there does */
	peer_send(q, "PART #c");
	peer_send(q, "JOIN #c");
	peer_expect(q, ":here 353 bob ? #c :?bob");
	peer_send(q, "NICK allie");
	peer_expect(q, ":bob!* NICK allie");
}
END_TEST

START_TEST(its_talks_and_metadata_go_with_it)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = accounts_new(h, "bob");

	peer_caps(p, "batch draft/chathistory draft/metadata-2");
	peer_caps(q, "batch draft/chathistory");
	peer_send(p, "PRIVMSG bob :hello");
	peer_send(p, "METADATA * SET color :blue");
	peer_expect(p, ":here 761 *");
	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, NOTED "alice :The account alice is no more.");
	peer_barrier(p);
	peer_send(p, "CHATHISTORY LATEST bob * 10");
	peer_expect_none(p, "*hello*");
	peer_send(q, "CHATHISTORY LATEST alice * 10");
	peer_expect(q, ":alice!* PRIVMSG bob :hello");
}
END_TEST

START_TEST(an_operator_drops_that_of_somebody_else)
{
	struct host *h = host_of_operator(
	    "insecure-passwords = yes\npassword-iterations = 4096\n"
	    "register = anybody\n");
	struct peer *p = peer_operator(h);
	struct peer *q = accounts_new(h, "alice");

	peer_send(p, "NS DROP nobody");
	peer_expect(p, NOTED "boss :There is no such account.");
	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, NOTED "boss :The account alice is no more.");
	child_expect_log(h->child, "audit DROP by boss!");
	peer_send(q, "NS LOGOUT");
	peer_expect(q, NOTED "alice :You are not logged in.*");
	peer_send(q, "NS INVITE");
	peer_expect(q, NOTED "alice :This is for operators.");
}
END_TEST

START_TEST(who_looks_at_the_account_of_another_as_operator_is_in_the_log)
{
	struct host *h = host_of_operator(
	    "insecure-passwords = yes\npassword-iterations = 4096\n"
	    "register = anybody\n");
	struct peer *p = peer_operator(h);

	accounts_new(h, "alice");
	peer_send(p, "NS INFO alice");
	peer_expect(p, NOTED "boss :  password: yes; *");
	child_expect_log(h->child, "audit NICKSERV-INFO by boss!");
}
END_TEST

START_TEST(who_stays_without_a_device_goes_with_the_account)
{
	struct host *h = host_of_operator(
	    "insecure-passwords = yes\npassword-iterations = 4096\n"
	    "register = anybody\n");
	struct peer *p = peer_operator(h);
	struct peer *q = accounts_new(h, "alice");

	peer_send(q, "NS SET ALWAYS-ON yes");
	peer_expect(q, NOTED "alice :*");
	peer_send(p, "MONITOR + alice");
	peer_expect(p, ":here 730 *");
	peer_close(q);
	peer_send(p, "NS DROP alice %s", code_for(p, "alice"));
	peer_expect(p, NOTED "boss :The account alice is no more.");
	peer_expect(p, ":here 731 boss :alice");
}
END_TEST

START_TEST(a_login_whose_account_is_not_its_own_is_told_so)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = peer_new_local(h, "me");

	peer_send(p, "NS DROP %s %s", my_login(), code_for(p, my_login()));
	peer_expect(p, NOTED "me :The account %s is no more.", my_login());
	peer_send(p, "QUIT");
	peer_expect_end(p);
	p = peer_connect_local(h, "me");
	peer_send(p, "NICK me");
	peer_send(p, "USER x 0 * :x");
	peer_expect(p, ":here 001 me :*");
	peer_expect(p,
	    NOTED "me :You are not logged in: the account %s is not *",
	    my_login());
	peer_expect(p, NOTED "me :You can have one of another name*");
	peer_send(p, "WHOIS me");
	peer_expect_none(p, ":here 330 *");
}
END_TEST

TALK_SUITE_LOGIN(talk_nickserv_drop,
    TESTS(an_account_is_dropped_by_its_owner_with_a_code,
	the_name_of_a_dropped_account_is_never_given_to_another,
	its_nicks_and_rights_go_with_it, its_talks_and_metadata_go_with_it),
    TESTS(an_operator_drops_that_of_somebody_else,
	who_looks_at_the_account_of_another_as_operator_is_in_the_log,
	who_stays_without_a_device_goes_with_the_account,
	a_login_whose_account_is_not_its_own_is_told_so))
