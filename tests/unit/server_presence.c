/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/presence.h"

#include "server/caps.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *desk, *phone, *bob;

/* alice has two devices and shares a channel with bob. */
static void
set_up(void)
{
	scene_begin(&sc);
	desk = scene_user(&sc, "alice", NULL, CAP_AWAY_NOTIFY);
	bob = scene_user(&sc, "bob", NULL, CAP_AWAY_NOTIFY);
	scene_join(&sc, desk, "#tea");
	scene_join(&sc, bob, "#tea");
	phone = scene_device(&sc, desk, CAP_AWAY_NOTIFY);
	scene_output(&sc, desk);
	scene_output(&sc, bob);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

START_TEST(one_is_away_only_when_every_device_is)
{
	presence_set(&sc.srv, desk, "lunch", false);
	ck_assert_ptr_null(desk->user->away);
	scene_expect(&sc, bob, "");
	presence_set(&sc.srv, phone, "bus", false);
	ck_assert_str_eq(desk->user->away, "bus");
	scene_expect(&sc, bob, ":alice!alice@host AWAY :bus\r\n");
	scene_expect(&sc, phone, "");
	scene_expect(&sc, desk, ":alice!alice@host AWAY :bus\r\n");
	presence_set(&sc.srv, desk, NULL, false);
	ck_assert_ptr_null(desk->user->away);
	scene_expect(&sc, bob, ":alice!alice@host AWAY\r\n");
}
END_TEST

START_TEST(the_text_is_the_one_that_was_said_last)
{
	presence_set(&sc.srv, phone, "bus", false);
	presence_set(&sc.srv, desk, "lunch", false);
	ck_assert_str_eq(desk->user->away, "lunch");
	presence_set(&sc.srv, phone, "train", false);
	ck_assert_str_eq(desk->user->away, "train");
}
END_TEST

START_TEST(a_device_that_nobody_is_at_does_not_count)
{
	presence_set(&sc.srv, phone, "*", true);
	ck_assert_ptr_null(desk->user->away);
	presence_set(&sc.srv, desk, "lunch", false);
	ck_assert_str_eq(desk->user->away, "lunch");
	presence_set(&sc.srv, phone, "*", true);
	ck_assert_str_eq(desk->user->away, "lunch");
	presence_set(&sc.srv, desk, "*", true);
	ck_assert_str_eq(desk->user->away, PRESENCE_ABSENT);
	presence_set(&sc.srv, phone, NULL, false);
	ck_assert_ptr_null(desk->user->away);
}
END_TEST

START_TEST(what_is_said_again_is_told_once)
{
	presence_set(&sc.srv, phone, "*", true);
	presence_set(&sc.srv, desk, "lunch", false);
	scene_expect(&sc, bob, ":alice!alice@host AWAY :lunch\r\n");
	presence_set(&sc.srv, desk, "lunch", false);
	presence_set(&sc.srv, phone, "*", true);
	scene_expect(&sc, bob, "");
}
END_TEST

START_TEST(who_takes_the_last_present_device_away_is_away)
{
	presence_set(&sc.srv, phone, "bus", false);
	scene_expect(&sc, bob, "");
	session_detach(desk);
	presence_settle(&sc.srv, phone->user, NULL);
	scene_expect(&sc, bob, ":alice!alice@host AWAY :bus\r\n");
	scene_expect(&sc, phone, ":alice!alice@host AWAY :bus\r\n");
}
END_TEST

Suite *
suite_server_presence(void)
{
	Suite *s = suite_create("server_presence");
	TCase *tc = tcase_create("presence");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, one_is_away_only_when_every_device_is);
	tcase_add_test(tc, the_text_is_the_one_that_was_said_last);
	tcase_add_test(tc, a_device_that_nobody_is_at_does_not_count);
	tcase_add_test(tc, what_is_said_again_is_told_once);
	tcase_add_test(tc, who_takes_the_last_present_device_away_is_away);
	suite_add_tcase(s, tc);
	return s;
}
