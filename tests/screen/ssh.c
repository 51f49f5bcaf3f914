/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/screen/screen.h"

/* A program called ssh that is found first; its own process is in ssh.pid,
 * what it was told in ssh.args. */
static void
fake_ssh(const char *script)
{
	char path[200], text[2048];

	snprintf(path, sizeof(path), "%s/bin", test_dir());
	mkdir(path, 0700);
	snprintf(text, sizeof(text),
	    "#!/bin/sh\n"
	    "echo $$ >%s/ssh.pid\n"
	    "printf '%%s\\n' \"$@\" >%s/ssh.args\n"
	    "for last; do :; done\n%s\n",
	    test_dir(), test_dir(), script);
	test_file("bin/ssh", text);
	snprintf(path, sizeof(path), "%s/bin/ssh", test_dir());
	chmod(path, 0700);
}

/* The client that finds it, and tcpchat for the other machine's shell. */
static struct term *
start(const char *url)
{
	static char path[1024];
	const char *args[] = {url, "#c", NULL}, *env[] = {path, NULL};
	const char *build = getenv("builddir");

	snprintf(path, sizeof(path), "PATH=%s/bin:%s:%s", test_dir(),
	    build ? build : ".", getenv("PATH"));
	return client_start(
	    &(struct client_options){.name = "ada", .args = args, .env = env});
}

static struct term *
start_at(const struct host *h, const char *before)
{
	char url[300];

	snprintf(url, sizeof(url), "ssh://%s%s", before, h->socket);
	return start(url);
}

static pid_t
ssh_pid(void)
{
	char path[200];
	int pid = 0;
	FILE *fp;

	snprintf(path, sizeof(path), "%s/ssh.pid", test_dir());
	fp = fopen(path, "r");
	ck_assert_ptr_nonnull(fp);
	if (fscanf(fp, "%d", &pid) != 1)
		pid = 0;
	fclose(fp);
	return (pid_t)pid;
}

/* Waits until another one runs. */
static void
expect_another(pid_t first)
{
	int64_t deadline_ms = watch_deadline();

	while (!ssh_pid() || ssh_pid() == first)
		if (watch_turn(deadline_ms) < 0)
			give_up("ssh was not started again");
}

/* Whether a line of what it was told is that. */
static bool
was_told(const char *arg)
{
	char path[200], line[512];
	bool found = false;
	FILE *fp;

	snprintf(path, sizeof(path), "%s/ssh.args", test_dir());
	fp = fopen(path, "r");
	ck_assert_ptr_nonnull(fp);
	while (fgets(line, sizeof(line), fp)) {
		line[strcspn(line, "\n")] = '\0';
		found |= !strcmp(line, arg);
	}
	fclose(fp);
	return found;
}

START_TEST(a_server_elsewhere_is_reached_through_ssh_as_who_one_is_there)
{
	struct host *h = host_start(NULL);
	struct peer *p = peer_join(h, "bob", "#c");
	char remote[300];
	struct term *t;

	fake_ssh("exec sh -c \"$last\"");
	t = start_at(h, "ada@example.org:2222");
	term_expect(t, "encrypted by ssh");
	term_expect(t, "You joined #c");
	term_type(t, "hello" KEY_ENTER);
	peer_expect(
	    p, ":ada!%s@* PRIVMSG #c :hello", my_login() ? my_login() : "*");
	snprintf(remote, sizeof(remote), "tcpchat --relay '%s'", h->socket);
	ck_assert(was_told(remote));
	ck_assert(was_told("BatchMode=yes"));
	ck_assert(was_told("ClearAllForwardings=yes"));
	ck_assert(was_told("2222"));
	ck_assert(was_told("ada"));
	ck_assert(was_told("--"));
	ck_assert(was_told("example.org"));
	client_quit(t);
	ck_assert(kill(ssh_pid(), 0) < 0 && errno == ESRCH);
}
END_TEST

START_TEST(ssh_that_may_not_log_in_is_not_tried_again)
{
	struct term *t;

	fake_ssh("echo 'ada@example.org: Permission denied (publickey).' >&2\n"
		 "exit 255");
	t = start("ssh://ada@example.org");
	term_expect(t, "ssh: ada@example.org: Permission denied (publickey).");
	term_expect(t, "ssh could not log in");
	term_expect(t, "in a terminal: ssh ada@example.org");
	term_expect(t, "not connected");
	client_quit(t);
}
END_TEST

START_TEST(a_machine_without_tcpchat_is_told)
{
	struct term *t;

	fake_ssh("echo 'sh: tcpchat: not found' >&2; exit 127");
	t = start("ssh://example.org");
	term_expect(t, "ssh found no tcpchat");
	client_quit(t);
}
END_TEST

