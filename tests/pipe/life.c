/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* What is wrong is said in one line. */
static void
expect_one_error(struct piped *p, const char *text)
{
	const char *said;

	piped_expect_error(p, text);
	said = piped_errors(p);
	ck_assert_msg(!strncmp(said, "tcpchat: ", 9), "said: %s", said);
	ck_assert_msg(
	    strchr(said, '\n')[1] == '\0', "more than a line: %s", said);
}

static void
expect_refused(const char *const *args, const char *text)
{
	struct piped *p =
	    piped_start(&(struct piped_options){.name = "ada", .args = args});

	expect_one_error(p, text);
	piped_expect_exit(p, EX_USAGE);
	ck_assert(!piped_line(p));
}

START_TEST(options_that_make_no_sense_together_are_refused_clearly)
{
	expect_refused(ARGS("--send", "#a", "--tail", "#b"), "another tcpchat");
	expect_refused(ARGS("--send", "#a", "--send", "#b"), "another for: #b");
	expect_refused(ARGS("--send", "#a,#b"), "not: #a,#b");
	expect_refused(ARGS("--send", "#a", "--json"), "--json is for --tail");
	expect_refused(ARGS("--send", "#a", "host", "#b"), "for: #b");
	expect_refused(ARGS("--tail", "#a", "host", "#b"), "--tail #b");
	expect_refused(ARGS("--tail", "#a", "--batch"), "--batch is for");
	expect_refused(ARGS("--tail", "#a", "--runs", "2"), "--runs is for");
	expect_refused(ARGS("--exec", "true"), "takes a --tail");
	expect_refused(ARGS("--since", "1h"), "--since is for --tail");
	expect_refused(ARGS("--wait", "1s"), "--wait is for");
	expect_refused(ARGS("--send", "#a", "--wait", "soon"), "not: soon");
	expect_refused(ARGS("--tail", "#a", "--exec", ""), "takes a command");
	expect_refused(
	    ARGS("--tail", "#a", "--exec", "x", "--runs", "0"), "not: 0");
	expect_refused(ARGS("--relay", "--tail", "#a"), "--relay does nothing");
}
END_TEST

START_TEST(without_a_terminal_the_options_for_that_are_named)
{
	expect_refused(ARGS("irc://127.0.0.1:1"), "--send");
}
END_TEST

TALK_SUITE(pipe_life, options_that_make_no_sense_together_are_refused_clearly,
    without_a_terminal_the_options_for_that_are_named)
