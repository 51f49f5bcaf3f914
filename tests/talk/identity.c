/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pwd.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "tests/talk/somebody.h"
#include "tests/talk/talk.h"

/* Connected to the Unix socket and registered under that nick. */
static struct peer *
local_new(struct host *h, const char *nick, const char *caps)
{
	struct peer *p = peer_connect_local(h, nick);

	if (caps)
		peer_caps(p, caps);
	if (caps)
		peer_send(p, "CAP END");
	peer_register(p, nick);
	return p;
}

START_TEST(a_local_user_is_the_login_that_the_kernel_says)
{
	struct host *h = host_start(NULL);
	struct peer *a = local_new(h, "alice", NULL);

	peer_send(a, "WHOIS alice");
	peer_next(a, ":* 311 alice alice %s localhost \\* :*", my_login());
	peer_expect(a, ":* 330 alice alice %s :*", my_login());
	peer_send(a, "WHO alice %%ua");
	peer_expect(a, ":* 354 alice %s :%s", my_login(), my_login());
	peer_send(a, "PRIVMSG alice :me");
	peer_expect(a, ":alice!%s@localhost PRIVMSG alice :me", my_login());
}
END_TEST

START_TEST(the_username_given_over_the_socket_does_not_matter)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect_local(h, "p");

	peer_send(p, "USER somebodyelse 0 * :Somebody Else");
	peer_send(p, "NICK alice");
	peer_expect(p, ":* 001 alice :*");
	peer_send(p, "PRIVMSG alice :me");
	peer_expect(p, ":alice!%s@localhost PRIVMSG alice :me", my_login());
}
END_TEST

START_TEST(accounts_are_shown_to_those_who_asked)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(
	    h, "alice", "account-tag extended-join message-tags", "#c");
	struct peer *b = peer_join_caps(h, "bob", "message-tags", "#c");
	struct peer *l = local_new(h, "lo", NULL);

	peer_joins(l, "#c");
	peer_expect(a, ":lo!* JOIN #c %s :*", my_login());
	peer_send(l, "PRIVMSG #c :hi");
	peer_expect(a, ":lo!* PRIVMSG #c :hi");
	ck_assert_str_eq(peer_tag(a, "account"), my_login());
	peer_expect(b, ":lo!* PRIVMSG #c :hi");
	ck_assert_ptr_null(peer_tag(b, "account"));
	peer_send(b, "PRIVMSG #c :ho");
	peer_expect(a, ":bob!* PRIVMSG #c :ho");
	ck_assert_ptr_null(peer_tag(a, "account"));
}
END_TEST

START_TEST(a_logins_name_as_a_nick_belongs_to_that_login)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	local_new(h, "another", NULL);
	peer_send(p, "NICK %s", my_login());
	peer_send(p, "USER p 0 * :P");
	peer_expect(p, ":* 433 \\* %s :*", my_login());
	peer_send(p, "NICK other");
	peer_expect(p, ":* 001 other :*");
	peer_barrier(p);
	peer_send(p, "NICK %s", my_login());
	peer_expect(p, ":* 4?? other %s :*", my_login());
	struct peer *own = peer_connect_local(h, "own");
	peer_send(own, "NICK %s", my_login());
	peer_send(own, "USER x 0 * :X");
	peer_expect(own, ":* 001 %s :*", my_login());
}
END_TEST

START_TEST(a_login_is_remembered_over_a_restart)
{
	struct host *h = host_start(NULL);
	struct peer *p;

	local_new(h, "alice", NULL);
	host_stop(h);
	host_again(h, NULL, false);
	p = peer_connect(h, "p");
	peer_send(p, "NICK %s", my_login());
	peer_send(p, "USER p 0 * :P");
	peer_expect(p, ":* 433 \\* %s :*", my_login());
}
END_TEST

START_TEST(a_person_in_the_user_database_keeps_their_name)
{
	struct host *h = host_start("reserve-logins = yes\n");
	struct peer *p = peer_connect(h, "p");

	if (!getpwnam("root"))
		return;
	peer_send(p, "NICK root");
	peer_send(p, "USER p 0 * :P");
	peer_expect(p, ":* 433 \\* root :*");
	peer_send(p, "NICK ROOT");
	peer_expect(p, ":* 433 \\* ROOT :*");
	peer_send(p, "NICK daemon");
	peer_expect(p, ":* 001 daemon :*");
}
END_TEST

