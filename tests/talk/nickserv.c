/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/account_peers.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "abababababababababababababababababababababababababababababababab"

START_TEST(who_registers_is_logged_in_now_and_after_a_restart_by_the_password)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = peer_new_caps(h, "alice", "account-notify");

	peer_send(p, "NICKSERV REGISTER " SECRET " alice@example.org");
	peer_expect(p, ":alice!* ACCOUNT alice");
	peer_expect(p, NOTED "alice :The account alice is yours*");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF, false);
	p = peer_new_caps(h, "someone", "account-notify");
	peer_send(p, "NS IDENTIFY alice " SECRET);
	peer_expect(p, ":someone!* ACCOUNT alice");
	peer_expect(p, NOTED "someone :You are logged in as alice.");
	peer_send(p, "WHOIS someone");
	peer_expect(p, ":here 330 someone someone alice :*");
}
END_TEST

START_TEST(identify_without_a_name_means_the_account_of_the_nick)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");

	peer_send(p, "NS NICK ADD");
	peer_expect(p, NOTED "alice :alice is yours already.");
	peer_send(p, "NS LOGOUT");
	peer_expect(p, NOTED "alice :You are no longer logged in as alice.");
	peer_send(p, "NS IDENTIFY " SECRET);
	peer_expect(p, NOTED "alice :You are logged in as alice.");
}
END_TEST

START_TEST(a_wrong_password_and_an_unknown_account_are_answered_alike)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = peer_new(h, "bob");

	peer_send(p, "NS LOGOUT");
	peer_send(q, "NS IDENTIFY alice wrong-horse");
	peer_next(q,
	    NOTED "bob :That is not the name and the password of an account.");
	peer_send(q, "NS IDENTIFY nobody wrong-horse");
	peer_next(q,
	    NOTED "bob :That is not the name and the password of an account.");
	peer_send(q, "WHOIS bob");
	peer_expect_none(q, ":here 330 *");
}
END_TEST

START_TEST(the_answer_that_comes_later_has_the_label_too)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");

	peer_send(p, "NS LOGOUT");
	peer_caps(p, "batch labeled-response echo-message");
	peer_send(p, "@label=x NS IDENTIFY wrong-horse");
	peer_expect(p, NOTED "alice :That is not *");
	ck_assert_str_eq(peer_tag(p, "label"), "x");
	peer_send(p, "@label=y PRIVMSG NickServ :identify alice " SECRET);
	peer_expect(p, ":here BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), "y");
	peer_next(p, ":alice!* PRIVMSG NickServ :IDENTIFY \\*\\*\\*");
	peer_next(p, ":here 900 alice alice!*@* alice :*");
	peer_next(p, NOTED "alice :You are logged in as alice.");
	peer_next(p, ":here BATCH -*");
}
END_TEST

START_TEST(the_answer_to_a_new_password_has_the_label_too)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");

	peer_caps(p, "batch labeled-response");
	peer_send(p, "@label=x NS PASSWORD " SECRET " battery-staple");
	peer_next(p, NOTED "alice :alice has another password now.");
	ck_assert_str_eq(peer_tag(p, "label"), "x");
}
END_TEST

START_TEST(a_password_is_in_no_log_and_no_info)
{
	struct host *h =
	    accounts_host("register = anybody\nlog-level = debug\n");
	struct peer *p = accounts_new(h, "alice");
	struct child *server = h->child;

	peer_send(p, "NS IDENTIFY alice wrong-horse");
	peer_expect(p, NOTED "alice :*");
	peer_send(p, "PRIVMSG NickServ :PASSWORD " SECRET " battery-staple");
	peer_expect(p, NOTED "alice :alice has another password now.");
	peer_send(p, "NS INFO");
	peer_expect_none(p, "*horse*");
	peer_send(p, "WHOWAS alice");
	peer_expect_none(p, "*horse*");
	host_stop(h);
	ck_assert_ptr_nonnull(strstr(server->log.data, "alice"));
	ck_assert_ptr_null(strstr(server->log.data, "horse"));
	ck_assert_ptr_null(strstr(server->log.data, "battery"));
}
END_TEST

