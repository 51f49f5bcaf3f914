/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/caps.h"
#include "server/hub.h"
#include "server/serve.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice, *bob;

/* alice and bob are in #tea, and nothing waits for them. */
static void
set_up(void)
{
	scene_begin(&sc);
	alice = scene_user(&sc, "alice", NULL, 0);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, alice, "#tea");
	scene_join(&sc, bob, "#tea");
	scene_output(&sc, alice);
	scene_output(&sc, bob);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

START_TEST(a_message_goes_to_all_but_its_sender)
{
	scene_say(&sc, alice, "#tea", "hi");
	scene_expect(&sc, alice, "");
	scene_expect(&sc, bob, ":alice!alice@host PRIVMSG #tea :hi\r\n");
}
END_TEST

START_TEST(a_sender_with_echo_message_hears_the_echo)
{
	alice->caps = CAP_ECHO_MESSAGE;
	scene_say(&sc, alice, "#tea", "hi");
	scene_expect(&sc, alice, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_say(&sc, alice, "bob", "psst");
	scene_expect(&sc, alice, ":alice!alice@host PRIVMSG bob :psst\r\n");
}
END_TEST

START_TEST(to_oneself_the_echo_has_the_label_and_the_copy_has_not)
{
	alice->caps = CAP_ECHO_MESSAGE | CAP_LABELED_RESPONSE | CAP_BATCH |
	    CAP_MESSAGE_TAGS;
	session_label_begin(alice, "L1");
	scene_say(&sc, alice, "alice", "note");
	session_label_end(alice, "srv");
	{
		const char *out = scene_output(&sc, alice);

		ck_assert_uint_eq(scene_count(out, "PRIVMSG alice :note"), 2);
		ck_assert_uint_eq(scene_count(out, "label=L1"), 1);
	}
}
END_TEST

START_TEST(without_echo_a_message_to_oneself_comes_once_and_is_acknowledged)
{
	const char *out;

	alice->caps = CAP_LABELED_RESPONSE | CAP_BATCH | CAP_MESSAGE_TAGS;
	session_label_begin(alice, "L1");
	scene_say(&sc, alice, "alice", "note");
	session_label_end(alice, "srv");
	out = scene_output(&sc, alice);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG alice :note"), 1);
	ck_assert_uint_eq(scene_count(out, "@label=L1 :srv ACK"), 1);
}
END_TEST

START_TEST(others_lines_are_no_part_of_a_labelled_answer)
{
	const char *out;

	alice->caps = CAP_LABELED_RESPONSE | CAP_BATCH | CAP_MESSAGE_TAGS;
	session_label_begin(alice, "L1");
	scene_say(&sc, bob, "#tea", "meanwhile");
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, alice), "meanwhile"), 1);
	session_label_end(alice, "srv");
	out = scene_output(&sc, alice);
	ck_assert_uint_eq(scene_count(out, "ACK"), 1);
}
END_TEST

START_TEST(a_message_to_operators_reaches_them_alone)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_MESSAGE, carol);

	scene_join(&sc, carol, "#tea");
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	e.target = "#tea";
	e.status = '@';
	e.body = "help";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, alice, ":carol!carol@host PRIVMSG @#tea :help\r\n");
	scene_expect(&sc, bob, "");
}
END_TEST

START_TEST(a_tagmsg_reaches_only_who_has_message_tags)
{
	struct event e = hub_event(&sc.srv, EVENT_TAGMSG, alice);
	struct session *carol = scene_user(&sc, "carol", NULL, 0);

	scene_join(&sc, carol, "#tea");
	scene_output(&sc, carol);
	scene_output(&sc, bob);
	bob->caps = CAP_MESSAGE_TAGS;
	e.target = "#tea";
	e.tags = "+typing=active";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, carol, "");
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, bob), "TAGMSG #tea"), 1);
}
END_TEST

START_TEST(each_view_gets_its_own_form_of_a_join)
{
	struct session *carol;

	bob->caps = CAP_EXTENDED_JOIN;
	carol = scene_user(&sc, "carol", "carol", 0);
	scene_join(&sc, carol, "#tea");
	scene_expect(&sc, alice, ":carol!carol@host JOIN #tea\r\n");
	scene_expect(&sc, bob, ":carol!carol@host JOIN #tea carol :carol\r\n");
	scene_expect(&sc, carol, ":carol!carol@host JOIN #tea\r\n");
}
END_TEST

