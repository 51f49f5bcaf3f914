/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tests/talk/talk.h"

#define CONF  "server-name = \"here\"\nflood-burst = 0\n"
#define NOTED ":NickServ!NickServ@here NOTICE "

START_TEST(what_is_said_to_a_service_is_answered_by_notices_of_it)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "PRIVMSG NickServ :HELP");
	peer_next(p, NOTED "visitor :NickServ: *");
	peer_expect(p, NOTED "visitor :  LOGOUT *");
	peer_expect(p, NOTED "visitor :  HELP *");
	peer_next(p, NOTED "visitor :HELP command says more*");
	peer_send(p, "PRIVMSG nickserv@HERE :help logout");
	peer_next(p, NOTED "visitor :Say: /msg NickServ LOGOUT");
	peer_next(p, NOTED "visitor :Logs you out*");
	peer_barrier(p);
	peer_send(p, "PRIVMSG NickServ@elsewhere :HELP");
	peer_next(p, ":here 401 visitor NickServ@elsewhere :*");
}
END_TEST

START_TEST(the_usual_shortcuts_speak_to_it_too)
{
	static const char *const lines[] = {"NS HELP", "ns :HELP",
	    "NICKSERV HELP", "NS", "SQUERY NickServ :HELP"};
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor");

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		peer_send(p, "%s", lines[i]);
		peer_next(p, NOTED "visitor :NickServ: *");
		peer_barrier(p);
	}
	peer_send(p, "NS HELP LOGOUT");
	peer_next(p, NOTED "visitor :Say: *");
}
END_TEST

START_TEST(a_shortcut_is_no_nick)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor"), *q = peer_new(h, "NS");

	peer_send(p, "PRIVMSG ns :HELP");
	peer_expect(q, ":visitor!* PRIVMSG NS :HELP");
}
END_TEST

START_TEST(before_registration_nothing_is_said_to_a_service)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_connect(h, "visitor");

	peer_send(p, "PRIVMSG NickServ :HELP");
	peer_next(p, ":here 451 \\* :*");
	peer_send(p, "NS HELP");
	peer_next(p, ":here 451 \\* :*");
}
END_TEST

START_TEST(notices_and_tags_to_a_service_are_not_answered)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new_caps(h, "visitor", "message-tags");

	peer_send(p, "NOTICE NickServ :HELP");
	peer_send(p, "@+typing=active TAGMSG NickServ");
	peer_send(p, "PRIVMSG NickServ :\001VERSION\001");
	peer_send(p, "PING after");
	peer_next(p, ":here PONG here :after");
}
END_TEST

START_TEST(an_unknown_command_names_the_nearest_one)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "NS LOGUOT");
	peer_next(p, NOTED "visitor :*Did you mean LOGOUT?*");
	peer_send(p, "NS correct-horse-battery");
	peer_next(
	    p, NOTED "visitor :There is no such command. HELP lists them all.");
	peer_send(p, "NS HELP correct-horse-battery");
	peer_next(
	    p, NOTED "visitor :There is no such command. HELP lists them all.");
	peer_send(p, "NS HELP HELP");
	peer_next(p, NOTED "visitor :Say: /msg NickServ HELP *");
}
END_TEST

START_TEST(who_is_not_logged_in_is_told_so)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "NS LOGOUT");
	peer_next(p, NOTED "visitor :You are not logged in.*");
}
END_TEST

START_TEST(the_answer_has_the_label_of_what_was_said)
{
	struct host *h = host_start(CONF);
	struct peer *p =
	    peer_new_caps(h, "visitor", "batch labeled-response echo-message");

	peer_send(p, "@label=one NS LOGOUT");
	peer_next(p, NOTED "visitor :You are not logged in.*");
	ck_assert_str_eq(peer_tag(p, "label"), "one");
	peer_send(p, "@label=two PRIVMSG NickServ :LOGOUT");
	peer_next(p, ":here BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(p, "label"), "two");
	peer_next(p, ":visitor!*@* PRIVMSG NickServ :LOGOUT");
	peer_next(p, NOTED "visitor :*");
	peer_next(p, ":here BATCH -*");
	peer_send(p, "@label=three NOTICE NickServ :HELP");
	peer_next(p, ":visitor!*@* NOTICE NickServ :HELP");
	ck_assert_str_eq(peer_tag(p, "label"), "three");
}
END_TEST

START_TEST(only_the_session_that_asks_hears_the_answer)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_join(h, "visitor", "#c");
	struct peer *q = peer_join_caps(h, "bob", "echo-message", "#c");

	peer_barrier(q);
	peer_send(p, "NS HELP");
	peer_barrier(p);
	peer_expect_none(q, "*NickServ*");
}
END_TEST

START_TEST(what_may_be_secret_is_not_echoed)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new_caps(h, "visitor", "echo-message");

	peer_send(p, "PRIVMSG NickServ :HELP LOGOUT");
	peer_next(p, ":visitor!*@* PRIVMSG NickServ :HELP LOGOUT");
	peer_barrier(p);
	peer_send(p, "PRIVMSG NickServ :IDENTFY swordfish");
	peer_next(p, ":visitor!*@* PRIVMSG NickServ :\\*\\*\\*");
	peer_send(p, "PRIVMSG NickServ :swordfish");
	peer_expect_none(p, "*swordfish*");
}
END_TEST

