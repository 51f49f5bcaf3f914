/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/caps.h"
#include "tests/suites.h"

static int far_end;
static struct server srv;
static struct session *s;
static char nick[] = "alice", name[] = "srv";
static struct user user = {.nick = nick};
static struct settings settings = {.server_name = name};
static unsigned ran;

static void
run_it(struct server *server, struct session *by, const struct irc_msg *m)
{
	(void)server;
	(void)by;
	(void)m;
	ran++;
}

static void
run_waiting(struct server *server, struct session *by, const struct irc_msg *m)
{
	(void)server;
	(void)m;
	by->waiting = true;
}

static const struct command table[] = {
    {"ANY", COMMAND_ANY, 0, 1, run_it, "", "", ""},
    {"BEFORE", COMMAND_BEFORE, 0, 1, run_it, "", "", ""},
    {"AFTER", COMMAND_REGISTERED, 2, 3, run_it, "", "", ""},
    {"OPERS", COMMAND_OPER, 0, 1, run_it, "", "", ""},
    {"WAITS", COMMAND_ANY, 0, 1, run_waiting, "", "", ""},
    {.name = NULL},
};

static void
set_up(void)
{
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	far_end = pair[1];
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	fcntl(far_end, F_SETFL, O_NONBLOCK);
	s = session_new(1, pair[0], &transport_plain, &dialect_irc, 65536);
	srv = (struct server){.settings = &settings, .commands = table};
	allowance_init(s->allowance, 10, 0);
	user.modes = 0;
	ran = 0;
}

static void
tear_down(void)
{
	session_detach(s);
	session_free(s);
	close(far_end);
}

static void
says(const char *line)
{
	char copy[8192];
	struct irc_msg m;
	enum decode_result decoded;

	strcpy(copy, line);
	decoded = dialect_irc.decode(&m, copy, strlen(copy));
	command_dispatch(&srv, s, &m, decoded);
}

static void
answers(const char *want)
{
	char got[8192];
	ssize_t n;

	conn_flush(&s->conn);
	n = read(far_end, got, sizeof(got) - 1);
	got[n < 0 ? 0 : n] = '\0';
	if (*want == '\0')
		ck_assert_str_eq(got, "");
	else
		ck_assert_msg(strstr(got, want), "%s: got %s", want, got);
}

START_TEST(before_registration_only_what_may_be_said_then_runs)
{
	says("any");
	says("BEFORE");
	ck_assert_uint_eq(ran, 2);
	says("AFTER x y");
	answers(" 451 * :");
	says("OPERS");
	answers(" 451 * :");
	ck_assert_uint_eq(ran, 2);
}
END_TEST

START_TEST(after_registration_nobody_registers_again)
{
	session_attach(s, &user);
	says("BEFORE");
	answers(" 462 alice :");
	says("AFTER x y");
	ck_assert_uint_eq(ran, 1);
}
END_TEST

START_TEST(operators_commands_are_theirs)
{
	session_attach(s, &user);
	says("OPERS");
	answers(" 481 alice :");
	user.modes = USER_OPER;
	says("OPERS");
	ck_assert_uint_eq(ran, 1);
}
END_TEST

START_TEST(too_few_parameters_are_refused)
{
	session_attach(s, &user);
	says("after x");
	answers(" 461 alice AFTER :");
	ck_assert_uint_eq(ran, 0);
}
END_TEST

START_TEST(an_unknown_command_is_named_and_cut)
{
	char line[400];

	says("NONSENSE x");
	answers(" 421 * NONSENSE :");
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	says(line);
	answers(" 421 * xxxx");
}
END_TEST

START_TEST(an_empty_or_malformed_line_is_ignored)
{
	says("");
	says("   ");
	says("\x01\x02\x03");
	answers("");
}
END_TEST

START_TEST(a_line_that_is_too_long_gets_417)
{
	char line[600];

	memset(line, 'x', sizeof(line));
	memcpy(line, "ANY :", 5);
	line[sizeof(line) - 1] = '\0';
	says(line);
	answers(" 417 * :");
	ck_assert_uint_eq(ran, 0);
}
END_TEST

START_TEST(invalid_utf8_fails_with_its_command_and_label)
{
	s->caps = CAP_LABELED_RESPONSE | CAP_BATCH;
	says("@label=q ANY :\xff");
	answers("@label=q :srv FAIL ANY INVALID_UTF8 :");
	ck_assert_uint_eq(ran, 0);
}
END_TEST

START_TEST(an_invalid_label_is_not_shown_again)
{
	s->caps = CAP_LABELED_RESPONSE | CAP_BATCH;
	says("@label=\xff ANY x");
	answers(":srv FAIL ANY INVALID_UTF8 :");
}
END_TEST

START_TEST(an_error_carries_the_label)
{
	s->caps = CAP_LABELED_RESPONSE | CAP_BATCH;
	says("@label=q NONSENSE");
	answers("@label=q :srv 421 * NONSENSE :");
}
END_TEST

START_TEST(a_labelled_command_that_waits_is_answered_later)
{
	s->caps = CAP_LABELED_RESPONSE | CAP_BATCH;
	says("@label=q WAITS");
	answers("");
	session_label_end(s, "srv");
	answers("@label=q :srv ACK");
}
END_TEST

START_TEST(a_line_costs_what_its_command_costs)
{
	session_attach(s, &user);
	says("AFTER x y");
	ck_assert_int_eq(s->allowance->left, 7000);
	says("NONSENSE");
	ck_assert_int_eq(s->allowance->left, 6000);
	says("");
	ck_assert_int_eq(s->allowance->left, 6000);
}
END_TEST

Suite *
suite_server_command(void)
{
	Suite *suite = suite_create("server_command");
	TCase *tc = tcase_create("gate");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, before_registration_only_what_may_be_said_then_runs);
	tcase_add_test(tc, after_registration_nobody_registers_again);
	tcase_add_test(tc, operators_commands_are_theirs);
	tcase_add_test(tc, too_few_parameters_are_refused);
	tcase_add_test(tc, an_unknown_command_is_named_and_cut);
	tcase_add_test(tc, an_empty_or_malformed_line_is_ignored);
	tcase_add_test(tc, a_line_that_is_too_long_gets_417);
	tcase_add_test(tc, invalid_utf8_fails_with_its_command_and_label);
	tcase_add_test(tc, an_invalid_label_is_not_shown_again);
	tcase_add_test(tc, an_error_carries_the_label);
	tcase_add_test(tc, a_labelled_command_that_waits_is_answered_later);
	tcase_add_test(tc, a_line_costs_what_its_command_costs);
	suite_add_tcase(suite, tc);
	return suite;
}