START_TEST(who_comes_in_away_is_said_to_be_away)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_AWAY, carol);

	carol->caps = bob->caps = CAP_AWAY_NOTIFY;
	e.body = "lunch";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, carol, "");
	scene_join(&sc, carol, "#tea");
	scene_expect(&sc, alice, ":carol!carol@host JOIN #tea\r\n");
	scene_expect(&sc, bob,
	    ":carol!carol@host JOIN #tea\r\n"
	    ":carol!carol@host AWAY :lunch\r\n");
	scene_expect(&sc, carol, ":carol!carol@host JOIN #tea\r\n");
}
END_TEST

START_TEST(a_quit_comes_once_however_many_channels_are_shared)
{
	scene_join(&sc, alice, "#milk");
	scene_join(&sc, bob, "#milk");
	scene_output(&sc, bob);
	scene_quit(&sc, alice);
	scene_expect(&sc, bob, ":alice!alice@host QUIT :gone\r\n");
}
END_TEST

START_TEST(a_new_nick_is_told_to_oneself_and_to_neighbours)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct session *second = scene_device(&sc, alice, 0);
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	e.arg = "ann";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, alice, ":alice!alice@host NICK ann\r\n");
	scene_expect(&sc, second, ":alice!alice@host NICK ann\r\n");
	scene_expect(&sc, bob, ":alice!alice@host NICK ann\r\n");
	scene_expect(&sc, carol, "");
}
END_TEST

START_TEST(who_is_kicked_hears_of_it)
{
	struct event e = hub_event(&sc.srv, EVENT_KICK, alice);

	e.target = "#tea";
	e.arg = "bob";
	e.body = "out";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, alice, ":alice!alice@host KICK #tea bob :out\r\n");
	scene_expect(&sc, bob, ":alice!alice@host KICK #tea bob :out\r\n");
	ck_assert_uint_eq(bob->user->nmembers, 0);
}
END_TEST

START_TEST(an_invitation_goes_to_who_is_invited)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_INVITE, alice);

	e.target = "carol";
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, carol, ":alice!alice@host INVITE carol #tea\r\n");
	scene_expect(&sc, bob, "");
	scene_expect(&sc, alice, "");
}
END_TEST

START_TEST(a_doomed_session_gets_nothing)
{
	session_doom(bob, "bye");
	scene_say(&sc, alice, "#tea", "hi");
	scene_expect(&sc, bob, "");
}
END_TEST

START_TEST(many_views_of_one_event_are_all_right)
{
	struct session *many[64];

	for (uint64_t i = 0; i < 64; i++)
		many[i] = scene_device(&sc, bob,
		    (i & 1 ? CAP_MESSAGE_TAGS : 0) |
			(i & 2 ? CAP_SERVER_TIME : 0) |
			(i & 4 ? CAP_ACCOUNT_TAG : 0) |
			(i & 8 ? CAP_EXTENDED_JOIN : 0) |
			(i & 16 ? CAP_SETNAME : 0) |
			(i & 32 ? CAP_AWAY_NOTIFY : 0));
	scene_say(&sc, alice, "#tea", "hi");
	for (uint64_t i = 0; i < 64; i++) {
		const char *out = scene_output(&sc, many[i]);

		ck_assert_uint_eq(scene_count(out, "PRIVMSG #tea :hi\r\n"), 1);
		ck_assert_uint_eq(scene_count(out, "msgid="), i & 1);
		ck_assert_uint_eq(scene_count(out, "time="), i >> 1 & 1);
	}
}
END_TEST

/* What carol is shown of #tea with these capabilities. */
static const char *
history(uint64_t wanted)
{
	struct session *carol = scene_user(&sc, "carol", NULL, wanted);

	scene_join(&sc, carol, "#tea");
	scene_output(&sc, carol);
	scene_replay(&sc, carol, "#tea");
	return scene_output(&sc, carol);
}

static void
keep_two_messages(void)
{
	tear_down();
	setenv("TZ", "UTC", 1);
	tzset();
	scene_begin(&sc);
	scene_keep(&sc);
	alice = scene_user(&sc, "alice", "alice", 0);
	scene_join(&sc, alice, "#tea");
	scene_say(&sc, alice, "#tea", "one");
	scene_say(&sc, alice, "#tea", "\001ACTION waves\001");
}

