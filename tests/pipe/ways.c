/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

/* A program called ssh that is found first. */
static void
fake_ssh(const char *script)
{
	char path[200], text[1024];

	snprintf(path, sizeof(path), "%s/bin", test_dir());
	mkdir(path, 0700);
	snprintf(text, sizeof(text), "#!/bin/sh\nfor last; do :; done\n%s\n",
	    script);
	test_file("bin/ssh", text);
	snprintf(path, sizeof(path), "%s/bin/ssh", test_dir());
	chmod(path, 0700);
}

static struct piped *
start(const char *url, const char *wait)
{
	char path[1024];
	const char *build = getenv("builddir");

	snprintf(path, sizeof(path), "PATH=%s/bin:%s:%s", test_dir(),
	    build ? build : ".", getenv("PATH"));
	return piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("--tail", "#c", "--wait", wait, url),
	    .env = ARGS(path)});
}

START_TEST(a_server_elsewhere_is_reached_through_ssh)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_join(h, "bob", "#c");
	struct piped *c;
	char url[300];

	fake_ssh("exec sh -c \"$last\"");
	snprintf(url, sizeof(url), "ssh://ada@example.org%s", h->socket);
	c = start(url, "forever");
	peer_expect(p, ":ada!* JOIN *");
	peer_send(p, "PRIVMSG #c :through ssh");
	piped_expect(c, "*through ssh");
	piped_signal(c, SIGINT);
	piped_expect_exit(c, EXIT_SUCCESS);
	peer_expect(p, ":ada!* QUIT *");
}
END_TEST

START_TEST(an_ssh_that_would_have_to_ask_ends_it_with_what_to_run)
{
	struct piped *c;

	fake_ssh("echo 'ada@example.org: Permission denied (publickey).' >&2\n"
		 "exit 255");
	c = start("ssh://ada@example.org", "forever");
	piped_expect_only_error(c,
	    "ssh could not log in without asking; Run this once in a "
	    "terminal: ssh ada@example.org   (or ssh-add, for a key with a "
	    "passphrase)");
	piped_expect_exit(c, EX_UNAVAILABLE);
}
END_TEST

START_TEST(what_ssh_says_is_told_with_the_failure)
{
	struct piped *c;

	fake_ssh("echo 'ssh: no route \033[2J to host' >&2\nexit 255");
	c = start("ssh://ada@example.org", "0s");
	piped_expect_only_error(c, "ssh ended with 255 (ssh: no route ");
	piped_expect_exit(c, EX_UNAVAILABLE);
}
END_TEST

START_TEST(the_local_server_is_found_by_its_socket)
{
	struct host *h = host_start(NULL);
	char server[200];
	struct piped *c;

	snprintf(server, sizeof(server), "TCPCHAT_SERVER=unix:%s", h->socket);
	c = piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("--tail", "#c", "-n", "ada"),
	    .env = ARGS(server)});
	child_expect_log(h->child, "is here");
	piped_signal(c, SIGINT);
	piped_expect_exit(c, EXIT_SUCCESS);
	host_stop(h);
	c = piped_start(&(struct piped_options){.name = "ada",
	    .args = ARGS("--tail", "#c", "-n", "ada", "--wait", "0s"),
	    .env = ARGS(server)});
	piped_expect_only_error(c, "Cannot connect to local: tried unix:");
	piped_expect_exit(c, EX_UNAVAILABLE);
}
END_TEST

TALK_SUITE(pipe_ways, a_server_elsewhere_is_reached_through_ssh,
    an_ssh_that_would_have_to_ask_ends_it_with_what_to_run,
    what_ssh_says_is_told_with_the_failure,
    the_local_server_is_found_by_its_socket)
