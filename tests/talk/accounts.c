/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/sasl_peers.h"

static struct peer *
named(struct host *h, const char *nick)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "NICK %s", nick);
	return p;
}

START_TEST(an_account_is_made_before_registration_and_one_is_logged_in)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *b = peer_join_caps(h, "bob", "extended-join", "#c");
	struct peer *p = named(h, "alice");

	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
	peer_next(p, ":* 900 \\* alice!\\*@* alice :*");
	peer_register(p, "alice");
	peer_joins(p, "#c");
	peer_expect(b, ":alice!~alice@* JOIN #c alice :*");
	peer_send(p, "REGISTER other * :correct horse");
	peer_next(p, ":* FAIL REGISTER ALREADY_AUTHENTICATED other :*");
	peer_send(p, "VERIFY alice 1234");
	peer_next(p, ":* FAIL VERIFY ALREADY_AUTHENTICATED alice :*");
}
END_TEST

START_TEST(an_account_is_made_by_somebody_who_is_here_and_others_are_told)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *b = peer_join_caps(h, "bob", "account-notify", "#c");
	struct peer *p = peer_join(h, "alice", "#c");

	peer_send(p, "REGISTER Alma a@example.org :correct horse");
	peer_next(p, ":* REGISTER SUCCESS Alma :*");
	peer_next(p, ":* 900 alice alice!~alice@* Alma :*");
	peer_expect(b, ":alice!* ACCOUNT Alma");
	peer_send(b, "WHOIS alice");
	peer_expect(b, ":* 330 bob alice Alma :*");
}
END_TEST

START_TEST(an_account_lasts_and_its_password_too)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p;

	account_make(h, "alice", "correct horse");
	host_kill(h);
	host_again(h, SASL_CONF, true);
	p = named(h, "p");
	peer_send(p, "REGISTER alice * :battery staple");
	peer_next(p, ":* FAIL REGISTER ACCOUNT_EXISTS alice :*");
	peer_caps(p, "sasl");
	sasl_plain(p, "", "alice", "correct horse");
	sasl_expect_in(p, "alice");
}
END_TEST

START_TEST(a_name_must_be_one_that_may_be_had)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = peer_connect(h, "p");

	peer_new(h, "bob");
	account_make(h, "Alice", "correct horse");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER NEED_NICK \\* :*");
	peer_send(p, "REGISTER some * :correct horse");
	peer_next(p, ":* FAIL REGISTER NEED_NICK \\* :*");
	peer_send(p, "NICK p");
	peer_send(p, "REGISTER bob * :correct horse");
	peer_next(p, ":* FAIL REGISTER ACCOUNT_EXISTS bob :*");
	peer_send(p, "REGISTER aLICE * :correct horse");
	peer_next(p, ":* FAIL REGISTER ACCOUNT_EXISTS aLICE :*");
	peer_send(p, "REGISTER a,b * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME a,b :*");
	peer_send(p, "REGISTER 0 * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME 0 :*");
	peer_send(p, "REGISTER A1ice * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME A1ice :*");
	peer_send(p, "REGISTER NickServ * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME NickServ :*");
}
END_TEST

START_TEST(a_login_of_the_machine_cannot_be_registered_by_others)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = named(h, "p");

	peer_send(p, "REGISTER root * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME root :*login*");
	peer_send(p, "REGISTER Daemon * :correct horse");
	peer_next(p, ":* FAIL REGISTER BAD_ACCOUNT_NAME Daemon :*login*");
}
END_TEST

START_TEST(a_password_must_be_one_that_may_be_had)
{
	struct host *h = host_start(SASL_CONF "password-length = 6\n");
	struct peer *p = named(h, "alice");
	char longest[302];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	peer_send(p, "REGISTER * * :12345");
	peer_next(p, ":* FAIL REGISTER WEAK_PASSWORD alice :*");
	peer_send(p, "REGISTER * * :\xc3\xa4\xc3\xa4\xc3\xa4");
	peer_next(p, ":* FAIL REGISTER WEAK_PASSWORD alice :*");
	peer_send(p, "REGISTER alicia * :ALICIA");
	peer_next(p, ":* FAIL REGISTER WEAK_PASSWORD alicia :*");
	peer_send(p, "REGISTER * * :pass\001word");
	peer_next(p, ":* FAIL REGISTER UNACCEPTABLE_PASSWORD alice :*");
	peer_send(p, "REGISTER * * :%s", longest);
	peer_next(p, ":* FAIL REGISTER UNACCEPTABLE_PASSWORD alice :*");
	peer_send(p, "REGISTER * * 123456");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
}
END_TEST

START_TEST(no_address_is_needed_and_nothing_is_verified)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = named(h, "alice");

	peer_send(p, "VERIFY alice 1234");
	peer_next(p, ":* FAIL VERIFY INVALID_CODE alice :*");
	peer_send(p, "REGISTER * nonsense :correct horse");
	peer_next(p, ":* FAIL REGISTER INVALID_EMAIL \\* :*");
	peer_send(p, "REGISTER * a@example.org");
	peer_next(p, ":* 461 \\* REGISTER :*");
	peer_send(p, "REGISTER * a@example.org :correct horse");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
}
END_TEST

START_TEST(who_may_register_is_a_setting)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p = named(h, "alice");

	host_reload(h, "flood-rate = 0\nregister = nobody\n");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER DISALLOWED alice :Nobody*");
	host_reload(h, "flood-rate = 0\nregister = anybody\n");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER DISALLOWED alice :*TLS");
	host_reload(h, SASL_CONF "accounts = 1\n");
	account_make(h, "bob", "battery staple");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER TEMPORARILY_UNAVAILABLE alice :*");
}
END_TEST

