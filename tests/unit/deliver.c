/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/mem.h"
#include "server/caps.h"
#include "server/hub.h"
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

static void
ck_output(struct session *s, const char *wanted)
{
	ck_assert_str_eq(scene_output(&sc, s), wanted);
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

START_TEST(a_message_goes_to_all_but_its_sender)
{
	scene_say(&sc, alice, "#tea", "hi");
	ck_output(alice, "");
	ck_output(bob, ":alice!alice@host PRIVMSG #tea :hi\r\n");
}
END_TEST

START_TEST(a_sender_with_echo_message_hears_the_echo)
{
	alice->caps = CAP_ECHO_MESSAGE;
	scene_say(&sc, alice, "#tea", "hi");
	ck_output(alice, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_say(&sc, alice, "bob", "psst");
	ck_output(alice, ":alice!alice@host PRIVMSG bob :psst\r\n");
}
END_TEST

START_TEST(other_devices_of_the_sender_get_a_copy_if_they_want_echoes)
{
	struct session *quiet = scene_device(&sc, alice, 0);
	struct session *echoing = scene_device(&sc, alice, CAP_ECHO_MESSAGE);

	scene_say(&sc, alice, "bob", "psst");
	ck_output(quiet, "");
	ck_output(echoing, ":alice!alice@host PRIVMSG bob :psst\r\n");
}
END_TEST

START_TEST(a_device_with_self_message_gets_what_is_said_on_others)
{
	struct session *quiet = scene_device(&sc, alice, CAP_MESSAGE_TAGS);
	struct session *self = scene_device(&sc, alice, CAP_SELF_MESSAGE);

	alice->caps = CAP_SELF_MESSAGE;
	scene_say(&sc, alice, "bob", "psst");
	ck_output(alice, "");
	ck_output(quiet, "");
	ck_output(self, ":alice!alice@host PRIVMSG bob :psst\r\n");
	scene_say(&sc, alice, "#tea", "hi");
	ck_output(alice, "");
	ck_output(quiet, "");
	ck_output(self, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_say(&sc, self, "#tea", "ho");
	ck_output(alice, ":alice!alice@host PRIVMSG #tea :ho\r\n");
	ck_output(self, "");
}
END_TEST

START_TEST(an_own_tagmsg_comes_to_another_device_only_with_message_tags)
{
	struct session *self = scene_device(&sc, alice, CAP_SELF_MESSAGE);
	struct session *both =
	    scene_device(&sc, alice, CAP_SELF_MESSAGE | CAP_MESSAGE_TAGS);
	struct event e = hub_event(&sc.srv, EVENT_TAGMSG, alice);

	e.target = "#tea";
	e.tags = "+typing=active";
	hub_publish(&sc.srv, &e);
	ck_output(self, "");
	ck_assert_uint_eq(count(scene_output(&sc, both), "TAGMSG #tea"), 1);
}
END_TEST

START_TEST(the_label_stays_with_the_device_that_gave_it)
{
	uint64_t wanted = CAP_ECHO_MESSAGE | CAP_LABELED_RESPONSE | CAP_BATCH |
	    CAP_MESSAGE_TAGS;
	struct session *second = scene_device(&sc, alice, wanted);
	const char *out;

	alice->caps = wanted;
	session_label_begin(alice, "L1");
	scene_say(&sc, alice, "#tea", "hi");
	session_label_end(alice, "srv");
	ck_assert_uint_eq(count(scene_output(&sc, alice), "label=L1"), 1);
	out = scene_output(&sc, second);
	ck_assert_uint_eq(count(out, "PRIVMSG #tea :hi"), 1);
	ck_assert_uint_eq(count(out, "label"), 0);
	session_label_begin(alice, "L2");
	scene_say(&sc, alice, "alice", "note");
	session_label_end(alice, "srv");
	ck_assert_uint_eq(count(scene_output(&sc, alice), "label=L2"), 1);
	out = scene_output(&sc, second);
	ck_assert_uint_eq(count(out, "PRIVMSG alice :note"), 1);
	ck_assert_uint_eq(count(out, "label"), 0);
}
END_TEST

START_TEST(an_echo_comes_after_what_was_said_before_it)
{
	const char *out, *first, *own;

	alice->caps = CAP_ECHO_MESSAGE | CAP_LABELED_RESPONSE | CAP_BATCH |
	    CAP_MESSAGE_TAGS;
	scene_say(&sc, bob, "#tea", "first");
	session_label_begin(alice, "L1");
	scene_say(&sc, alice, "#tea", "own");
	session_label_end(alice, "srv");
	scene_say(&sc, bob, "#tea", "last");
	out = scene_output(&sc, alice);
	first = strstr(out, ":first");
	own = strstr(out, ":own");
	ck_assert(first && own && strstr(own, ":last"));
	ck_assert(first < own);
}
END_TEST

/* Everything that somebody with an account does beside bob. */
static void
do_it_all(struct session *carol)
{
	static const enum event_kind plain[] = {EVENT_MESSAGE, EVENT_NOTICE,
	    EVENT_TAGMSG, EVENT_TOPIC, EVENT_AWAY, EVENT_SETNAME};
	struct event e;

	scene_join(&sc, carol, "#tea");
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		e = hub_event(&sc.srv, plain[i], carol);
		e.target = "#tea";
		e.body = "text";
		e.tags = "+x=1";
		hub_publish(&sc.srv, &e);
	}
	scene_mode(&sc, carol, "#tea", true, 'm', NULL);
	e = hub_event(&sc.srv, EVENT_INVITE, carol);
	e.target = "bob";
	e.arg = "#milk";
	hub_publish(&sc.srv, &e);
	e = hub_event(&sc.srv, EVENT_NICK, carol);
	e.arg = "caroline";
	hub_publish(&sc.srv, &e);
	e = hub_event(&sc.srv, EVENT_KICK, carol);
	e.target = "#tea";
	e.arg = "alice";
	hub_publish(&sc.srv, &e);
	scene_part(&sc, carol, "#tea");
	scene_join(&sc, carol, "#tea");
	scene_quit(&sc, carol);
}

START_TEST(all_that_somebody_with_an_account_does_names_it_to_holders)
{
	static const char *const commands[] = {"JOIN", "PRIVMSG", "NOTICE",
	    "TAGMSG", "TOPIC", "AWAY", "SETNAME", "MODE", "INVITE", "NICK",
	    "KICK", "PART", "QUIT"};
	uint64_t some = CAP_MESSAGE_TAGS | CAP_AWAY_NOTIFY | CAP_SETNAME;
	struct session *none = scene_device(&sc, bob, some);
	char *copy, *rest, *line;
	size_t seen = 0;

	bob->caps = some | CAP_ACCOUNT_TAG;
	do_it_all(scene_user(&sc, "carol", "cc", 0));
	rest = copy = mem_strdup(scene_output(&sc, bob));
	while ((line = strsep(&rest, "\n")) && *line) {
		const char *body = strchr(line, ' ');

		ck_assert_msg(strstr(line, "account=cc"), "%s", line);
		ck_assert_msg(strstr(line, "account=cc") < body, "%s", line);
		for (size_t i = 0; i < sizeof(commands) / sizeof(*commands);
		     i++) {
			const char *at = strstr(line, commands[i]);

			if (at && at[-1] == ' ')
				seen |= (size_t)1 << i;
		}
	}
	ck_assert_uint_eq(
	    seen, ((size_t)1 << sizeof(commands) / sizeof(*commands)) - 1);
	ck_assert_uint_eq(count(scene_output(&sc, none), "account="), 0);
	free(copy);
}
END_TEST

START_TEST(what_one_device_changes_is_told_to_the_others)
{
	struct session *second = scene_device(&sc, alice, 0);

	scene_join(&sc, alice, "#milk");
	ck_output(second, ":alice!alice@host JOIN #milk\r\n");
	scene_mode(&sc, alice, "#milk", true, 'm', NULL);
	ck_output(second, ":alice!alice@host MODE #milk +m\r\n");
	scene_part(&sc, alice, "#milk");
	ck_output(second, ":alice!alice@host PART #milk\r\n");
}
END_TEST

START_TEST(an_invitation_is_told_once_to_each_device_of_who_could_invite)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct session *second = scene_device(&sc, alice, CAP_INVITE_NOTIFY);
	struct session *third = scene_device(&sc, bob, CAP_INVITE_NOTIFY);
	struct event e = hub_event(&sc.srv, EVENT_INVITE, alice);

	alice->caps = CAP_INVITE_NOTIFY;
	e.target = "carol";
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
	ck_output(alice, "");
	ck_output(bob, "");
	ck_output(second, ":alice!alice@host INVITE carol #tea\r\n");
	ck_output(third, ":alice!alice@host INVITE carol #tea\r\n");
	ck_output(carol, ":alice!alice@host INVITE carol #tea\r\n");
}
END_TEST

START_TEST(all_devices_of_a_recipient_get_the_message)
{
	struct session *second = scene_device(&sc, bob, 0);

	scene_say(&sc, alice, "#tea", "hi");
	ck_output(bob, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	ck_output(second, ":alice!alice@host PRIVMSG #tea :hi\r\n");
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

		ck_assert_uint_eq(count(out, "PRIVMSG alice :note"), 2);
		ck_assert_uint_eq(count(out, "label=L1"), 1);
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
	ck_assert_uint_eq(count(out, "PRIVMSG alice :note"), 1);
	ck_assert_uint_eq(count(out, "@label=L1 :srv ACK"), 1);
}
END_TEST

START_TEST(others_lines_are_no_part_of_a_labelled_answer)
{
	const char *out;

	alice->caps = CAP_LABELED_RESPONSE | CAP_BATCH | CAP_MESSAGE_TAGS;
	session_label_begin(alice, "L1");
	scene_say(&sc, bob, "#tea", "meanwhile");
	ck_assert_uint_eq(count(scene_output(&sc, alice), "meanwhile"), 1);
	session_label_end(alice, "srv");
	out = scene_output(&sc, alice);
	ck_assert_uint_eq(count(out, "ACK"), 1);
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
	ck_output(alice, ":carol!carol@host PRIVMSG @#tea :help\r\n");
	ck_output(bob, "");
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
	ck_output(carol, "");
	ck_assert_uint_eq(count(scene_output(&sc, bob), "TAGMSG #tea"), 1);
}
END_TEST

START_TEST(each_view_gets_its_own_form_of_a_join)
{
	struct session *carol;

	bob->caps = CAP_EXTENDED_JOIN;
	carol = scene_user(&sc, "carol", "carol", 0);
	scene_join(&sc, carol, "#tea");
	ck_output(alice, ":carol!carol@host JOIN #tea\r\n");
	ck_output(bob, ":carol!carol@host JOIN #tea carol :carol\r\n");
	ck_output(carol, ":carol!carol@host JOIN #tea\r\n");
}
END_TEST

START_TEST(who_comes_in_away_is_said_to_be_away)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct event e = hub_event(&sc.srv, EVENT_AWAY, carol);

	carol->caps = bob->caps = CAP_AWAY_NOTIFY;
	e.body = "lunch";
	hub_publish(&sc.srv, &e);
	ck_output(carol, "");
	scene_join(&sc, carol, "#tea");
	ck_output(alice, ":carol!carol@host JOIN #tea\r\n");
	ck_output(bob,
	    ":carol!carol@host JOIN #tea\r\n"
	    ":carol!carol@host AWAY :lunch\r\n");
	ck_output(carol, ":carol!carol@host JOIN #tea\r\n");
}
END_TEST

START_TEST(a_quit_comes_once_however_many_channels_are_shared)
{
	scene_join(&sc, alice, "#milk");
	scene_join(&sc, bob, "#milk");
	scene_output(&sc, bob);
	scene_quit(&sc, alice);
	ck_output(bob, ":alice!alice@host QUIT :gone\r\n");
}
END_TEST

START_TEST(a_new_nick_is_told_to_oneself_and_to_neighbours)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);
	struct session *second = scene_device(&sc, alice, 0);
	struct event e = hub_event(&sc.srv, EVENT_NICK, alice);

	e.arg = "ann";
	hub_publish(&sc.srv, &e);
	ck_output(alice, ":alice!alice@host NICK ann\r\n");
	ck_output(second, ":alice!alice@host NICK ann\r\n");
	ck_output(bob, ":alice!alice@host NICK ann\r\n");
	ck_output(carol, "");
}
END_TEST

