/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/relay.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/sock.h"
#include "tests/suites.h"

/* More than a pipe takes (64 KiB), less than a socket does. */
enum { LAST_WORDS = 100000 };

static char dir[64], path[80];
static int listener, in[2], out[2];
static pid_t child;

static void
run_child(void)
{
	signal(SIGPIPE, SIG_IGN);
	dup2(in[0], STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	close(in[1]);
	close(out[0]);
	_exit(relay_run(path));
}

static void
setup(void)
{
	struct sockaddr_un sun;

	snprintf(dir, sizeof(dir), "/tmp/tcpchat-test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/socket", dir);
	ck_assert_int_eq(sock_unix_address(path, &sun), 0);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&sun, sizeof(sun)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(out), 0);
	child = fork();
	if (child == 0)
		run_child();
	close(out[1]);
}

static void
teardown(void)
{
	kill(child, SIGKILL);
	close(in[0]);
	close(in[1]);
	close(out[0]);
	close(listener);
	unlink(path);
	rmdir(dir);
}

static int
exit_status(void)
{
	int status = -1;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Until the end. */
static size_t
read_all(void)
{
	static char text[4096];
	size_t total = 0;
	ssize_t n;

	while ((n = read(out[0], text, sizeof(text))) > 0)
		total += (size_t)n;
	return total;
}

START_TEST(the_last_words_of_a_server_arrive_though_it_hears_no_more)
{
	static char words[LAST_WORDS];
	int fd = accept(listener, NULL, NULL), waiting = 1;

	ck_assert_int_eq(write(fd, words, sizeof(words)), sizeof(words));
	close(fd);
	ck_assert_int_eq(write(in[1], "more\n", 5), 5);
	while (ioctl(in[0], FIONREAD, &waiting) == 0 && waiting)
		poll(NULL, 0, 1);
	ck_assert_uint_eq(read_all(), sizeof(words));
	ck_assert_int_eq(exit_status(), EX_OK);
}
END_TEST

START_TEST(what_the_client_said_before_its_end_arrives)
{
	int fd = accept(listener, NULL, NULL);
	char text[16];

	ck_assert_int_eq(write(in[1], "QUIT\r\n", 6), 6);
	close(in[0]);
	close(in[1]);
	ck_assert_int_eq(recv(fd, text, 6, MSG_WAITALL), 6);
	ck_assert_int_eq(recv(fd, text, sizeof(text), 0), 0);
	ck_assert_int_eq(write(fd, "bye\r\n", 5), 5);
	close(fd);
	ck_assert_uint_eq(read_all(), 5);
	ck_assert_int_eq(exit_status(), EX_OK);
}
END_TEST

Suite *
suite_relay(void)
{
	Suite *s = suite_create("relay");
	TCase *tc = tcase_create("relay");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(
	    tc, the_last_words_of_a_server_arrive_though_it_hears_no_more);
	tcase_add_test(tc, what_the_client_said_before_its_end_arrives);
	suite_add_tcase(s, tc);
	return s;
}