START_TEST(no_password_is_taken_where_others_could_read_it)
{
	struct host *h = host_start("server-name = \"here\"\n"
				    "flood-burst = 0\nregister = anybody\n");
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "NS REGISTER " SECRET);
	peer_next(p, NOTED "alice :Nothing secret is taken here*ircs://*");
	peer_send(p, "NS IDENTIFY alice " SECRET);
	peer_next(p, NOTED "alice :Nothing secret is taken here*");
	peer_send(p, "NS LOGOUT");
	peer_next(p, NOTED "alice :You are not logged in.*");
}
END_TEST

START_TEST(what_is_refused_at_registration_says_why)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = peer_new(h, "bob");

	peer_send(p, "NS REGISTER another-horse");
	peer_expect(p, NOTED "alice :You are logged in already.");
	peer_send(q, "NS REGISTER short");
	peer_expect(q, NOTED "bob :The password is too short.");
	peer_send(q, "NS REGISTER");
	peer_expect(q, NOTED "bob :Say: /msg NickServ REGISTER *");
}
END_TEST

START_TEST(a_password_of_several_words_is_not_taken_for_its_first_one)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "NS REGISTER correct horse");
	peer_next(p, NOTED "alice :Say: /msg NickServ REGISTER *");
	peer_send(p, "NS REGISTER " SECRET " alice@example.org battery");
	peer_next(p, NOTED "alice :Say: /msg NickServ REGISTER *");
	peer_send(p, "NS IDENTIFY alice correct horse");
	peer_next(p, NOTED "alice :Say: /msg NickServ IDENTIFY *");
}
END_TEST

START_TEST(where_nobody_may_register_it_is_said)
{
	struct host *h = accounts_host("register = nobody\n");
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "NS REGISTER " SECRET);
	peer_expect(p, NOTED "alice :Nobody may register an account here.");
}
END_TEST

START_TEST(another_password_needs_the_old_one)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q;

	peer_send(p, "NS PASSWORD battery-staple");
	peer_next(p, NOTED "alice :Say: /msg NickServ PASSWORD *");
	peer_send(p, "NS PASSWORD wrong-horse battery-staple");
	peer_next(p, NOTED "alice :That is not the password you have now.");
	peer_send(p, "NS PASSWORD " SECRET " tiny");
	peer_next(p, NOTED "alice :The password is too short.");
	peer_send(p, "NS PASSWORD " SECRET " battery-staple");
	peer_next(p, NOTED "alice :alice has another password now.");
	q = peer_new(h, "bob");
	peer_send(q, "NS IDENTIFY alice " SECRET);
	peer_next(q, NOTED "bob :That is not *");
	peer_send(q, "NS IDENTIFY alice battery-staple");
	peer_expect(q, NOTED "bob :You are logged in as alice.");
}
END_TEST

START_TEST(others_learn_little_of_an_account)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = peer_new(h, "bob");

	peer_send(p, "NS INFO");
	peer_next(p, NOTED "alice :alice is an account.");
	peer_next(p, NOTED "alice :  since: *");
	peer_next(p, NOTED "alice :  last login: *");
	peer_next(p, NOTED "alice :  password: yes; keys: 0; always on: no");
	peer_send(q, "NS INFO ALICE");
	peer_next(q, NOTED "bob :alice is an account.");
	peer_next(q, NOTED "bob :  since: *");
	peer_expect_none(q, NOTED "*");
	peer_send(q, "NS INFO nobody");
	peer_next(q, NOTED "bob :There is no such account.");
}
END_TEST

