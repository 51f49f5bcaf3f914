/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/identities.h"
#include "tests/talk/sasl_peers.h"

START_TEST(a_password_logs_in_before_registration_and_joins_carry_it)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *b = peer_join_caps(h, "bob", "extended-join", "#c");
	struct peer *p;

	account_make(h, "Alice", "correct horse");
	p = sasl_connect(h, "alice");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "Alice");
	peer_send(p, "CAP END");
	peer_register(p, "ally");
	peer_joins(p, "#c");
	peer_expect(b, ":ally!~ally@* JOIN #c Alice :*");
	peer_send(b, "WHOIS ally");
	peer_expect(b, ":* 330 bob ally Alice :*");
	peer_send(b, "WHO ally %%a");
	peer_expect(b, ":* 354 bob :Alice");
}
END_TEST

START_TEST(a_wrong_password_and_an_unknown_account_are_answered_alike)
{
	struct peer *p = sasl_beside_alice();

	sasl_plain(p, "", "alice", "wrong horse");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
	sasl_plain(p, "", "nobody", "wrong horse");
	peer_next(p, ":* 904 \\* :SASL authentication failed");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
}
END_TEST

START_TEST(nobody_acts_as_another)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p;

	account_make(h, "alice", "correct horse");
	account_make(h, "bob", "battery staple");
	p = sasl_connect(h, "p");
	sasl_plain(p, "bob", "alice", "correct horse");
	peer_next(p, ":* 904 *");
	sasl_plain(p, "ALICE", "alice", "correct horse");
	sasl_expect_in(p, "alice");
}
END_TEST

START_TEST(what_is_no_message_of_plain_fails)
{
	static const struct {
		const char *data;
		size_t len;
	} bad[] = {{"", 0}, {"a", 1}, {"\0a", 2}, {"\0\0secret", 8},
	    {"\0alice\0", 7}, {"\0alice\0a\0b", 10}, {"\0\xff\0secret", 9},
	    {"\0alice\0\xff", 8}};
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		sasl_start(p, "PLAIN");
		sasl_say(p, bad[i].data, bad[i].len);
		peer_next(p, ":* 904 \\* :SASL authentication failed");
	}
	sasl_start(p, "PLAIN");
	peer_send(p, "AUTHENTICATE !!!");
	peer_next(p, ":* 904 \\* :*base64");
	sasl_start(p, "PLAIN");
	peer_send(p, "AUTHENTICATE YQ");
	peer_next(p, ":* 904 \\* :*base64");
}
END_TEST

/* 291 bytes make 388 characters, and so on. */
static void
log_in_with(struct host *h, size_t len)
{
	char password[512] = "";
	struct peer *p;

	memset(password, 'x', len);
	account_make(h, "foo", password);
	p = sasl_connect(h, "p");
	sasl_plain(p, "foo", "foo", password);
	sasl_expect_in(p, "foo");
	peer_free(p);
}

START_TEST(a_message_of_several_pieces_is_one)
{
	log_in_with(host_start(SASL_CONF), 300);
}
END_TEST

START_TEST(a_message_that_fills_its_last_piece_ends_with_a_plus)
{
	log_in_with(host_start(SASL_CONF), 292);
}
END_TEST

START_TEST(a_piece_that_is_too_long_ends_the_exchange_with_905)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");
	char piece[402];

	memset(piece, 'A', sizeof(piece) - 1);
	piece[401] = '\0';
	sasl_start(p, "PLAIN");
	peer_send(p, "AUTHENTICATE %s", piece);
	peer_next(p, ":* 905 \\* :*");
	peer_send(p, "AUTHENTICATE +");
	peer_next(p, ":* 908 \\* *");
	peer_next(p, ":* 904 \\* *");
}
END_TEST

START_TEST(a_message_that_does_not_end_fails)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");
	char piece[401];

	memset(piece, 'A', 400);
	piece[400] = '\0';
	sasl_start(p, "PLAIN");
	for (int i = 0; i < 5; i++)
		peer_send(p, "AUTHENTICATE %s", piece);
	peer_next(p, ":* 904 \\* :*too long");
}
END_TEST

START_TEST(an_asterisk_ends_the_exchange_with_906_and_another_may_begin)
{
	struct peer *p = sasl_beside_alice();

	sasl_start(p, "PLAIN");
	peer_send(p, "AUTHENTICATE *");
	peer_next(p, ":* 906 \\* :*");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
}
END_TEST

START_TEST(an_unknown_mechanism_is_told_the_others_and_fails)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");

	peer_send(p, "AUTHENTICATE FOO");
	peer_next(p, ":* 908 \\* SCRAM-SHA-256,PLAIN :*");
	peer_next(p, ":* 904 \\* :*");
	peer_send(p, "AUTHENTICATE EXTERNAL");
	peer_next(p, ":* 908 \\* SCRAM-SHA-256,PLAIN :*");
	peer_next(p, ":* 904 \\* :*");
}
END_TEST

