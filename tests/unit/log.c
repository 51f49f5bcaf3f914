/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/suites.h"

/* Standard error is the writing end of this pipe; a test has a process of
 * its own where Check forks, and gets the old one back where it does not. */
static int reader;
static int before;

static void
setup(void)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	before = dup(STDERR_FILENO);
	dup2(fds[1], STDERR_FILENO);
	close(fds[1]);
	reader = fds[0];
	unsetenv("JOURNAL_STREAM");
	log_open(LOG_LEVEL_INFO);
}

static void
teardown(void)
{
	dup2(before, STDERR_FILENO);
	close(before);
	close(reader);
	unsetenv("JOURNAL_STREAM");
	log_open(LOG_LEVEL_INFO);
}

static const char *
logged(void)
{
	static char text[16384];
	ssize_t n = read(reader, text, sizeof(text) - 1);

	text[n > 0 ? n : 0] = '\0';
	return text;
}

/* Without the time, which is checked. */
static const char *
logged_text(void)
{
	const char *line = logged();
	char now[CLOCK_ISO_LEN];

	ck_assert_uint_ge(strlen(line), CLOCK_ISO_LEN);
	memcpy(now, line, CLOCK_ISO_LEN - 1);
	now[CLOCK_ISO_LEN - 1] = '\0';
	ck_assert_int_gt(clock_parse_iso(now), 0);
	return line + CLOCK_ISO_LEN;
}

START_TEST(a_line_has_a_time_a_level_and_a_text)
{
	log_info("%s joins", "alice");
	ck_assert_str_eq(logged_text(), "alice joins\n");
	log_warn("x");
	ck_assert_str_eq(logged_text(), "warning: x\n");
	log_error("x");
	ck_assert_str_eq(logged_text(), "error: x\n");
}
END_TEST

START_TEST(a_level_that_was_not_asked_for_is_silent)
{
	log_debug("x");
	ck_assert_str_eq(logged(), "");
	log_open(LOG_LEVEL_ERROR);
	log_warn("x");
	ck_assert_str_eq(logged(), "");
	log_open(LOG_LEVEL_DEBUG);
	log_debug("x");
	ck_assert_str_eq(logged_text(), "debug: x\n");
}
END_TEST

START_TEST(no_peer_can_forge_a_line_or_reach_a_terminal)
{
	log_info("%s", "a\nb\x1b[31m\\\xff\xc2\x9b\u202E\u2028\x7f");
	ck_assert_str_eq(logged_text(),
	    "a\\x0ab\\x1b[31m\\x5c\\xff\\xc2\\x9b\\xe2\\x80\\xae"
	    "\\xe2\\x80\\xa8\\x7f\n");
}
END_TEST

START_TEST(what_is_plain_is_logged_as_it_is)
{
	log_info("%s", "\u00E9\u20AC\u6F22\U0001F600");
	ck_assert_str_eq(logged_text(), "\u00E9\u20AC\u6F22\U0001F600\n");
}
END_TEST

START_TEST(a_long_line_is_cut_and_says_so)
{
	static char text[10000];
	const char *got;

	memset(text, '\x1b', sizeof(text) - 1);
	log_info("%s", text);
	got = logged_text();
	ck_assert_uint_lt(strlen(got), 9000);
	ck_assert_str_eq(got + strlen(got) - 8, "\\x1b...\n");
}
END_TEST

START_TEST(logging_leaves_errno_alone)
{
	errno = ENOENT;
	log_info("x");
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(the_journal_gets_priorities_and_no_time)
{
	struct stat st;
	char stream[64];

	ck_assert_int_eq(fstat(STDERR_FILENO, &st), 0);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_open(LOG_LEVEL_DEBUG);
	log_error("a");
	log_warn("b");
	log_info("c");
	log_debug("d");
	ck_assert_str_eq(logged(), "<3>a\n<4>b\n<6>c\n<7>d\n");
}
END_TEST

START_TEST(a_journal_elsewhere_does_not_count)
{
	setenv("JOURNAL_STREAM", "1:1", 1);
	log_open(LOG_LEVEL_INFO);
	log_info("x");
	ck_assert_str_eq(logged_text(), "x\n");
}
END_TEST

Suite *
suite_log(void)
{
	Suite *s = suite_create("log");
	TCase *tc = tcase_create("log");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_line_has_a_time_a_level_and_a_text);
	tcase_add_test(tc, a_level_that_was_not_asked_for_is_silent);
	tcase_add_test(tc, no_peer_can_forge_a_line_or_reach_a_terminal);
	tcase_add_test(tc, what_is_plain_is_logged_as_it_is);
	tcase_add_test(tc, a_long_line_is_cut_and_says_so);
	tcase_add_test(tc, logging_leaves_errno_alone);
	tcase_add_test(tc, the_journal_gets_priorities_and_no_time);
	tcase_add_test(tc, a_journal_elsewhere_does_not_count);
	suite_add_tcase(s, tc);
	return s;
}
