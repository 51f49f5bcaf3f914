/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/follow.h"

#include <string.h>

#include "server/caps.h"
#include "server/catchup.h"
#include "server/hub.h"
#include "server/login.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *bob, *guest;
static struct account *alice;

/* alice is an account, to whom bob wrote while she was not here; guest is a
 * guest who is in #tea with bob. */
static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	alice = account_add(&sc.srv.accounts, "alice", 1);
	bob = scene_user(&sc, "bob", "bob", CAP_MESSAGE_TAGS);
	scene_say(&sc, bob, "alice", "waits");
	guest = scene_user(&sc, "guest", NULL, 0);
	scene_join(&sc, bob, "#tea");
	scene_join(&sc, guest, "#tea");
	scene_replay(&sc, guest, "#tea");
	scene_output(&sc, guest);
	scene_output(&sc, bob);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

START_TEST(who_logs_in_is_shown_what_waited_for_the_account)
{
	scene_say(&sc, bob, "guest", "to the guest");
	scene_output(&sc, guest);
	login_in(&sc.srv, guest, alice);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, guest), "PRIVMSG guest :"));
	scene_say(&sc, bob, "guest", "to the account");
	scene_output(&sc, guest);
	login_out(&sc.srv, guest);
	ck_assert_ptr_null(strstr(scene_output(&sc, guest), "PRIVMSG"));
}
END_TEST

START_TEST(what_was_said_to_a_guest_is_no_accounts)
{
	struct session *other;

	scene_say(&sc, bob, "guest", "to the guest");
	login_in(&sc.srv, guest, alice);
	scene_output(&sc, guest);
	scene_quit(&sc, guest);
	other = scene_user(&sc, "other", NULL, 0);
	login_in(&sc.srv, other, alice);
	ck_assert_ptr_null(strstr(scene_output(&sc, other), "to the guest"));
}
END_TEST

START_TEST(places_in_channels_stay_those_of_who_came)
{
	struct catchup *c = guest->catchup;

	ck_assert_str_eq(c->owner, "~guest!host");
	login_in(&sc.srv, guest, alice);
	ck_assert_str_eq(c->owner, "~guest!host");
	ck_assert_str_eq(catchup_owner(c, 0), "alice");
	login_out(&sc.srv, guest);
	ck_assert_str_eq(catchup_owner(c, 0), "~guest!host");
}
END_TEST

START_TEST(places_of_an_account_are_not_moved_by_who_left_it)
{
	struct session *s = scene_user(&sc, "ally", "alice", 0);

	scene_join(&sc, s, "#tea");
	scene_replay(&sc, s, "#tea");
	ck_assert_str_eq(s->catchup->owner, "alice");
	login_out(&sc.srv, s);
	ck_assert_str_eq(s->catchup->owner, "~ally!host");
	login_in(&sc.srv, s, account_add(&sc.srv.accounts, "carol", 1));
	ck_assert_str_eq(s->catchup->owner, "~ally!host");
	ck_assert_str_eq(catchup_owner(s->catchup, 0), "carol");
}
END_TEST

static void
set(const char *target, const char *key, const char *value)
{
	struct event e = hub_event(&sc.srv, EVENT_METADATA, NULL);

	e.target = target;
	e.arg = key;
	e.body = value;
	hub_publish(&sc.srv, &e);
}

START_TEST(who_subscribed_hears_what_is_set_of_the_account)
{
	const char *out;

	bob->caps = CAP_METADATA | CAP_BATCH;
	session_subscribe(bob, "color");
	session_subscribe(bob, "mood");
	set("guest", "mood", "bored");
	metadata_put_of(&sc.srv.world.metadata, "alice", "color", "red");
	scene_output(&sc, bob);
	login_in(&sc.srv, guest, alice);
	out = scene_output(&sc, bob);
	ck_assert_uint_eq(
	    scene_count(out, "METADATA guest color * :red\r\n"), 1);
	ck_assert_uint_eq(scene_count(out, "METADATA guest mood *"), 1);
	login_out(&sc.srv, guest);
	ck_assert_uint_eq(
	    scene_count(scene_output(&sc, bob), "METADATA guest color *"), 1);
}
END_TEST

Suite *
suite_server_follow(void)
{
	Suite *s = suite_create("server_follow");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, who_logs_in_is_shown_what_waited_for_the_account);
	tcase_add_test(tc, what_was_said_to_a_guest_is_no_accounts);
	tcase_add_test(tc, places_in_channels_stay_those_of_who_came);
	tcase_add_test(tc, places_of_an_account_are_not_moved_by_who_left_it);
	tcase_add_test(tc, who_subscribed_hears_what_is_set_of_the_account);
	suite_add_tcase(s, tc);
	return s;
}