START_TEST(without_the_capability_nobody_authenticates)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "AUTHENTICATE PLAIN");
	peer_next(p, ":* 904 \\* :*sasl*");
	peer_caps(p, "sasl");
	sasl_start(p, "PLAIN");
	peer_send(p, "CAP REQ :-sasl");
	peer_expect(p, ":* CAP * ACK :-sasl");
	peer_send(p, "AUTHENTICATE +");
	peer_next(p, ":* 904 \\* :*sasl*");
}
END_TEST

START_TEST(who_comes_in_during_an_exchange_is_in_without_an_account)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = sasl_connect(h, "p");

	sasl_start(p, "PLAIN");
	peer_send(p, "NICK p");
	peer_send(p, "USER p 0 * :P");
	peer_send(p, "CAP END");
	peer_next(p, ":* 906 \\* :*");
	peer_next(p, ":* 001 p :*");
	peer_send(p, "WHOIS p");
	peer_expect_none(p, ":* 330 *");
}
END_TEST

START_TEST(nick_and_user_in_the_middle_do_not_matter)
{
	struct peer *p = sasl_beside_alice();

	sasl_start(p, "PLAIN");
	peer_send(p, "NICK p");
	peer_send(p, "USER pu 0 * :P");
	sasl_say(p, "\0alice\0correct horse", 20);
	peer_next(p, ":* 900 \\* p!pu@* alice :*");
	peer_next(p, ":* 903 \\* :*");
	peer_send(p, "CAP END");
	peer_expect(p, ":* 001 p :*");
}
END_TEST

START_TEST(who_is_logged_in_does_so_again_only_once_in)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *b = peer_join_caps(h, "bob", "account-notify", "#c");
	struct peer *p;

	account_make(h, "alice", "correct horse");
	account_make(h, "alma", "battery staple");
	p = sasl_connect(h, "p");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
	peer_send(p, "AUTHENTICATE PLAIN");
	peer_next(p, ":* 907 \\* :*");
	peer_send(p, "CAP END");
	peer_register(p, "p");
	peer_joins(p, "#c");
	sasl_plain(p, "", "alma", "battery staple");
	sasl_expect_in(p, "alma");
	peer_expect(b, ":p!* ACCOUNT alma");
	peer_send(b, "WHOIS p");
	peer_expect(b, ":* 330 bob p alma :*");
	sasl_plain(p, "", "alice", "wrong");
	peer_next(p, ":* 904 p :*");
	peer_send(b, "WHOIS p");
	peer_expect(b, ":* 330 bob p alma :*");
}
END_TEST

START_TEST(mechanisms_are_those_of_the_session)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS *sasl=SCRAM-SHA-256*");
	ck_assert_ptr_null(strstr(peer_last(p), "PLAIN"));
	ck_assert_ptr_null(strstr(peer_last(p), "account-registration"));
	peer_caps(p, "sasl");
	peer_send(p, "AUTHENTICATE PLAIN");
	peer_next(p, ":* 908 \\* SCRAM-SHA-256 :*");
	peer_next(p, ":* 904 *");
	p = peer_connect_local(h, "l");
	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS *sasl=EXTERNAL,SCRAM-SHA-256,PLAIN*");
}
END_TEST

START_TEST(what_becomes_possible_by_a_reload_is_told)
{
	struct host *h = host_start("flood-rate = 0\n");
	struct peer *p = peer_connect(h, "p"), *old = peer_connect(h, "old");

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS *");
	peer_caps(old, "sasl cap-notify");
	host_reload(h, SASL_CONF);
	peer_expect(p,
	    ":* CAP \\* NEW :draft/account-registration=before-connect,"
	    "custom-account-name sasl=SCRAM-SHA-256,PLAIN");
	peer_expect(old, ":* CAP \\* NEW :draft/account-registration");
	peer_caps(p, "draft/account-registration");
	host_reload(h, "flood-rate = 0\nregister = nobody\n");
	peer_expect(p, ":* CAP \\* DEL :draft/account-registration");
	peer_next(p, ":* CAP \\* NEW :sasl=SCRAM-SHA-256");
	peer_send(p, "CAP LIST");
	peer_next(p, ":* CAP \\* LIST :cap-notify");
	peer_expect(old, ":* CAP \\* DEL :draft/account-registration");
}
END_TEST

START_TEST(a_local_user_is_who_the_kernel_says_by_external)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p;

	account_make(h, "alice", "correct horse");
	p = peer_connect_local(h, "p");
	peer_caps(p, "sasl");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "alice");
	peer_next(p, ":* 904 \\* :*");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, my_login());
	sasl_expect_in(p, my_login());
	peer_send(p, "CAP END");
	peer_register(p, "p");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
	peer_send(p, "WHOIS p");
	peer_next(p, ":* 311 p p %s localhost *", my_login());
	peer_expect(p, ":* 330 p p alice :*");
	peer_barrier(p);
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "");
	sasl_expect_in(p, my_login());
}
END_TEST

