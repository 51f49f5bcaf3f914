/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"
#include "server/serve.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/* What an answer must not tell, and what comes between the turns it takes: a
 * step a turn. */
static struct scene sc;
static struct session *alice, *bob;

static void
set_up(void)
{
	scene_begin(&sc);
	scene_keep(&sc);
	sc.srv.commands = commands_table;
	sc.srv.answer_rows = 1;
	alice = scene_user(&sc, "alice", NULL, 0);
	bob = scene_user(&sc, "bob", NULL, 0);
	scene_join(&sc, alice, "#tea");
	scene_output(&sc, alice);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

static void
says_at_once(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

static void
says(struct session *s, const char *line)
{
	says_at_once(s, line);
	ck_assert_ptr_nonnull(s->answer);
}

/* All that is left of the answer. */
static const char *
rest_of(struct session *s)
{
	while (s->answer)
		answers_turn(&sc.srv);
	return scene_output(&sc, s);
}

static void
tea_goes_into_hiding(void)
{
	struct event e = hub_event(&sc.srv, EVENT_RENAME, alice);

	scene_mode(&sc, NULL, "#tea", true, 's', NULL);
	e.target = "#tea";
	e.arg = "#hidden";
	hub_publish(&sc.srv, &e);
}

START_TEST(names_do_not_end_with_a_name_that_is_secret_by_then)
{
	const char *said;

	says(bob, "NAMES #tea");
	tea_goes_into_hiding();
	said = rest_of(bob);
	ck_assert_ptr_null(strstr(said, "hidden"));
	ck_assert_ptr_nonnull(strstr(said, " 366 bob #tea :"));
}
END_TEST

START_TEST(a_list_of_masks_does_not_end_with_a_name_that_is_secret_by_then)
{
	const char *said;

	scene_mode(&sc, NULL, "#tea", true, 'b', "x!*@*");
	says(bob, "MODE #tea b");
	tea_goes_into_hiding();
	said = rest_of(bob);
	ck_assert_ptr_null(strstr(said, "hidden"));
	ck_assert_ptr_nonnull(strstr(said, " 368 bob #tea :"));
}
END_TEST

START_TEST(what_is_said_before_the_names_end_is_not_said_again_as_history)
{
	const char *said;

	scene_say(&sc, alice, "#tea", "before");
	says(bob, "JOIN #tea");
	scene_say(&sc, alice, "#tea", "meanwhile");
	said = rest_of(bob);
	ck_assert_uint_eq(scene_count(said, " JOIN #tea"), 1);
	ck_assert_uint_eq(scene_count(said, "before"), 1);
	ck_assert_uint_eq(scene_count(said, "meanwhile"), 1);
	ck_assert(strstr(said, "before") < strstr(said, "meanwhile"));
}
END_TEST

START_TEST(how_many_devices_somebody_has_is_for_them_and_operators)
{
	scene_device(&sc, alice, 0);
	says_at_once(bob, "TRACE alice");
	ck_assert_uint_eq(scene_count(scene_output(&sc, bob), " 205 "), 1);
	scene_output(&sc, alice);
	says_at_once(alice, "TRACE alice");
	ck_assert_uint_eq(scene_count(scene_output(&sc, alice), " 205 "), 2);
	bob->user->modes |= USER_OPER;
	says_at_once(bob, "TRACE alice");
	ck_assert_uint_eq(scene_count(scene_output(&sc, bob), " 205 "), 2);
}
END_TEST

START_TEST(who_must_wait_for_its_allowance_is_not_silent)
{
	sc.settings.flood_burst = 40;
	sc.settings.flood_rate = 4;
	sc.settings.ping_ms = sc.settings.pong_ms = 1000;
	sc.srv.now_ms = 5000;
	bob->heard_ms = bob->allowance->at_ms = 5000;
	bob->allowance->left = -400 * 1000;
	for (; sc.srv.now_ms < 20000; sc.srv.now_ms += 900)
		serve_time(&sc.srv, bob);
	ck_assert_ptr_null(bob->doom);
	scene_expect(&sc, bob, "");
	sc.srv.now_ms = 200000;
	serve_time(&sc.srv, bob);
	ck_assert_uint_eq(scene_count(scene_output(&sc, bob), "PING "), 1);
}
END_TEST

Suite *
suite_server_answer_hidden(void)
{
	Suite *s = suite_create("server_answer_hidden");
	TCase *tc = tcase_create("hidden");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, names_do_not_end_with_a_name_that_is_secret_by_then);
	tcase_add_test(tc,
	    a_list_of_masks_does_not_end_with_a_name_that_is_secret_by_then);
	tcase_add_test(
	    tc, what_is_said_before_the_names_end_is_not_said_again_as_history);
	tcase_add_test(
	    tc, how_many_devices_somebody_has_is_for_them_and_operators);
	tcase_add_test(tc, who_must_wait_for_its_allowance_is_not_silent);
	suite_add_tcase(s, tc);
	return s;
}
