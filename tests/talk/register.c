/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

START_TEST(nick_and_user_make_a_user)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_next(p, ":* 001 alice :*alice*");
	peer_next(p, ":* 002 alice :*");
	peer_next(p, ":* 003 alice :*");
	peer_next(p, ":* 004 alice *");
	peer_next(p, ":* 005 alice *:are supported by this server");
	peer_expect(p, ":* 251 alice :*");
	peer_expect(p, ":* 422 alice :*");
}
END_TEST

START_TEST(user_may_come_before_nick)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "USER al 0 * :Alice");
	peer_expect_none(p, ":* 001 *");
	peer_send(p, "NICK alice");
	peer_expect(p, ":* 001 alice :*");
}
END_TEST

START_TEST(lines_may_end_in_bare_lf_and_empty_ones_are_ignored)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");
	const char text[] = "\n\r\n  \r\nNICK alice\n\nUSER al 0 * :Alice\n";

	peer_raw(p, text, sizeof(text) - 1);
	peer_next(p, ":* 001 alice :*");
}
END_TEST

START_TEST(cap_ls_holds_registration_until_cap_end)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP LS 302");
	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* CAP \\* LS *");
	peer_expect_none(p, ":* 001 *");
	peer_send(p, "CAP END");
	peer_expect(p, ":* 001 alice :*");
}
END_TEST

START_TEST(cap_req_without_ls_holds_registration_too)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "CAP REQ :server-time");
	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* CAP * ACK :server-time*");
	peer_expect_none(p, ":* 001 *");
	peer_send(p, "CAP END");
	peer_expect(p, ":* 001 alice :*");
}
END_TEST

START_TEST(a_nick_in_use_is_refused_with_a_star_as_target)
{
	struct host *h = host_start(NULL);
	struct peer *p;

	peer_new(h, "alice");
	p = peer_connect(h, "p");
	peer_send(p, "NICK ALICE");
	peer_next(p, ":* 433 \\* ALICE :*");
	peer_send(p, "USER p 0 * :P");
	peer_send(p, "NICK bob");
	peer_expect(p, ":* 001 bob :*");
	peer_barrier(p);
	peer_send(p, "NICK alice");
	peer_next(p, ":* 433 bob alice :*");
}
END_TEST

START_TEST(two_who_ask_for_one_nick_at_once_do_not_both_get_it)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect(h, "a"), *b = peer_connect(h, "b");

	peer_send(a, "NICK same");
	peer_send(b, "NICK same");
	peer_send(a, "PING x");
	peer_send(b, "USER b 0 * :B");
	peer_expect(b, ":* 001 same *");
	peer_send(a, "USER a 0 * :A");
	peer_expect(a, ":* 433 \\* same :*");
	peer_send(a, "NICK other");
	peer_expect(a, ":* 001 other *");
}
END_TEST

START_TEST(bad_nicks_are_refused)
{
	static const char *const bad[] = {"1st", "#chan", "&local", "@op",
	    "+voice", ":colon", "a,b", "a!b", "a@b", "*", "a*", "a?b", "a.b",
	    "$x", "~"};
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (*bad[i] == ':')
			peer_send(p, "NICK :%s", bad[i]);
		else
			peer_send(p, "NICK %s", bad[i]);
		peer_next(p, ":* 432 \\* *:*");
	}
	peer_send(p, "NICK");
	peer_next(p, ":* 431 \\* :*");
	peer_send(p, "NICK :");
	peer_next(p, ":* 431 \\* :*");
}
END_TEST

START_TEST(a_nick_of_32_characters_is_possible)
{
	struct host *h = host_start(NULL);
	const char *nick = "abcdefghijklmnopqrstuvwxyz[]{}|^";
	struct peer *p = peer_new(h, nick);

	peer_send(p, "PRIVMSG %s :me", nick);
	peer_expect(p, ":%s!* PRIVMSG %s :me", nick, nick);
}
END_TEST

START_TEST(nicks_fold_ascii_only)
{
	struct host *h = host_start(NULL);

	peer_new(h, "a[x]");
	peer_new(h, "a{x}");
	struct peer *p = peer_connect(h, "p");
	peer_send(p, "NICK A[X]");
	peer_next(p, ":* 433 *");
}
END_TEST

START_TEST(commands_before_registration_are_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "JOIN #c");
	peer_next(p, ":* 451 \\* *:*");
	peer_send(p, "PRIVMSG x :hi");
	peer_next(p, ":* 451 \\* *:*");
	peer_send(p, "WHO #c");
	peer_next(p, ":* 451 \\* *:*");
	peer_send(p, "NICK alice");
	peer_send(p, "LIST");
	peer_next(p, ":* 451 *:*");
}
END_TEST

