/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/run.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"
#include "tests/suites.h"

enum { TURN_MS = 10, LONG_MS = 60000, BIG = 300000, FDS = 256 };

static struct run r;
static struct buf said, errors;

static void
on_said(void *arg, const char *line, size_t len)
{
	(void)arg;
	ck_assert_uint_eq(strlen(line), len);
	buf_addf(&said, "%s|", line);
}

static void
on_error(void *arg, const char *line, size_t len)
{
	(void)arg;
	(void)len;
	buf_addf(&errors, "%s|", line);
}

static const struct run_ops ops = {.said = on_said, .error = on_error};

static void
setup(void)
{
	buf_adds(&said, "");
	buf_adds(&errors, "");
	signal(SIGPIPE, SIG_IGN);
}

static void
teardown(void)
{
	run_kill(&r);
	buf_free(&said);
	buf_free(&errors);
}

static void
start(const char *command, const char *text, int64_t limit_ms)
{
	const char *const argv[] = {"sh", "-c", command, NULL};
	struct spawn how = {.path = "sh", .argv = argv};

	ck_assert_int_eq(
	    run_start(&r, &how, text, strlen(text), clock_mono_ms() + limit_ms),
	    0);
}

static bool
turn(int64_t now_ms)
{
	struct pollfd fds[RUN_FDS];
	size_t count = run_poll(&r, fds);

	poll(fds, count, TURN_MS);
	run_act(&r, fds, count, &ops, NULL);
	return run_turn(&r, now_ms);
}

static void
await(const char *text)
{
	while (strcmp(said.data, text))
		turn(clock_mono_ms());
}

static int
finish(void)
{
	while (!turn(clock_mono_ms()))
		;
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	return r.status;
}

START_TEST(a_program_gets_the_text_and_says_lines)
{
	start("tr a-z A-Z; echo bad >&2; echo; printf last; exit 3",
	    "one\ntwo\n", LONG_MS);
	ck_assert_int_eq(WEXITSTATUS(finish()), 3);
	ck_assert_str_eq(said.data, "ONE|TWO|last|");
	ck_assert_str_eq(errors.data, "bad|");
	ck_assert(!r.late);
}
END_TEST

START_TEST(it_need_not_read_and_a_long_text_goes_through)
{
	char *big = malloc(BIG + 1);

	memset(big, 'x', BIG);
	big[BIG] = '\0';
	start("true", big, LONG_MS);
	ck_assert_int_eq(finish(), 0);
	start("wc -c", big, LONG_MS);
	ck_assert_int_eq(finish(), 0);
	ck_assert_int_eq(atoi(said.data), BIG);
	free(big);
}
END_TEST

START_TEST(what_it_says_is_bounded_and_the_rest_is_counted)
{
	start("i=0; while [ $i -lt 60 ]; do echo $i; echo e$i >&2; "
	      "i=$((i + 1)); done",
	    "", LONG_MS);
	finish();
	ck_assert_uint_eq(r.said.left_out, 60 - RUN_SAID_MAX);
	ck_assert_uint_eq(r.errors.left_out, 60 - RUN_ERRORS_MAX);
	ck_assert_ptr_nonnull(strstr(said.data, "|49|"));
	ck_assert_ptr_null(strstr(said.data, "|50|"));
	buf_reset(&said);
	start(
	    "head -c 20000 /dev/zero | tr '\\0' x; echo; echo y", "", LONG_MS);
	finish();
	ck_assert_str_eq(said.data, "y|");
	ck_assert_uint_eq(r.said.left_out, 1);
}
END_TEST

START_TEST(what_it_reports_is_bounded_in_all)
{
	start("i=0; while [ $i -lt 9 ]; do "
	      "head -c 1000 /dev/zero | tr '\\0' x >&2; echo >&2; "
	      "i=$((i + 1)); done",
	    "", LONG_MS);
	finish();
	ck_assert_uint_eq(errors.len, 8 * (1000 + 1));
	ck_assert_uint_eq(r.errors.left_out, 1);
}
END_TEST

START_TEST(beyond_its_time_it_is_asked_to_end)
{
	start("trap 'echo asked; exit 7' TERM; echo ready; "
	      "sleep 300 & wait",
	    "", LONG_MS);
	await("ready|");
	turn(run_deadline(&r));
	ck_assert_int_eq(WEXITSTATUS(finish()), 7);
	ck_assert_str_eq(said.data, "ready|asked|");
	ck_assert(r.late);
}
END_TEST

