/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "common/irc.h"
#include "server/caps.h"
#include "server/commands.h"
#include "server/name.h"
#include "server/reply.h"
#include "server/services.h"
#include "tests/suites.h"

START_TEST(every_command_is_described_and_they_are_sorted)
{
	const struct command *before = NULL;

	for (const struct command *c = commands_table; c->name; c++) {
		size_t len = strlen(c->name);

		ck_assert_msg(c->run && c->syntax && c->help, "%s", c->name);
		for (size_t i = 0; i < len; i++)
			ck_assert(isupper((unsigned char)c->name[i]));
		ck_assert_ptr_nonnull(strstr(c->syntax, c->name));
		ck_assert_int_eq(c->help[strlen(c->help) - 1], '.');
		ck_assert(!before || strcmp(before->name, c->name) < 0);
		before = c;
	}
}
END_TEST

START_TEST(no_command_asks_for_more_parameters_than_its_syntax_shows)
{
	for (const struct command *c = commands_table; c->name; c++) {
		unsigned words = 0;

		for (const char *s = c->syntax; *s; s++)
			words += *s == ' ' && s[1] != '|';
		ck_assert_msg(c->least <= words, "%s", c->name);
	}
}
END_TEST

START_TEST(every_command_has_a_place_where_it_is_counted)
{
	size_t n = 0;

	while (commands_table[n].name)
		n++;
	ck_assert_uint_le(n, COMMANDS_MAX);
}
END_TEST

START_TEST(the_help_of_a_command_fits_in_a_line)
{
	for (const struct command *c = commands_table; c->name; c++) {
		ck_assert_uint_lt(strlen(c->syntax), 300);
		ck_assert_uint_lt(strlen(c->help), 300);
	}
}
END_TEST

static void
check_service_command(const struct service *v, const struct service_command *c)
{
	ck_assert_msg(c->run && c->syntax && c->help, "%s", c->name);
	ck_assert_msg(strstr(c->syntax, c->name), "%s", c->syntax);
	ck_assert_int_eq(c->help[strlen(c->help) - 1], '.');
	ck_assert_uint_lt(strlen(c->syntax), 300);
	ck_assert_uint_lt(strlen(c->help), 300);
	ck_assert(c == v->commands || strcmp(c[-1].name, c->name) < 0);
	for (const char *l = c->more; l; l = strchr(l, '\n')) {
		l += *l == '\n';
		ck_assert_uint_lt(strcspn(l, "\n"), 350);
	}
}

START_TEST(every_command_of_a_service_is_described_and_they_are_sorted)
{
	const struct service *const *v = services_all;

	for (; *v; v++)
		for (const struct service_command *c = (*v)->commands; c->name;
		     c++)
			check_service_command(*v, c);
}
END_TEST

START_TEST(nobody_can_have_the_nick_of_a_service_which_has_its_commands)
{
	for (const struct service *const *v = services_all; *v; v++) {
		ck_assert_ptr_nonnull(name_check_nick((*v)->name, 64));
		ck_assert_ptr_nonnull(
		    command_lookup(commands_table, (*v)->name));
		ck_assert_ptr_nonnull(
		    command_lookup(commands_table, (*v)->shortcut));
	}
}
END_TEST

START_TEST(every_numeric_stands_once_and_they_are_sorted)
{
	const struct numeric_def *before = NULL;

	for (const struct numeric_def *n = numerics; n->name; n++) {
		ck_assert_uint_lt(n->number, 1000);
		ck_assert(!before || before->number < n->number);
		ck_assert_ptr_eq(numeric_find((int)n->number), n);
		before = n;
	}
	ck_assert_ptr_null(numeric_find(999));
}
END_TEST

START_TEST(every_capability_has_a_bit_of_its_own)
{
	uint64_t seen = 0;

	for (const struct cap_def *c = caps; c->name; c++) {
		ck_assert_uint_ne(c->bit, 0);
		ck_assert_uint_eq(seen & c->bit, 0);
		ck_assert_ptr_eq(cap_find(c->name), c);
		seen |= c->bit;
	}
	ck_assert_ptr_null(cap_find("sasl-by-carrier-pigeon"));
}
END_TEST

START_TEST(a_client_that_knows_one_line_gets_all_standards_in_it)
{
	size_t len = strlen(": CAP  LS :") + 63 + 64;

	for (const struct cap_def *c = caps; c->name; c++)
		if (!cap_is_draft(c))
			len += strlen(c->name) + 1;
	ck_assert_uint_le(len, IRC_BODY_MAX);
}
END_TEST

START_TEST(labeled_response_has_no_effect_without_batch)
{
	uint64_t both = CAP_LABELED_RESPONSE | CAP_BATCH;

	ck_assert_uint_eq(caps_effective(CAP_LABELED_RESPONSE), 0);
	ck_assert_uint_eq(caps_effective(both), both);
	ck_assert_uint_eq(caps_effective(CAP_BATCH), CAP_BATCH);
}
END_TEST

START_TEST(a_draft_has_the_effect_of_its_standard)
{
	ck_assert_uint_eq(caps_effective(CAP_DRAFT_NO_IMPLICIT_NAMES),
	    CAP_DRAFT_NO_IMPLICIT_NAMES | CAP_NO_IMPLICIT_NAMES);
	ck_assert_uint_eq(caps_effective(CAP_DRAFT_EXTENDED_MONITOR),
	    CAP_DRAFT_EXTENDED_MONITOR | CAP_EXTENDED_MONITOR);
	ck_assert_uint_eq(caps_effective(CAP_SETNAME), CAP_SETNAME);
}
END_TEST

Suite *
suite_server_tables(void)
{
	Suite *s = suite_create("server_tables");
	TCase *tc = tcase_create("tables");

	tcase_add_test(tc, every_command_is_described_and_they_are_sorted);
	tcase_add_test(
	    tc, no_command_asks_for_more_parameters_than_its_syntax_shows);
	tcase_add_test(tc, every_command_has_a_place_where_it_is_counted);
	tcase_add_test(tc, the_help_of_a_command_fits_in_a_line);
	tcase_add_test(
	    tc, every_command_of_a_service_is_described_and_they_are_sorted);
	tcase_add_test(
	    tc, nobody_can_have_the_nick_of_a_service_which_has_its_commands);
	tcase_add_test(tc, every_numeric_stands_once_and_they_are_sorted);
	tcase_add_test(tc, every_capability_has_a_bit_of_its_own);
	tcase_add_test(
	    tc, a_client_that_knows_one_line_gets_all_standards_in_it);
	tcase_add_test(tc, a_draft_has_the_effect_of_its_standard);
	tcase_add_test(tc, labeled_response_has_no_effect_without_batch);
	suite_add_tcase(s, tc);
	return s;
}