START_TEST(who_is_kicked_hears_of_it)
{
	struct event e = hub_event(&sc.srv, EVENT_KICK, alice);

	e.target = "#tea";
	e.arg = "bob";
	e.body = "out";
	hub_publish(&sc.srv, &e);
	ck_output(alice, ":alice!alice@host KICK #tea bob :out\r\n");
	ck_output(bob, ":alice!alice@host KICK #tea bob :out\r\n");
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
	ck_output(carol, ":alice!alice@host INVITE carol #tea\r\n");
	ck_output(bob, "");
	ck_output(alice, "");
}
END_TEST

START_TEST(a_doomed_session_gets_nothing)
{
	session_doom(bob, "bye");
	scene_say(&sc, alice, "#tea", "hi");
	ck_output(bob, "");
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

		ck_assert_uint_eq(count(out, "PRIVMSG #tea :hi\r\n"), 1);
		ck_assert_uint_eq(count(out, "msgid="), i & 1);
		ck_assert_uint_eq(count(out, "time="), i >> 1 & 1);
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
	deliver_history(&sc.srv, carol, world_channel(&sc.srv.world, "#tea"));
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
	ck_assert_uint_eq(count(out, ":srv BATCH +1 chathistory #tea\r\n"), 1);
	ck_assert_uint_eq(count(out, "batch=1;time="), 2);
	ck_assert_uint_eq(count(out, "msgid="), 2);
	ck_assert_uint_eq(count(out, "account=alice"), 2);
	ck_assert_uint_eq(count(out, "PRIVMSG #tea :one\r\n"), 1);
	ck_assert_uint_eq(count(out, ":srv BATCH -1\r\n"), 1);
}
END_TEST

