/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "client/room.h"
#include "tests/pipe/piped.h"

static void
expect_refused(const char *const *args, const char *text)
{
	struct piped *p =
	    piped_start(&(struct piped_options){.name = "ada", .args = args});

	piped_expect_only_error(p, text);
	piped_expect_exit(p, EX_USAGE);
	ck_assert(!piped_line(p));
}

START_TEST(options_that_make_no_sense_together_are_refused_clearly)
{
	char many[ROOM_NAME_MAX + 2] = "#";

	memset(many + 1, 'a', ROOM_NAME_MAX);
	many[ROOM_NAME_MAX + 1] = '\0';
	expect_refused(ARGS("--send", many), "one channel or one nick, not: #");
	expect_refused(ARGS("--send", "#a", "--tail", "#b"), "another tcpchat");
	expect_refused(ARGS("--send", "#a", "--send", "#b"), "another for: #b");
	expect_refused(ARGS("--send", "#a,#b"),
	    "tcpchat: --send takes one channel or one nick, not: #a,#b");
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

static char *
read_page(void)
{
	const char *srcdir = getenv("srcdir");
	struct buf path = {0}, page = {0};
	char line[1024];
	FILE *fp;

	buf_addf(&path, "%s/man/tcpchat.1", srcdir ? srcdir : ".");
	fp = fopen(path.data, "r");
	ck_assert_msg(fp != NULL, "%s", path.data);
	while (fgets(line, sizeof(line), fp))
		buf_adds(&page, line);
	fclose(fp);
	buf_free(&path);
	return page.data;
}

START_TEST(what_help_lists_stands_in_the_manual_page)
{
	struct piped *p = piped_start(
	    &(struct piped_options){.name = "ada", .args = ARGS("--help")});
	char *page = read_page(), item[64];
	const char *line;
	size_t count = 0;

	while ((line = piped_line(p))) {
		const char *name = strstr(line, "--");

		if (strncmp(line, "  -", 3) != 0)
			continue;
		name += 2;
		snprintf(item, sizeof(item), "Fl Fl %.*s",
		    (int)strspn(name, "abcdefghijklmnopqrstuvwxyz"), name);
		ck_assert_msg(strstr(page, item), "no %s", item);
		count++;
	}
	ck_assert_uint_ge(count, 17);
	piped_expect_exit(p, EXIT_SUCCESS);
	free(page);
}
END_TEST

START_TEST(without_a_terminal_the_options_for_that_are_named)
{
	expect_refused(ARGS("irc://127.0.0.1:1"), "--send");
}
END_TEST

START_TEST(no_terminal_is_needed_and_a_signal_ends_it_with_goodbye)
{
	static const int sigs[] = {SIGTERM, SIGINT, SIGHUP};
	static const char *const terms[] = {"TERM", "TERM=nonsense", "TERM="};
	struct host *h = host_start(NULL);
	char url[64];

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	for (size_t i = 0; i < 3; i++) {
		struct piped *p =
		    piped_start(&(struct piped_options){.name = "ada",
			.args = ARGS("-n", "ada", "--tail", "#c", url),
			.env = ARGS(terms[i]),
			.conf = "quit-message = \"that was all\"\n",
			.no_input = true});

		child_expect_log(h->child, "is here");
		piped_signal(p, sigs[i]);
		piped_expect_exit(p, EXIT_SUCCESS);
		child_expect_log(h->child, "is gone: Quit: that was all");
		ck_assert_str_eq(piped_errors(p), "");
		ck_assert(!piped_line(p));
	}
}
END_TEST

START_TEST(a_nick_in_use_gets_another_by_itself)
{
	struct host *h = host_start(NULL);
	struct piped *p;

	peer_new(h, "ada");
	p = piped_at(h, "ada", ARGS("--tail", "#c"));
	child_expect_log(h->child, "ada_ (");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(where_no_server_is_it_says_so_after_the_time_it_was_told)
{
	struct piped *p = piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS(
		"--send", "it's", "--wait", "300ms", "ircs://127.0.0.1:1")});

	piped_write(p, "one\n");
	piped_expect_error(p,
	    "Cannot connect to 127.0.0.1: tried ircs://127.0.0.1:1 "
	    "(Connection refused). Where it has no TLS, and everybody on the "
	    "way may read along: tcpchat --send 'it'\\''s' "
	    "irc://127.0.0.1. Tried for 300 milliseconds (--wait)");
	piped_expect_exit(p, EX_UNAVAILABLE);
}
END_TEST

START_TEST(a_server_that_is_away_is_told_about_once_until_it_comes)
{
	struct host *h = host_start(NULL);
	struct piped *p;

	host_stop(h);
	p = piped_at(h, "ada", ARGS("--tail", "#c"));
	piped_expect_error(p, "(Connection refused). Trying again");
	host_again(h, NULL, true);
	child_expect_log(h->child, "ada (");
	piped_expect_error(p, "tcpchat: Connected to 127.0.0.1\n");
	host_kill(h);
	piped_expect_error(p, "(Connection refused). Trying again");
	host_again(h, NULL, true);
	child_expect_log(h->child, "ada (");
	piped_expect_error(p, "tcpchat: Connected to 127.0.0.1\n");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
}
END_TEST

START_TEST(a_server_that_goes_is_waited_for_as_long_as_told)
{
	struct host *h = host_start(NULL);
	struct piped *p =
	    piped_at(h, "ada", ARGS("--tail", "#c", "--wait", "0s"));

	child_expect_log(h->child, "is here");
	host_stop(h);
	piped_expect_only_error(p, "tcpchat: Disconnected from 127.0.0.1: ");
	piped_expect_exit(p, EX_TEMPFAIL);
}
END_TEST

TALK_SUITE(pipe_life, options_that_make_no_sense_together_are_refused_clearly,
    what_help_lists_stands_in_the_manual_page,
    without_a_terminal_the_options_for_that_are_named,
    no_terminal_is_needed_and_a_signal_ends_it_with_goodbye,
    a_nick_in_use_gets_another_by_itself,
    where_no_server_is_it_says_so_after_the_time_it_was_told,
    a_server_that_is_away_is_told_about_once_until_it_comes,
    a_server_that_goes_is_waited_for_as_long_as_told)
