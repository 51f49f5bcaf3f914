/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/confine.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/suites.h"

static char own[64], others[64];

static void
set_up(void)
{
	snprintf(own, sizeof(own), "/tmp/tcpchat-own-XXXXXX");
	snprintf(others, sizeof(others), "/tmp/tcpchat-others-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(own));
	ck_assert_ptr_nonnull(mkdtemp(others));
}

static void
tear_down(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/file", own);
	unlink(path);
	rmdir(own);
	rmdir(others);
}

static unsigned
confine_me(void)
{
	const char *read[] = {"/etc", "/usr", "/lib", "/lib64", NULL};
	const char *write[] = {own, NULL};
	struct confine c = {read, write};

	return confine(&c);
}

enum { HOLDS = 0, DOES_NOT_HOLD = 1, NOT_HERE = 2 };

/* In a process of its own, which is confined; the suite stays as it is. */
static int
confined(bool (*refused)(void), unsigned needs)
{
	int status;
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if ((confine_me() & needs) != needs)
			_exit(NOT_HERE);
		_exit(refused() ? HOLDS : DOES_NOT_HOLD);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
expect_refused(bool (*refused)(void), unsigned needs)
{
	int got = confined(refused, needs);

	if (got == NOT_HERE)
		fprintf(stderr, "confine: this system or build has it not\n");
	ck_assert_int_ne(got, DOES_NOT_HOLD);
}

static bool
no_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno == ENOSYS;
}

static bool
no_process(void)
{
	return fork() < 0;
}

static bool
no_trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0;
}

static bool
no_signals(void)
{
	return kill(getppid(), 0) < 0 && errno == ENOSYS && kill(-1, 0) < 0 &&
	    errno == ENOSYS && kill(getpid(), 0) == 0 && raise(SIGURG) == 0;
}

static bool
no_dump(void)
{
	struct rlimit most;

	return getrlimit(RLIMIT_CORE, &most) == 0 && most.rlim_max == 0 &&
	    prctl(PR_GET_DUMPABLE) == 0;
}

static bool
no_new_rights(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static bool
no_raw_sockets(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0) < 0;
}

static bool
no_namespace(void)
{
	return unshare(CLONE_NEWUSER) < 0;
}

static bool
no_root(void)
{
	return chroot("/tmp") < 0;
}

START_TEST(no_program_is_started_any_more)
{
	expect_refused(no_program, CONFINE_CALLS);
}
END_TEST

START_TEST(no_process_is_made_or_looked_into)
{
	expect_refused(no_process, CONFINE_CALLS);
	expect_refused(no_trace, CONFINE_CALLS);
	expect_refused(no_namespace, CONFINE_CALLS);
	expect_refused(no_root, CONFINE_CALLS);
}
END_TEST

START_TEST(no_memory_is_dumped_and_no_right_is_gained)
{
	expect_refused(no_dump, CONFINE_NO_DUMP);
	expect_refused(no_new_rights, CONFINE_NO_NEW_PRIVS);
}
END_TEST

START_TEST(signals_are_for_itself)
{
	expect_refused(no_signals, CONFINE_CALLS);
}
END_TEST

START_TEST(sockets_are_for_chat_only)
{
	expect_refused(no_raw_sockets, CONFINE_CALLS);
}
END_TEST

static bool
no_file_elsewhere(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/file", others);
	return open(path, O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES &&
	    open(others, O_RDONLY) < 0 && errno == EACCES &&
	    open("/etc/tcpchat-test", O_WRONLY | O_CREAT, 0600) < 0 &&
	    errno == EACCES;
}

START_TEST(files_of_others_are_neither_read_nor_made)
{
	expect_refused(no_file_elsewhere, CONFINE_FILES);
}
END_TEST

static void *
nothing(void *arg)
{
	return arg;
}

static bool
write_own(void)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/file", own);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	return fd >= 0 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 &&
	    fsync(fd) == 0 && close(fd) == 0 && unlink(path) == 0;
}

static bool
all_it_needs(void)
{
	pthread_t thread;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return write_own() && fd >= 0 && listen(fd, 1) == 0 &&
	    open("/etc/passwd", O_RDONLY) >= 0 &&
	    pthread_create(&thread, NULL, nothing, NULL) == 0 &&
	    pthread_join(thread, NULL) == 0;
}

START_TEST(what_a_server_needs_still_works)
{
	ck_assert_int_eq(confined(all_it_needs, 0), HOLDS);
}
END_TEST

START_TEST(what_holds_and_what_does_not_is_said_in_words)
{
	struct buf words = {0};

	confine_words(CONFINE_NO_DUMP | CONFINE_CALLS, &words);
	ck_assert_str_eq(words.data,
	    "no core dumps, no programs and few system calls (seccomp)");
	buf_free(&words);
}
END_TEST

Suite *
suite_confine(void)
{
	Suite *s = suite_create("confine");
	TCase *tc = tcase_create("confine");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, no_program_is_started_any_more);
	tcase_add_test(tc, no_process_is_made_or_looked_into);
	tcase_add_test(tc, no_memory_is_dumped_and_no_right_is_gained);
	tcase_add_test(tc, signals_are_for_itself);
	tcase_add_test(tc, sockets_are_for_chat_only);
	tcase_add_test(tc, files_of_others_are_neither_read_nor_made);
	tcase_add_test(tc, what_a_server_needs_still_works);
	tcase_add_test(tc, what_holds_and_what_does_not_is_said_in_words);
	suite_add_tcase(s, tc);
	return s;
}