START_TEST(without_server_time_history_has_the_time_in_its_text)
{
	const char *out;

	keep_two_messages();
	out = history(0);
	ck_assert_uint_eq(count(out, "PRIVMSG #tea :[20"), 1);
	ck_assert_uint_eq(count(out, "] one\r\n"), 1);
	ck_assert_uint_eq(count(out, "PRIVMSG #tea :\001ACTION [20"), 1);
	ck_assert_uint_eq(count(out, "] waves\001\r\n"), 1);
	ck_assert_uint_eq(count(out, "BATCH"), 0);
}
END_TEST

START_TEST(history_is_not_shown_to_outsiders)
{
	struct session *carol;

	keep_two_messages();
	carol = scene_user(&sc, "carol", NULL, CAP_SERVER_TIME);
	deliver_history(&sc.srv, carol, world_channel(&sc.srv.world, "#tea"));
	ck_output(carol, "");
}
END_TEST

START_TEST(history_leaves_room_in_the_output_of_who_comes_in)
{
	struct session *carol;
	const char *out;

	keep_two_messages();
	carol = scene_user(&sc, "carol", NULL, CAP_SERVER_TIME);
	scene_join(&sc, carol, "#tea");
	scene_output(&sc, carol);
	carol->conn.out_max = 200;
	deliver_history(&sc.srv, carol, world_channel(&sc.srv.world, "#tea"));
	ck_assert_ptr_null(carol->doom);
	out = scene_output(&sc, carol);
	ck_assert_uint_eq(count(out, "PRIVMSG"), 1);
	ck_assert_uint_eq(count(out, "waves"), 1);
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
	    tc, other_devices_of_the_sender_get_a_copy_if_they_want_echoes);
	tcase_add_test(
	    tc, a_device_with_self_message_gets_what_is_said_on_others);
	tcase_add_test(
	    tc, an_own_tagmsg_comes_to_another_device_only_with_message_tags);
	tcase_add_test(tc, the_label_stays_with_the_device_that_gave_it);
	tcase_add_test(tc, an_echo_comes_after_what_was_said_before_it);
	tcase_add_test(
	    tc, all_that_somebody_with_an_account_does_names_it_to_holders);
	tcase_add_test(tc, what_one_device_changes_is_told_to_the_others);
	tcase_add_test(
	    tc, an_invitation_is_told_once_to_each_device_of_who_could_invite);
	tcase_add_test(tc, all_devices_of_a_recipient_get_the_message);
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
	tcase_add_test(tc, history_leaves_room_in_the_output_of_who_comes_in);
	return tc;
}

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
	suite_add_tcase(s, tc);
	suite_add_tcase(s, messages_case());
	suite_add_tcase(s, history_case());
	return s;
}