START_TEST(keys_are_added_listed_and_taken_away)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice"), *q = accounts_new(h, "bob");

	peer_send(p, "NS CERT ADD");
	peer_next(p, NOTED "alice :This connection has no client certificate*");
	peer_send(p, "NS CERT ADD nonsense");
	peer_next(p, NOTED "alice :That is no fingerprint: *");
	peer_send(p, "NS CERT ADD " KEY_A);
	peer_next(p, NOTED "alice :The key " KEY_A " logs in to alice *");
	peer_send(q, "NS CERT ADD " KEY_A);
	peer_next(q, NOTED "bob :That key logs in to an account already.");
	host_stop(h);
	host_again(h, ACCOUNTS_CONF, false);
	p = accounts_login(h, "someone", "alice");
	peer_send(p, "NS CERT LIST");
	peer_next(p, NOTED "someone :Keys that log in to alice: 1");
	peer_next(p, NOTED "someone :  " KEY_A "  added *");
	peer_send(p, "NS CERT DEL " KEY_B);
	peer_next(p, NOTED "someone :alice has no such key.");
	peer_send(p, "NS CERT DEL " KEY_A);
	peer_next(p, NOTED "someone :The key " KEY_A " does not log in *");
	peer_send(p, "NS CERT LIST");
	peer_next(p, NOTED "someone :Keys that log in to alice: 0");
}
END_TEST

START_TEST(the_number_of_keys_is_bounded)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = accounts_new(h, "alice");

	for (int i = 0; i < 16; i++) {
		peer_send(p, "NS CERT ADD %064d", i);
		peer_next(p, NOTED "alice :The key *");
	}
	peer_send(p, "NS CERT ADD " KEY_A);
	peer_next(p, NOTED "alice :alice has 16 keys, and no more *");
}
END_TEST

START_TEST(half_of_a_command_says_how_it_goes_on)
{
	struct host *h = accounts_host(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "NS CERT");
	peer_next(p, NOTED "alice :Say: /msg NickServ CERT ADD *");
	peer_next(p, NOTED "alice : or: /msg NickServ CERT DEL *");
	peer_next(p, NOTED "alice : or: /msg NickServ CERT LIST");
	peer_send(p, "NS HELP CERT ADD");
	peer_next(p, NOTED "alice :Say: /msg NickServ CERT ADD *");
	peer_send(p, "NS IDENTFY x");
	peer_expect(p, NOTED "alice :*Did you mean IDENTIFY?*");
}
END_TEST

START_TEST(a_local_user_needs_no_old_password_and_none_to_come_back)
{
	struct host *h = host_start("server-name = \"here\"\n"
				    "flood-burst = 0\n"
				    "password-iterations = 4096\n");
	struct peer *p = peer_new_local(h, "me");

	peer_send(p, "NS PASSWORD " SECRET);
	peer_expect(p, NOTED "me :%s has another password now.", my_login());
	peer_send(p, "NS PASSWORD battery-staple");
	peer_expect(p, NOTED "me :%s has another password now.", my_login());
	peer_send(p, "NS LOGOUT");
	peer_expect(p, NOTED "me :You are no longer *");
	peer_send(p, "NS IDENTIFY");
	peer_expect(p, NOTED "me :You are logged in as %s.", my_login());
}
END_TEST

TALK_SUITE_LOGIN(talk_nickserv,
    TESTS(who_registers_is_logged_in_now_and_after_a_restart_by_the_password,
	identify_without_a_name_means_the_account_of_the_nick,
	a_wrong_password_and_an_unknown_account_are_answered_alike,
	the_answer_that_comes_later_has_the_label_too,
	the_answer_to_a_new_password_has_the_label_too,
	a_password_is_in_no_log_and_no_info,
	no_password_is_taken_where_others_could_read_it,
	what_is_refused_at_registration_says_why,
	a_password_of_several_words_is_not_taken_for_its_first_one,
	where_nobody_may_register_it_is_said,
	another_password_needs_the_old_one, others_learn_little_of_an_account,
	keys_are_added_listed_and_taken_away, the_number_of_keys_is_bounded,
	half_of_a_command_says_how_it_goes_on),
    TESTS(a_local_user_needs_no_old_password_and_none_to_come_back))