START_TEST(what_is_for_a_service_goes_to_nobody_else)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_join(h, "visitor", "#c");
	struct peer *q = peer_join(h, "bob", "#c");

	peer_send(p, "PRIVMSG bob,NickServ :swordfish");
	peer_expect(p, NOTED "visitor :Nothing was sent: *");
	peer_send(p, "PRIVMSG #c,nickserv@here :swordfish");
	peer_expect(p, NOTED "visitor :Nothing was sent: *");
	peer_expect_none(q, "*swordfish*");
}
END_TEST

START_TEST(a_message_of_several_lines_is_not_taken)
{
	struct host *h = host_start(CONF);
	struct peer *p =
	    peer_new_caps(h, "visitor", "batch draft/multiline message-tags");

	peer_send(p, "BATCH +1 draft/multiline NickServ");
	peer_send(p, "@batch=1 PRIVMSG NickServ :LOGOUT");
	peer_send(p, "@batch=1 PRIVMSG NickServ :HELP");
	peer_send(p, "BATCH -1");
	peer_next(p, NOTED "visitor :One line at a time*");
	peer_send(p, "BATCH +2 draft/multiline NickServ");
	peer_send(p, "@batch=2 PRIVMSG NickServ :LOGOUT");
	peer_send(p, "BATCH -2");
	peer_next(p, NOTED "visitor :You are not logged in*");
}
END_TEST

START_TEST(a_service_is_there_for_all_who_ask)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new(h, "visitor");

	peer_send(p, "WHOIS nickserv");
	peer_next(p, ":here 311 visitor NickServ NickServ here \\* :*");
	peer_next(p, ":here 312 visitor NickServ here :*");
	peer_next(p, ":here 320 visitor NickServ :is a service *");
	peer_next(p, ":here 318 visitor nickserv :*");
	peer_send(p, "ISON nickserv nobody visitor");
	peer_next(p, ":here 303 visitor :NickServ visitor");
	peer_send(p, "USERHOST NickServ");
	peer_next(p, ":here 302 visitor :NickServ=+NickServ@here");
	peer_send(p, "WHO NickServ");
	peer_next(
	    p, ":here 352 visitor \\* NickServ here here NickServ H :0 *");
	peer_next(p, ":here 315 visitor NickServ :*");
	peer_send(p, "MONITOR + NickServ");
	peer_next(p, ":here 730 visitor :NickServ!NickServ@here");
	peer_send(p, "MONITOR S");
	peer_next(p, ":here 730 visitor :NickServ!NickServ@here");
	peer_send(p, "SERVLIST");
	peer_expect(p, ":here 234 visitor NickServ here \\* 0 0 :*");
	peer_expect(p, ":here 235 visitor \\* 0 :*");
	peer_send(p, "NICK NickServ");
	peer_next(p, ":here 432 visitor NickServ :*");
	peer_send(p, "KILL NickServ");
	peer_next(p, ":here 481 *");
}
END_TEST

START_TEST(what_is_said_to_a_service_is_not_kept)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new_local(h, "me");

	peer_caps(p, "batch draft/chathistory");
	peer_send(p, "PRIVMSG NickServ :HELP LOGOUT");
	peer_expect(p, NOTED "me :*");
	peer_barrier(p);
	peer_send(p,
	    "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z "
	    "timestamp=2100-01-01T00:00:00.000Z 10");
	peer_expect_none(p, "*NickServ*");
}
END_TEST

START_TEST(who_logs_out_is_a_guest)
{
	struct host *h = host_start(CONF);
	struct peer *p = peer_new_local(h, "me");

	peer_caps(p, "account-notify");
	peer_send(p, "NS LOGOUT");
	peer_expect(p, ":me!* ACCOUNT \\*");
	peer_next(p, ":here 901 me me!*@* :*");
	peer_next(
	    p, NOTED "me :You are no longer logged in as %s.", my_login());
}
END_TEST

TALK_SUITE_LOGIN(talk_services,
    TESTS(what_is_said_to_a_service_is_answered_by_notices_of_it,
	the_usual_shortcuts_speak_to_it_too, a_shortcut_is_no_nick,
	before_registration_nothing_is_said_to_a_service,
	notices_and_tags_to_a_service_are_not_answered,
	an_unknown_command_names_the_nearest_one,
	who_is_not_logged_in_is_told_so,
	the_answer_has_the_label_of_what_was_said,
	only_the_session_that_asks_hears_the_answer,
	what_may_be_secret_is_not_echoed,
	what_is_for_a_service_goes_to_nobody_else,
	a_message_of_several_lines_is_not_taken,
	a_service_is_there_for_all_who_ask),
    TESTS(what_is_said_to_a_service_is_not_kept, who_logs_out_is_a_guest))