START_TEST(history_comes_in_a_batch_with_its_own_times)
{
	const char *out;

	keep_two_messages();
	out = history(
	    CAP_BATCH | CAP_SERVER_TIME | CAP_MESSAGE_TAGS | CAP_ACCOUNT_TAG);
	ck_assert_uint_eq(
	    scene_count(out, ":srv BATCH +1 chathistory #tea\r\n"), 1);
	ck_assert_uint_eq(scene_count(out, "batch=1;time="), 2);
	ck_assert_uint_eq(scene_count(out, "msgid="), 2);
	ck_assert_uint_eq(scene_count(out, "account=alice"), 2);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG #tea :one\r\n"), 1);
	ck_assert_uint_eq(scene_count(out, ":srv BATCH -1\r\n"), 1);
}
END_TEST

START_TEST(without_server_time_history_has_the_time_in_its_text)
{
	const char *out;

	keep_two_messages();
	out = history(0);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG #tea :[20"), 1);
	ck_assert_uint_eq(scene_count(out, "] one\r\n"), 1);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG #tea :\001ACTION [20"), 1);
	ck_assert_uint_eq(scene_count(out, "] waves\001\r\n"), 1);
	ck_assert_uint_eq(scene_count(out, "BATCH"), 0);
}
END_TEST

START_TEST(history_is_not_shown_to_outsiders)
{
	struct session *carol;

	keep_two_messages();
	carol = scene_user(&sc, "carol", NULL, CAP_SERVER_TIME);
	scene_replay(&sc, carol, "#tea");
	scene_expect(&sc, carol, "");
}
END_TEST

static TCase *
messages_case(void)
{
	TCase *tc = tcase_create("messages");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_message_goes_to_all_but_its_sender);
	tcase_add_test(tc, a_sender_with_echo_message_hears_the_echo);
	tcase_add_test(
	    tc, to_oneself_the_echo_has_the_label_and_the_copy_has_not);
	tcase_add_test(tc,
	    without_echo_a_message_to_oneself_comes_once_and_is_acknowledged);
	tcase_add_test(tc, others_lines_are_no_part_of_a_labelled_answer);
	tcase_add_test(tc, a_message_to_operators_reaches_them_alone);
	tcase_add_test(tc, a_tagmsg_reaches_only_who_has_message_tags);
	return tc;
}

static TCase *
history_case(void)
{
	TCase *tc = tcase_create("history");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, history_comes_in_a_batch_with_its_own_times);
	tcase_add_test(
	    tc, without_server_time_history_has_the_time_in_its_text);
	tcase_add_test(tc, history_is_not_shown_to_outsiders);
	return tc;
}

START_TEST(no_time_is_before_one_that_was_shown)
{
	struct session *carol = scene_user(&sc, "carol", NULL, CAP_SERVER_TIME);

	sc.srv.clock.last_ms = INT64_C(4102444800000); /* 2100 */
	sc.settings.ping_ms = 1;
	sc.srv.now_ms = 2;
	serve_time(&sc.srv, carol);
	scene_expect(
	    &sc, carol, "@time=2100-01-01T00:00:00.000Z PING :srv\r\n");
}
END_TEST

Suite *
suite_deliver(void)
{
	Suite *s = suite_create("deliver");
	TCase *tc = tcase_create("changes");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, each_view_gets_its_own_form_of_a_join);
	tcase_add_test(tc, who_comes_in_away_is_said_to_be_away);
	tcase_add_test(tc, a_quit_comes_once_however_many_channels_are_shared);
	tcase_add_test(tc, a_new_nick_is_told_to_oneself_and_to_neighbours);
	tcase_add_test(tc, who_is_kicked_hears_of_it);
	tcase_add_test(tc, an_invitation_goes_to_who_is_invited);
	tcase_add_test(tc, a_doomed_session_gets_nothing);
	tcase_add_test(tc, many_views_of_one_event_are_all_right);
	tcase_add_test(tc, no_time_is_before_one_that_was_shown);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, messages_case());
	suite_add_tcase(s, history_case());
	return s;
}
