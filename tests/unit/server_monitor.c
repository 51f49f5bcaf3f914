/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/monitor.h"

#include <string.h>

#include "server/caps.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice, *bob;

static void
set_up(void)
{
	scene_begin(&sc);
	alice = scene_user(&sc, "alice", NULL, 0);
	bob = scene_user(&sc, "bob", NULL, 0);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

START_TEST(a_list_belongs_to_one_device)
{
	struct session *second = scene_device(&sc, alice, 0);

	monitor_add(&sc.srv, alice, "carol");
	scene_user(&sc, "Carol", NULL, 0);
	ck_assert_str_eq(
	    scene_output(&sc, alice), ":srv 730 alice :Carol!Carol@host\r\n");
	ck_assert_str_eq(scene_output(&sc, second), "");
}
END_TEST

START_TEST(nothing_is_kept_of_a_nick_that_nobody_watches)
{
	monitor_add(&sc.srv, alice, "carol");
	monitor_add(&sc.srv, bob, "CAROL");
	monitor_add(&sc.srv, bob, "dave");
	ck_assert_uint_eq(HASH_COUNT(sc.srv.monitored), 2);
	monitor_drop(&sc.srv, alice, "Carol");
	ck_assert_ptr_nonnull(monitor_of(&sc.srv, "carol"));
	monitor_clear(&sc.srv, bob);
	ck_assert_ptr_null(sc.srv.monitored);
	ck_assert_uint_eq(monitor_count(bob), 0);
}
END_TEST

START_TEST(a_session_that_ends_watches_no_longer)
{
	monitor_add(&sc.srv, bob, "carol");
	scene_quit(&sc, bob);
	ck_assert_ptr_null(sc.srv.monitored);
	scene_user(&sc, "carol", NULL, 0);
}
END_TEST

START_TEST(a_nick_is_watched_once)
{
	monitor_add(&sc.srv, alice, "carol");
	monitor_add(&sc.srv, alice, "CAROL");
	ck_assert_uint_eq(monitor_count(alice), 1);
	ck_assert(monitor_watches(&sc.srv, alice, "cArol"));
	ck_assert(!monitor_watches(&sc.srv, bob, "carol"));
}
END_TEST

START_TEST(a_login_is_told_to_watchers_who_asked_for_both)
{
	struct session *both =
	    scene_device(&sc, alice, CAP_EXTENDED_MONITOR | CAP_ACCOUNT_NOTIFY);
	struct session *one = scene_device(&sc, alice, CAP_ACCOUNT_NOTIFY);
	struct event e = hub_event(&sc.srv, EVENT_ACCOUNT, bob);

	monitor_add(&sc.srv, both, "bob");
	monitor_add(&sc.srv, one, "bob");
	monitor_add(&sc.srv, alice, "bob");
	e.source.account = "robert";
	hub_publish(&sc.srv, &e);
	scene_expect(&sc, both, ":bob!bob@host ACCOUNT robert\r\n");
	scene_expect(&sc, one, "");
	scene_expect(&sc, alice, "");
}
END_TEST

Suite *
suite_server_monitor(void)
{
	Suite *s = suite_create("server_monitor");
	TCase *tc = tcase_create("monitor");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_list_belongs_to_one_device);
	tcase_add_test(tc, nothing_is_kept_of_a_nick_that_nobody_watches);
	tcase_add_test(tc, a_session_that_ends_watches_no_longer);
	tcase_add_test(tc, a_nick_is_watched_once);
	tcase_add_test(tc, a_login_is_told_to_watchers_who_asked_for_both);
	suite_add_tcase(s, tc);
	return s;
}