START_TEST(user_again_is_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "USER a 0 * :again");
	peer_next(p, ":* 462 alice :*");
	peer_send(p, "PASS secret");
	peer_next(p, ":* 462 alice :*");
}
END_TEST

START_TEST(missing_parameters_are_refused)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "USER only three");
	peer_next(p, ":* 461 \\* USER :*");
	peer_send(p, "PASS");
	peer_next(p, ":* 461 \\* PASS :*");
	peer_register(p, "alice");
	peer_send(p, "JOIN");
	peer_next(p, ":* 461 alice JOIN :*");
	peer_send(p, "PING");
	peer_next(p, ":* 409 alice :*");
}
END_TEST

START_TEST(an_empty_realname_is_no_obstacle)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :");
	peer_expect(p, ":* 4?? *");
	if (strstr(peer_last(p), " 461 ")) {
		peer_send(p, "USER al 0 * al");
		peer_expect(p, ":* 001 alice *");
	}
}
END_TEST

START_TEST(odd_characters_in_a_username_do_not_survive)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER a!b@c 0 * :Alice");
	peer_expect(p, ":* 001 alice :*");
	peer_send(p, "PRIVMSG alice :me");
	peer_expect(p, ":alice!* PRIVMSG alice :me");
	const char *source = peer_word(p, 0);
	ck_assert_ptr_eq(strchr(source, '!'), strrchr(source, '!'));
	ck_assert_ptr_eq(strchr(source, '@'), strrchr(source, '@'));
}
END_TEST

START_TEST(ping_before_registration_is_answered)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "PING :two words");
	peer_next(p, ":* PONG * :two words");
	peer_send(p, "PONG unasked");
	peer_send(p, "PING done");
	peer_next(p, ":* PONG *done");
}
END_TEST

START_TEST(an_unknown_command_is_answered)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_new(h, "alice");

	peer_send(p, "FROBNICATE all the things");
	peer_next(p, ":* 421 alice FROBNICATE :*");
	peer_send(p, "privmsg alice :commands have no case");
	peer_next(p, ":alice!* PRIVMSG alice :commands have no case");
}
END_TEST

START_TEST(who_does_not_register_in_time_is_told_and_dropped)
{
	struct host *h = host_start("register-timeout = 1s\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_expect_error(p, "");
}
END_TEST

START_TEST(a_password_of_the_server_is_asked_for)
{
	struct host *h = host_start("password = \"sesame\"\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* 464 \\* :*");
	peer_expect_end(p);

	p = peer_connect(h, "q");
	peer_send(p, "PASS wrong");
	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* 464 *");
	peer_expect_end(p);

	p = peer_connect(h, "r");
	peer_send(p, "PASS sesame");
	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* 001 alice *");
}
END_TEST

START_TEST(quit_is_answered_with_error_before_and_after_registration)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "QUIT :bye");
	peer_expect_error(p, "");
	p = peer_new(h, "alice");
	peer_send(p, "QUIT :so long");
	peer_expect_error(p, "so long");
}
END_TEST

START_TEST(a_nick_is_free_when_its_user_has_quit)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "alice");

	peer_send(a, "QUIT");
	peer_expect_end(a);
	peer_new(h, "alice");
}
END_TEST

START_TEST(a_nick_of_somebody_unregistered_is_free_when_they_are_gone)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_connect(h, "a");

	peer_send(a, "NICK alice");
	peer_barrier(a);
	peer_close(a);
	peer_new(h, "alice");
}
END_TEST

START_TEST(a_new_nick_is_told_once_to_each_who_shares_a_channel)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");
	struct peer *x = peer_new(h, "xavier");

	peer_joins(a, "#d");
	peer_joins(b, "#d");
	peer_send(a, "NICK alicia");
	peer_expect(a, ":alice!* NICK *alicia");
	ck_assert_uint_eq(peer_count(b, ":alice!* NICK *alicia"), 1);
	peer_expect_none(x, "*NICK*");
	peer_send(b, "PRIVMSG alicia :hi");
	peer_expect(a, ":bob!* PRIVMSG alicia :hi");
	peer_send(b, "PRIVMSG alice :hi");
	peer_expect(b, ":* 401 bob alice :*");
}
END_TEST

START_TEST(a_nick_may_change_its_case_and_saying_it_again_is_silent)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_join(h, "bob", "#c");

	peer_barrier(a);
	peer_send(a, "NICK Alice");
	peer_next(a, ":alice!* NICK *Alice");
	peer_expect(b, ":alice!* NICK *Alice");
	peer_send(a, "NICK Alice");
	peer_expect_none(a, "*NICK*");
	peer_expect_none(b, "*NICK*");
}
END_TEST