START_TEST(a_certificate_logs_in_by_external_once_its_key_is_the_account_s)
{
	struct identity *mine = identity_for("somebody", 86400),
			*other = identity_for("other", 86400);
	struct peer_tls_options by_mine = {.id = mine},
				by_other = {.id = other};
	struct host *h = host_start_tls(SASL_CONF);
	struct peer *p = peer_connect_tls(h, "p", &by_mine);

	peer_send(p, "CAP LS 302");
	peer_expect(p, ":* CAP \\* LS *sasl=EXTERNAL,SCRAM-SHA-256,PLAIN*");
	peer_caps(p, "sasl");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "");
	peer_next(p, ":* 904 \\* :*");
	peer_send(p, "NICK alice");
	peer_send(p, "REGISTER * * :correct horse");
	peer_expect(p, ":* 900 *");
	peer_send(p, "CAP END");
	peer_register(p, "alice");
	peer_send(p, "NICKSERV CERT ADD");
	peer_expect(p, ":NickServ!* NOTICE alice :*");
	p = peer_connect_tls(h, "q", &by_mine);
	peer_caps(p, "sasl");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "bob");
	peer_next(p, ":* 904 \\* :*");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "ALICE");
	sasl_expect_in(p, "alice");
	p = peer_connect_tls(h, "o", &by_other);
	peer_caps(p, "sasl");
	sasl_start(p, "EXTERNAL");
	sasl_says(p, "alice");
	peer_next(p, ":* 904 \\* :*");
	identity_free(mine);
	identity_free(other);
}
END_TEST

START_TEST(over_tls_passwords_are_taken_without_a_setting)
{
	struct host *h =
	    host_start_tls("flood-rate = 0\npassword-iterations = 4096\n");
	struct peer *p = peer_connect_tls(h, "p", NULL);

	peer_send(p, "NICK alice");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
	p = peer_connect_tls(h, "q", NULL);
	peer_caps(p, "sasl");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
}
END_TEST

START_TEST(who_guesses_waits_and_is_told_so_and_nobody_else_does)
{
	struct host *h = host_start(SASL_CONF "password-tries = 3\n");
	struct peer *eve, *p;

	account_make(h, "alice", "correct horse");
	account_make(h, "bob", "battery staple");
	eve = sasl_connect(h, "eve");
	for (int i = 0; i < 3; i++) {
		sasl_plain(eve, "", "alice", "guess");
		peer_next(eve, ":* 904 \\* :SASL authentication failed");
	}
	for (int i = 0; i < 50; i++) {
		sasl_plain(eve, "", "alice", "guess");
		peer_next(eve, ":* 904 \\* :Too many wrong passwords*");
	}
	p = sasl_connect(h, "p");
	sasl_plain(p, "", "bob", "battery staple");
	sasl_expect_in(p, "bob");
}
END_TEST

static size_t
count_wrong(const struct host *h)
{
	const char *at = h->child->log.data;
	size_t count = 0;

	while ((at = strstr(at, "wrong password"))) {
		count++;
		at++;
	}
	return count;
}

START_TEST(who_is_not_waiting_is_answered_while_many_log_in)
{
	enum { MANY = 50 };
	struct host *h = host_start(
	    SASL_CONF "sessions-per-address = 0\npassword-iterations = 100000\n"
		      "password-tries = 0\n");
	struct peer *peers[MANY], *b = peer_new(h, "bob");

	for (int i = 0; i < MANY; i++)
		peers[i] = sasl_connect(h, "many");
	for (int i = 0; i < MANY; i++)
		sasl_plain(peers[i], "", "nobody", "guess");
	peer_next(peers[0], ":* 904 *");
	peer_send(b, "PING now");
	peer_expect(b, ":* PONG * :now");
	ck_assert_uint_lt(count_wrong(h), MANY);
	for (int i = 1; i < MANY; i++)
		peer_next(peers[i], ":* 904 *");
}
END_TEST

TALK_SUITE_LOGIN(talk_sasl,
    TESTS(a_password_logs_in_before_registration_and_joins_carry_it,
	a_wrong_password_and_an_unknown_account_are_answered_alike,
	nobody_acts_as_another, what_is_no_message_of_plain_fails,
	a_message_of_several_pieces_is_one,
	a_message_that_fills_its_last_piece_ends_with_a_plus,
	a_piece_that_is_too_long_ends_the_exchange_with_905,
	a_message_that_does_not_end_fails,
	an_asterisk_ends_the_exchange_with_906_and_another_may_begin,
	an_unknown_mechanism_is_told_the_others_and_fails,
	without_the_capability_nobody_authenticates,
	who_comes_in_during_an_exchange_is_in_without_an_account,
	nick_and_user_in_the_middle_do_not_matter,
	who_is_logged_in_does_so_again_only_once_in,
	what_becomes_possible_by_a_reload_is_told,
	a_certificate_logs_in_by_external_once_its_key_is_the_account_s,
	over_tls_passwords_are_taken_without_a_setting,
	who_guesses_waits_and_is_told_so_and_nobody_else_does,
	who_is_not_waiting_is_answered_while_many_log_in),
    TESTS(mechanisms_are_those_of_the_session,
	a_local_user_is_who_the_kernel_says_by_external))