START_TEST(who_does_not_end_when_asked_is_killed)
{
	start("trap '' TERM; echo ready; exec sleep 300", "", LONG_MS);
	await("ready|");
	turn(run_deadline(&r));
	ck_assert_int_eq(r.stage, RUN_ASKED);
	turn(run_deadline(&r));
	ck_assert_int_eq(r.stage, RUN_KILLED);
	ck_assert_int_eq(WTERMSIG(finish()), SIGKILL);
}
END_TEST

START_TEST(what_it_leaves_behind_cannot_hold_it_open)
{
	int64_t began_ms = clock_mono_ms();
	pid_t left;

	start("sleep 300 & echo $!", "", LONG_MS);
	ck_assert_int_eq(finish(), 0);
	ck_assert_int_lt(clock_mono_ms() - began_ms, LONG_MS / 2);
	left = atoi(said.data);
	ck_assert_int_gt(left, 1);
	while (kill(left, 0) == 0) {
		char path[64], state[256] = "";
		FILE *f;

		/* a zombie of whoever took it over is as good as gone */
		snprintf(path, sizeof(path), "/proc/%d/stat", (int)left);
		f = fopen(path, "r");
		if (f && fgets(state, sizeof(state), f) && strstr(state, ") Z"))
			left = 1 << 30;
		if (f)
			fclose(f);
	}
	ck_assert_int_eq(errno == ESRCH || left == 1 << 30, 1);
}
END_TEST

START_TEST(a_program_that_closed_its_output_goes_on_until_it_ends)
{
	start("exec >&- 2>&-; read line; exit 4", "x\n", LONG_MS);
	ck_assert_int_eq(WEXITSTATUS(finish()), 4);
}
END_TEST

START_TEST(a_program_gets_no_descriptor_of_ours_and_usual_signals)
{
	int ours = open("/dev/null", O_RDONLY | O_CLOEXEC);
	struct buf numbers = {0};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (int fd = 3; fd < FDS; fd++)
		if (fcntl(fd, F_GETFD) < 0 || fcntl(fd, F_GETFD) & FD_CLOEXEC)
			buf_addf(&numbers, "%d\n", fd);
	start("while read fd; do [ -e /dev/fd/$fd ] && echo $fd; done; "
	      "echo that is all; kill $$; echo lives",
	    numbers.data, LONG_MS);
	ck_assert_int_eq(WTERMSIG(finish()), SIGTERM);
	ck_assert_str_eq(said.data, "that is all|");
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	start("kill -PIPE $$; echo lives", "", LONG_MS);
	ck_assert_int_eq(WTERMSIG(finish()), SIGPIPE);
	start("read line; exit 5", "x\n", LONG_MS);
	ck_assert_int_eq(getsid(r.pid), r.pid);
	ck_assert_int_eq(WEXITSTATUS(finish()), 5);
	close(ours);
	buf_free(&numbers);
}
END_TEST

START_TEST(what_cannot_be_started_says_why_and_leaves_nothing)
{
	const char *const argv[] = {"x", NULL};
	struct spawn how = {.path = "/nonexistent/x", .argv = argv};
	int before = dup(0), after;

	close(before);
	ck_assert_int_eq(run_start(&r, &how, "", 0, -1), ENOENT);
	ck_assert_int_eq(r.stage, RUN_FREE);
	ck_assert(!run_turn(&r, 0));
	after = dup(0);
	close(after);
	ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(killed_is_gone_at_once)
{
	start("trap '' TERM; echo ready; exec sleep 300", "", LONG_MS);
	await("ready|");
	run_kill(&r);
	ck_assert_int_eq(WTERMSIG(r.status), SIGKILL);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}
END_TEST

Suite *
suite_client_run(void)
{
	Suite *s = suite_create("client_run");
	TCase *tc = tcase_create("run");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_program_gets_the_text_and_says_lines);
	tcase_add_test(tc, it_need_not_read_and_a_long_text_goes_through);
	tcase_add_test(tc, what_it_says_is_bounded_and_the_rest_is_counted);
	tcase_add_test(tc, what_it_reports_is_bounded_in_all);
	tcase_add_test(tc, beyond_its_time_it_is_asked_to_end);
	tcase_add_test(tc, who_does_not_end_when_asked_is_killed);
	tcase_add_test(tc, what_it_leaves_behind_cannot_hold_it_open);
	tcase_add_test(
	    tc, a_program_that_closed_its_output_goes_on_until_it_ends);
	tcase_add_test(
	    tc, a_program_gets_no_descriptor_of_ours_and_usual_signals);
	tcase_add_test(tc, what_cannot_be_started_says_why_and_leaves_nothing);
	tcase_add_test(tc, killed_is_gone_at_once);
	suite_add_tcase(s, tc);
	return s;
}