START_TEST(isupport_tells_the_truth)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_connect(h, "p");
	char all[8192] = "";

	peer_send(p, "NICK alice");
	peer_send(p, "USER al 0 * :Alice");
	peer_expect(p, ":* 004 *");
	for (;;) {
		peer_next(p, ":*");
		if (!glob(":* 005 alice *:are supported by this server",
			peer_last(p)))
			break;
		ck_assert_uint_le(strlen(peer_last(p)), 510);
		strcat(all, peer_last(p));
	}
	ck_assert_glob(all, "* CASEMAPPING=ascii *");
	ck_assert_glob(all, "* CHANMODES=beI,k,lfjH,imnstCMRu *");
	ck_assert_glob(all, "* PREFIX=(qaohv)~&@%+ *");
	ck_assert_glob(all, "* CHANTYPES=# *");
	ck_assert_glob(all, "* STATUSMSG=~&@%+ *");
	ck_assert_glob(all, "* UTF8ONLY *");
	ck_assert_glob(all, "* WHOX *");
	ck_assert_glob(all, "* BOT=B *");
	ck_assert_glob(all, "* EXCEPTS* *");
	ck_assert_glob(all, "* INVEX* *");
	ck_assert_glob(all, "* LOBBY=#lobby *");
	ck_assert_glob(all, "* NICKLEN=* *");
	ck_assert_glob(all, "* CHANNELLEN=* *");
	ck_assert_glob(all, "* TOPICLEN=* *");
	ck_assert_glob(all, "* MODES=* *");
	ck_assert_glob(all, "* TARGMAX=* *");
	ck_assert_int_ge(atoi(strstr(all, " NICKLEN=") + 9), 32);
	ck_assert_int_ge(atoi(strstr(all, " CHANNELLEN=") + 12), 64);
}
END_TEST

START_TEST(a_nick_longer_than_nicklen_is_refused_or_cut_to_it)
{
	struct host *h = host_start("nick-length = 10\nflood-rate = 0\n");
	struct peer *p = peer_connect(h, "p");

	peer_send(p, "NICK abcdefghijk");
	peer_send(p, "NICK abcdefghij");
	peer_send(p, "USER a 0 * :A");
	peer_next(p, ":* 432 \\* abcdefghijk :*");
	peer_next(p, ":* 001 abcdefghij *");
	peer_expect(p, ":* 005 * NICKLEN=10 *");
}
END_TEST

START_TEST(a_silent_peer_is_pinged_and_then_dropped)
{
	struct host *h = host_start("ping-interval = 1s\npong-timeout = 1s\n");
	struct peer *a = peer_join(h, "alice", "#c");
	struct peer *b = peer_connect(h, "bob");
	int64_t start;

	peer_register(b, "bob");
	peer_joins(b, "#c");
	start = clock_mono_ms();
	peer_expect(a, "*PING *");
	peer_send(a, "PONG %s", peer_word(a, 1));
	peer_expect_error(b, "imeout");
	ck_assert_int_ge(clock_mono_ms() - start, 900);
	while (!glob("*QUIT*", peer_last(a))) {
		peer_next(a, "*");
		if (glob("*PING *", peer_last(a)))
			peer_send(a, "PONG x");
	}
	ck_assert_glob(peer_last(a), ":bob!* QUIT :*imeout*");
}
END_TEST

TALK_SUITE(talk_register, nick_and_user_make_a_user, user_may_come_before_nick,
    lines_may_end_in_bare_lf_and_empty_ones_are_ignored,
    cap_ls_holds_registration_until_cap_end,
    cap_req_without_ls_holds_registration_too,
    a_nick_in_use_is_refused_with_a_star_as_target,
    two_who_ask_for_one_nick_at_once_do_not_both_get_it, bad_nicks_are_refused,
    a_nick_of_32_characters_is_possible, nicks_fold_ascii_only,
    commands_before_registration_are_refused, user_again_is_refused,
    missing_parameters_are_refused, an_empty_realname_is_no_obstacle,
    odd_characters_in_a_username_do_not_survive,
    ping_before_registration_is_answered, an_unknown_command_is_answered,
    who_does_not_register_in_time_is_told_and_dropped,
    a_password_of_the_server_is_asked_for,
    quit_is_answered_with_error_before_and_after_registration,
    a_nick_is_free_when_its_user_has_quit,
    a_nick_of_somebody_unregistered_is_free_when_they_are_gone,
    a_new_nick_is_told_once_to_each_who_shares_a_channel,
    a_nick_may_change_its_case_and_saying_it_again_is_silent,
    isupport_tells_the_truth,
    a_nick_longer_than_nicklen_is_refused_or_cut_to_it,
    a_silent_peer_is_pinged_and_then_dropped)
