/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/service_ask.h"

#include <check.h>
#include <string.h>

#include "server/services.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

static struct scene sc;
static struct session *alice;

static void
set_up(void)
{
	scene_begin(&sc);
	sc.srv.services = services_all;
	alice = scene_user(&sc, "alice", NULL, 0);
}

static void
tear_down(void)
{
	scene_end(&sc);
}

/* In thousandths of a line. */
static int64_t
cost_of(const char *line)
{
	int64_t before = alice->allowance->left;

	service_ask(&sc.srv, alice, service_find(&sc.srv, "NickServ"), line);
	return before - alice->allowance->left;
}

START_TEST(commands_with_passwords_cost_more)
{
	ck_assert_int_gt(cost_of("HELP LOGOUT"), 0);
	ck_assert_int_gt(cost_of("IDENTIFY x"), 3 * cost_of("INFO"));
	ck_assert_int_gt(cost_of("REGISTER x"), 3 * cost_of("INFO"));
	ck_assert_int_gt(cost_of("PASSWORD x"), 3 * cost_of("INFO"));
}
END_TEST

START_TEST(what_was_said_is_not_in_the_answer_to_what_is_no_command)
{
	cost_of("hunter2 hunter2");
	ck_assert_ptr_null(strstr(scene_output(&sc, alice), "hunter2"));
	cost_of("HELP hunter2");
	ck_assert_ptr_null(strstr(scene_output(&sc, alice), "hunter2"));
}
END_TEST

START_TEST(a_line_of_more_words_than_are_told_apart_is_taken)
{
	char line[400] = "HELP";

	for (int i = 0; i < 150; i++)
		strcat(line, " x");
	cost_of(line);
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "no such command"));
	cost_of("                ");
	ck_assert_ptr_nonnull(
	    strstr(scene_output(&sc, alice), "no such command"));
}
END_TEST

Suite *
suite_server_service(void)
{
	Suite *s = suite_create("server_service");
	TCase *tc = tcase_create("service");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, commands_with_passwords_cost_more);
	tcase_add_test(
	    tc, what_was_said_is_not_in_the_answer_to_what_is_no_command);
	tcase_add_test(tc, a_line_of_more_words_than_are_told_apart_is_taken);
	suite_add_tcase(s, tc);
	return s;
}
