/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/deliver.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/caps.h"
#include "server/hub.h"
#include "server/presence.h"
#include "server/reap.h"
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

START_TEST(a_device_with_self_message_gets_what_is_said_on_others)
{
	struct session *quiet = scene_device(&sc, alice, CAP_MESSAGE_TAGS);
	struct session *self = scene_device(&sc, alice, CAP_SELF_MESSAGE);

	alice->caps = CAP_SELF_MESSAGE;
	scene_say(&sc, alice, "bob", "psst");
	scene_expect(&sc, alice, "");
	scene_expect(&sc, quiet, "");
	scene_expect(&sc, self, ":alice!alice@host PRIVMSG bob :psst\r\n");
	scene_say(&sc, alice, "#tea", "hi");
	scene_expect(&sc, alice, "");
	scene_expect(&sc, quiet, "");
	scene_expect(&sc, self, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_say(&sc, self, "#tea", "ho");
	scene_expect(&sc, alice, ":alice!alice@host PRIVMSG #tea :ho\r\n");
	scene_expect(&sc, self, "");
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
	scene_expect(&sc, self, "");
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, both), "TAGMSG #tea"), 1);
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
	ck_assert_uint_eq(scene_count(scene_output(&sc, alice), "label=L1"), 1);
	out = scene_output(&sc, second);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG #tea :hi"), 1);
	ck_assert_uint_eq(scene_count(out, "label"), 0);
	session_label_begin(alice, "L2");
	scene_say(&sc, alice, "alice", "note");
	session_label_end(alice, "srv");
	ck_assert_uint_eq(scene_count(scene_output(&sc, alice), "label=L2"), 1);
	out = scene_output(&sc, second);
	ck_assert_uint_eq(scene_count(out, "PRIVMSG alice :note"), 1);
	ck_assert_uint_eq(scene_count(out, "label"), 0);
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

static void
invite_dave(struct session *by)
{
	struct event e = hub_event(&sc.srv, EVENT_INVITE, by);

	e.target = "dave";
	e.arg = "#tea";
	hub_publish(&sc.srv, &e);
}

START_TEST(an_invitation_does_not_tell_who_is_or_will_be_in_an_auditorium)
{
	struct session *carol = scene_user(&sc, "carol", NULL, 0);

	alice->caps = bob->caps = CAP_INVITE_NOTIFY;
	scene_join(&sc, carol, "#tea");
	scene_mode(&sc, NULL, "#tea", true, 'u', NULL);
	scene_output(&sc, alice);
	scene_output(&sc, bob);
	scene_user(&sc, "dave", NULL, 0);
	invite_dave(carol);
	scene_expect(&sc, alice, ":carol!carol@host INVITE dave #tea\r\n");
	scene_expect(&sc, bob, "");
	invite_dave(alice);
	scene_expect(&sc, bob, "");
	scene_mode(&sc, NULL, "#tea", true, 'v', "bob");
	scene_output(&sc, bob);
	invite_dave(alice);
	scene_expect(&sc, bob, ":alice!alice@host INVITE dave #tea\r\n");
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
	ck_assert_uint_eq(scene_count(scene_output(&sc, none), "account="), 0);
	free(copy);
}
END_TEST

START_TEST(what_one_device_changes_is_told_to_the_others)
{
	struct session *second = scene_device(&sc, alice, 0);

	scene_join(&sc, alice, "#milk");
	scene_expect(&sc, second, ":alice!alice@host JOIN #milk\r\n");
	scene_mode(&sc, alice, "#milk", true, 'm', NULL);
	scene_expect(&sc, second, ":alice!alice@host MODE #milk +m\r\n");
	scene_part(&sc, alice, "#milk");
	scene_expect(&sc, second, ":alice!alice@host PART #milk\r\n");
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
	scene_expect(&sc, alice, "");
	scene_expect(&sc, bob, "");
	scene_expect(&sc, second, ":alice!alice@host INVITE carol #tea\r\n");
	scene_expect(&sc, third, ":alice!alice@host INVITE carol #tea\r\n");
	scene_expect(&sc, carol, ":alice!alice@host INVITE carol #tea\r\n");
}
END_TEST

START_TEST(other_devices_of_the_sender_get_a_copy_if_they_want_echoes)
{
	struct session *quiet = scene_device(&sc, alice, 0);
	struct session *echoing = scene_device(&sc, alice, CAP_ECHO_MESSAGE);

	scene_say(&sc, alice, "bob", "psst");
	scene_expect(&sc, quiet, "");
	scene_expect(&sc, echoing, ":alice!alice@host PRIVMSG bob :psst\r\n");
}
END_TEST

START_TEST(all_devices_of_a_recipient_get_the_message)
{
	struct session *second = scene_device(&sc, bob, 0);

	scene_say(&sc, alice, "#tea", "hi");
	scene_expect(&sc, bob, ":alice!alice@host PRIVMSG #tea :hi\r\n");
	scene_expect(&sc, second, ":alice!alice@host PRIVMSG #tea :hi\r\n");
}
END_TEST

START_TEST(the_end_of_one_device_is_told_to_nobody_and_that_of_the_last_is)
{
	struct session *second = scene_device(&sc, alice, 0);

	session_doom(second, "Ping timeout");
	reap(&sc.srv);
	scene_expect(&sc, bob, "");
	scene_expect(&sc, alice, "");
	ck_assert_ptr_nonnull(world_user(&sc.srv.world, "alice"));
	session_doom(alice, "Ping timeout");
	reap(&sc.srv);
	scene_expect(&sc, bob, ":alice!alice@host QUIT :Ping timeout\r\n");
	ck_assert_ptr_null(world_user(&sc.srv.world, "alice"));
}
END_TEST

START_TEST(who_loses_the_device_they_were_at_is_away)
{
	struct session *second = scene_device(&sc, alice, 0);

	bob->caps = CAP_AWAY_NOTIFY;
	presence_set(&sc.srv, second, "bus", false);
	scene_expect(&sc, bob, "");
	session_doom(alice, "bye");
	reap(&sc.srv);
	scene_expect(&sc, bob, ":alice!alice@host AWAY :bus\r\n");
}
END_TEST

Suite *
suite_deliver_devices(void)
{
	Suite *s = suite_create("deliver_devices");
	TCase *tc = tcase_create("devices");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, a_device_with_self_message_gets_what_is_said_on_others);
	tcase_add_test(
	    tc, an_own_tagmsg_comes_to_another_device_only_with_message_tags);
	tcase_add_test(tc, the_label_stays_with_the_device_that_gave_it);
	tcase_add_test(tc, an_echo_comes_after_what_was_said_before_it);
	tcase_add_test(
	    tc, an_invitation_does_not_tell_who_is_or_will_be_in_an_auditorium);
	tcase_add_test(
	    tc, all_that_somebody_with_an_account_does_names_it_to_holders);
	tcase_add_test(tc, what_one_device_changes_is_told_to_the_others);
	tcase_add_test(
	    tc, an_invitation_is_told_once_to_each_device_of_who_could_invite);
	tcase_add_test(
	    tc, other_devices_of_the_sender_get_a_copy_if_they_want_echoes);
	tcase_add_test(tc, all_devices_of_a_recipient_get_the_message);
	tcase_add_test(tc,
	    the_end_of_one_device_is_told_to_nobody_and_that_of_the_last_is);
	tcase_add_test(tc, who_loses_the_device_they_were_at_is_away);
	suite_add_tcase(s, tc);
	return s;
}