START_TEST(two_logins_cannot_take_each_others_names)
{
	struct host *h = host_start("reserve-logins = yes\n");
	struct passwd *pw = getpwnam("daemon");
	struct peer *p;

	if (geteuid() != 0 || !pw)
		return;
	p = peer_connect_as(h, "p", pw->pw_uid);
	peer_send(p, "NICK root");
	peer_send(p, "USER x 0 * :X");
	peer_expect(p, ":* 433 \\* root :*");
	peer_send(p, "NICK daemon");
	peer_expect(p, ":* 001 daemon :*");
	peer_send(p, "WHOIS daemon");
	peer_expect(p, ":* 330 daemon daemon daemon :*");
}
END_TEST

START_TEST(a_login_without_a_name_is_somebody_all_the_same)
{
	struct host *h = host_start(NULL);
	struct peer *p;

	if (geteuid() != 0 || getpwuid(54321))
		return;
	p = peer_connect_as(h, "p", 54321);
	peer_send(p, "NICK alice");
	peer_send(p, "USER x 0 * :X");
	peer_expect(p, ":* 001 alice :*");
	peer_send(p, "WHOIS alice");
	peer_expect(p, ":* 318 *");
}
END_TEST

START_TEST(an_account_keeps_its_op_in_the_channel_it_made)
{
	struct host *h = host_start(NULL);
	struct peer *a = local_new(h, "alice", NULL);

	peer_joins(a, "#c");
	peer_join(h, "bob", "#c");
	peer_send(a, "PART #c");
	peer_barrier(a);
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 353 alice = #c :*~alice*");
	host_stop(h);
	host_again(h, NULL, false);
	a = local_new(h, "alice", NULL);
	peer_send(a, "JOIN #c");
	peer_expect(a, ":* 353 alice = #c :*~alice*");
}
END_TEST

START_TEST(a_ban_may_name_an_account)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *l = local_new(h, "lo", NULL);

	peer_send(a, "MODE #c +b $a:%s", my_login());
	peer_expect(a, ":alice!* MODE #c +b *$a:%s", my_login());
	peer_send(l, "JOIN #c");
	peer_expect(l, ":* 474 lo #c :*");
}
END_TEST

START_TEST(an_oper_may_be_a_login)
{
	char conf[256];
	struct host *h;
	struct peer *l, *p;

	snprintf(conf, sizeof(conf), "oper boss { logins = {\"%s\"} }\n",
	    my_login());
	h = host_start(conf);
	l = local_new(h, "lo", NULL);
	p = peer_new(h, "p");
	peer_send(l, "OPER boss");
	peer_expect(l, ":* 381 lo :*");
	peer_send(p, "OPER boss");
	peer_expect(p, ":* 4?? p *:*");
	peer_expect_none(p, "* 381 *");
}
END_TEST

START_TEST(connections_of_one_login_are_bounded)
{
	struct host *h = host_start("sessions-per-login = 2\nflood-rate = 0\n");
	struct peer *p;

	local_new(h, "one", NULL);
	local_new(h, "two", NULL);
	p = peer_connect_local(h, "three");
	peer_expect_error(p, "");
}
END_TEST

TALK_SUITE_LOGIN(talk_identity,
    TESTS(a_person_in_the_user_database_keeps_their_name,
	two_logins_cannot_take_each_others_names,
	a_login_without_a_name_is_somebody_all_the_same),
    TESTS(a_local_user_is_the_login_that_the_kernel_says,
	the_username_given_over_the_socket_does_not_matter,
	accounts_are_shown_to_those_who_asked,
	a_logins_name_as_a_nick_belongs_to_that_login,
	a_login_is_remembered_over_a_restart,
	an_account_keeps_its_op_in_the_channel_it_made,
	a_ban_may_name_an_account, an_oper_may_be_a_login,
	connections_of_one_login_are_bounded))