START_TEST(a_machine_without_a_server_is_told)
{
	char url[300];
	struct term *t;

	fake_ssh("exec sh -c \"$last\"");
	snprintf(url, sizeof(url), "ssh://example.org%s/nothing", test_dir());
	t = start(url);
	term_expect(t, "ssh: tcpchat: no server answers on this machine");
	term_expect(t, "next try in");
	client_quit(t);
}
END_TEST

START_TEST(the_end_of_ssh_is_a_lost_connection)
{
	struct host *h = host_start(NULL);
	struct term *t;
	pid_t first;

	fake_ssh("eval \"exec $last\"");
	t = start_at(h, "example.org");
	term_expect(t, "You joined #c");
	first = ssh_pid();
	kill(first, SIGKILL);
	term_expect(t, "ssh was ended");
	term_type(t, "/reconnect" KEY_ENTER);
	expect_another(first);
	term_expect_gone(t, "not joined");
	client_quit(t);
}
END_TEST

START_TEST(ssh_that_hangs_is_ended_with_the_client)
{
	struct term *t;

	fake_ssh("trap '' TERM; echo 'still at it' >&2\n"
		 "exec sleep 300");
	t = start("ssh://example.org");
	term_expect(t, "ssh: still at it");
	term_type(t, "/quit" KEY_ENTER);
	term_expect_exit(t, 0);
	ck_assert(kill(ssh_pid(), 0) < 0 && errno == ESRCH);
}
END_TEST

static void
kill_relay(void)
{
	char path[200];
	int pid = 0;
	FILE *fp;

	snprintf(path, sizeof(path), "%s/relay.pid", test_dir());
	fp = fopen(path, "r");
	ck_assert_ptr_nonnull(fp);
	ck_assert_int_eq(fscanf(fp, "%d", &pid), 1);
	fclose(fp);
	kill(pid, SIGKILL);
}

START_TEST(who_leaves_while_ssh_ends_has_left_the_channels)
{
	struct host *h = host_start(NULL);
	struct term *t;

	fake_ssh("exec 3<&0; (eval \"exec $last\") <&3 3<&- &\n"
		 "echo $! >\"${0%/*}/../relay.pid\"; wait $!\n"
		 "exec <&- >&- 3<&-; echo lingering >&2; sleep 300");
	t = start_at(h, "example.org");
	term_expect(t, "You joined #c");
	term_type(t, "/window 1" KEY_ENTER);
	term_expect(t, "encrypted by ssh");
	kill_relay();
	term_expect(t, "ssh: lingering");
	term_type(t, "/disconnect" KEY_ENTER);
	term_type(t, "/window 2" KEY_ENTER);
	term_expect(t, "#c (not joined)");
	client_quit(t);
}
END_TEST

START_TEST(ssh_is_gone_soon_after_its_connection)
{
	int64_t deadline_ms;
	struct term *t;
	pid_t pid;

	fake_ssh("trap '' TERM; echo 'still at it' >&2\n"
		 "exec sleep 300");
	t = start("ssh://example.org");
	term_expect(t, "ssh: still at it");
	pid = ssh_pid();
	term_type(t, "/disconnect" KEY_ENTER);
	term_expect(t, "you left");
	deadline_ms = watch_deadline();
	while (kill(pid, 0) == 0 && clock_mono_ms() < deadline_ms)
		poll(NULL, 0, 10);
	ck_assert(kill(pid, 0) < 0 && errno == ESRCH);
	client_quit(t);
}
END_TEST

START_TEST(what_ssh_says_is_bounded_and_steers_no_terminal)
{
	struct term *t;

	fake_ssh("printf '\\033]0;owned\\007\\033[2Jred\\n' >&2\n"
		 "i=0; while [ $i -lt 200 ]; do echo line $i >&2\n"
		 "i=$((i + 1)); done; exec sleep 300");
	t = start("ssh://example.org");
	term_expect(t, "(more that is not shown)");
	ck_assert_ptr_null(strstr(t->raw.data, "\033]0;owned"));
	term_type(t, "alive");
	term_expect_row(t, -1, "alive");
	term_type(t, KEY_CTRL_U "/quit" KEY_ENTER);
	term_expect_exit(t, 0);
}
END_TEST

SCREEN_SUITE(screen_ssh,
    a_server_elsewhere_is_reached_through_ssh_as_who_one_is_there,
    ssh_that_may_not_log_in_is_not_tried_again,
    a_machine_without_tcpchat_is_told, a_machine_without_a_server_is_told,
    the_end_of_ssh_is_a_lost_connection,
    ssh_that_hangs_is_ended_with_the_client,
    who_leaves_while_ssh_ends_has_left_the_channels,
    ssh_is_gone_soon_after_its_connection,
    what_ssh_says_is_bounded_and_steers_no_terminal)