/* It says that people come from elsewhere; its password is "letmein". */
#define GATEWAY                                                           \
	"webirc kiwi { password-hash = \"$6$saltsalt$S9YY9YOA"            \
	"W0hOiRrNaP8VEIeRLALReoMp/E0Pht4dzHwnqjGznyJV7KQHtHBZN3l7.5Qmgjb" \
	"HONPeszlAoLGd8.\"\nhosts = {\"127.0.0.0/8\", \"unix\"} }\n"
#define CONF "flood-rate = 0\npassword-iterations = 4096\n" GATEWAY

static struct peer *
stranger(struct host *h, const char *nick)
{
	struct peer *p = peer_connect(h, nick);

	peer_send(p, "WEBIRC letmein kiwi x 198.51.100.3 :secure");
	peer_send(p, "NICK %s", nick);
	return p;
}

START_TEST(strangers_need_an_invitation)
{
	struct host *h = host_start(CONF);
	struct peer *p = stranger(h, "alice");

	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER INVITATION_REQUIRED alice :*");
	peer_send(p, "REGISTER * invite:nonsense :correct horse");
	peer_next(p, ":* FAIL REGISTER INVITATION_REQUIRED alice :*");
	host_reload(h, CONF "register = local\n");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* FAIL REGISTER DISALLOWED alice :Only*");
	host_reload(h, CONF "register = anybody\n");
	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
}
END_TEST

START_TEST(who_comes_through_a_gateway_is_not_the_login_of_the_gateway)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_connect_local(h, "p");

	peer_send(p, "WEBIRC letmein kiwi x 198.51.100.3");
	peer_send(p, "CAP LS 302");
	peer_next(p, ":* CAP \\* LS * :*sasl=SCRAM-SHA-256 *");
	ck_assert_ptr_null(strstr(peer_last(p), "account-registration"));
	peer_caps(p, "sasl");
	peer_send(p, "AUTHENTICATE EXTERNAL");
	peer_expect(p, ":* 904 *");
	peer_send(p, "CAP END");
	peer_register(p, "p");
	peer_send(p, "WHOIS p");
	peer_expect_none(p, ":* 330 *");
}
END_TEST

START_TEST(where_an_account_is_required_nobody_comes_in_without)
{
	struct host *h = host_start(SASL_CONF "require-account = all\n");
	struct peer *p = named(h, "alice"), *q = sasl_connect(h, "q");

	peer_send(p, "USER a 0 * :A");
	peer_next(p, ":* FAIL \\* ACCOUNT_REQUIRED :*");
	peer_expect_error(p, "log in");
	account_make(h, "alice", "correct horse");
	sasl_plain(q, "", "alice", "correct horse");
	sasl_expect_in(q, "alice");
	peer_send(q, "CAP END");
	peer_register(q, "q");
	peer_send(q, "VERSION");
	peer_expect(q, ":* 005 *draft/ACCOUNTREQUIRED*");
}
END_TEST

START_TEST(an_account_may_be_required_of_strangers_alone)
{
	struct host *h = host_start(CONF "require-account = remote\n");
	struct peer *p = stranger(h, "alice");

	peer_new(h, "bob");
	peer_send(p, "USER a 0 * :A");
	peer_next(p, ":* FAIL \\* ACCOUNT_REQUIRED :*");
	peer_expect_error(p, "log in");
}
END_TEST

START_TEST(the_password_of_the_server_is_asked_for_all_the_same)
{
	struct host *h = host_start(SASL_CONF "password = \"sesame\"\n");
	struct peer *p = named(h, "alice"), *q = peer_connect(h, "q");

	peer_send(p, "REGISTER * * :correct horse");
	peer_next(p, ":* 464 \\* :*");
	peer_expect_error(p, "Password incorrect");
	peer_send(q, "PASS sesame");
	peer_send(q, "NICK alice");
	peer_send(q, "REGISTER * * :correct horse");
	peer_next(q, ":* REGISTER SUCCESS alice :*");
}
END_TEST

START_TEST(a_label_is_answered_when_it_is_done)
{
	struct host *h = host_start(SASL_CONF);
	struct peer *p =
	    peer_new_caps(h, "alice", "labeled-response batch account-notify");

	peer_send(p, "@label=1 REGISTER * * :correct horse");
	peer_next(p, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), "1");
	peer_next(p, ":alice!* ACCOUNT alice");
	peer_next(p, ":* REGISTER SUCCESS alice :*");
	peer_next(p, ":* 900 alice *");
	peer_next(p, ":* BATCH -*");
}
END_TEST

TALK_SUITE_LOGIN(talk_accounts,
    TESTS(an_account_is_made_before_registration_and_one_is_logged_in,
	an_account_is_made_by_somebody_who_is_here_and_others_are_told,
	an_account_lasts_and_its_password_too,
	a_name_must_be_one_that_may_be_had,
	a_login_of_the_machine_cannot_be_registered_by_others,
	a_password_must_be_one_that_may_be_had,
	no_address_is_needed_and_nothing_is_verified,
	who_may_register_is_a_setting, strangers_need_an_invitation,
	where_an_account_is_required_nobody_comes_in_without,
	an_account_may_be_required_of_strangers_alone,
	the_password_of_the_server_is_asked_for_all_the_same,
	a_label_is_answered_when_it_is_done),
    TESTS(who_comes_through_a_gateway_is_not_the_login_of_the_gateway))
