/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/suites.h"

struct task {
	struct job job; /* first: a job is its task */
	int number;
	pthread_t ran_on;
};

struct tally {
	int done;
	int sum;
	bool elsewhere; /* every job ran on a thread of the pool */
};

/* Jobs that wait here until a test lets them go on: a byte each. */
static int gate[2];
/* A byte from each job that has begun. */
static int begun[2];
static int dropped;

static void
setup(void)
{
	ck_assert_int_eq(pipe(gate), 0);
	ck_assert_int_eq(pipe(begun), 0);
	dropped = 0;
}

static void
teardown(void)
{
	for (int i = 0; i < 2; i++) {
		close(gate[i]);
		close(begun[i]);
	}
}

static void
task_run(struct job *job)
{
	((struct task *)job)->ran_on = pthread_self();
}

static void
task_run_gated(struct job *job)
{
	char byte;

	task_run(job);
	if (write(begun[1], "", 1) != 1 || read(gate[0], &byte, 1) != 1)
		abort();
}

static void
task_run_for_ever(struct job *job)
{
	task_run(job);
	if (write(begun[1], "", 1) != 1)
		abort();
	for (;;)
		pause();
}

static void
task_done(struct job *job, void *context)
{
	struct task *task = (struct task *)job;
	struct tally *tally = context;

	tally->done++;
	tally->sum += task->number;
	if (pthread_equal(task->ran_on, pthread_self()))
		tally->elsewhere = false;
	free(task);
}

static void
task_drop(struct job *job)
{
	dropped++;
	free(job);
}

static int
submit(struct worker *w, int number, void (*run)(struct job *))
{
	struct task *task = mem_alloc(sizeof(*task));
	int result;

	task->job.run = run;
	task->job.done = task_done;
	task->job.drop = task_drop;
	task->number = number;
	result = worker_submit(w, &task->job);
	if (result < 0)
		free(task);
	return result;
}

static void
reap_until(struct worker *w, struct tally *tally, int count)
{
	struct pollfd p = {.fd = worker_fd(w), .events = POLLIN};

	while (tally->done < count) {
		ck_assert_int_eq(poll(&p, 1, 10000), 1);
		worker_reap(w, tally);
	}
	ck_assert_int_eq(poll(&p, 1, 0), 0);
}

static void
expect_begun(void)
{
	char byte;

	ck_assert_int_eq(read(begun[0], &byte, 1), 1);
}

static void
let_go(int count)
{
	while (count--)
		ck_assert_int_eq(write(gate[1], "", 1), 1);
}

START_TEST(jobs_run_on_threads_and_are_done_in_the_loop)
{
	struct worker *w = worker_start(3, 200);
	struct tally tally = {.elsewhere = true};

	for (int i = 1; i <= 100; i++)
		ck_assert_int_eq(submit(w, i, task_run), 0);
	reap_until(w, &tally, 100);
	ck_assert_int_eq(tally.sum, 5050);
	ck_assert(tally.elsewhere);
	worker_stop(w);
	ck_assert_int_eq(dropped, 0);
}
END_TEST

START_TEST(reaping_nothing_is_harmless)
{
	struct worker *w = worker_start(1, 1);
	struct tally tally = {0};

	worker_reap(w, &tally);
	ck_assert_int_eq(tally.done, 0);
	worker_stop(w);
}
END_TEST

START_TEST(a_pool_refuses_jobs_over_its_bound_and_takes_them_later)
{
	struct worker *w = worker_start(1, 2);
	struct tally tally = {0};

	ck_assert_int_eq(submit(w, 1, task_run_gated), 0);
	expect_begun();
	ck_assert_int_eq(submit(w, 2, task_run_gated), 0);
	ck_assert_int_eq(submit(w, 3, task_run_gated), 0);
	ck_assert_int_eq(submit(w, 4, task_run_gated), -1);
	ck_assert_int_eq(errno, EAGAIN);
	let_go(3);
	reap_until(w, &tally, 3);
	ck_assert_int_eq(submit(w, 4, task_run), 0);
	reap_until(w, &tally, 4);
	worker_stop(w);
}
END_TEST

START_TEST(stopping_drops_what_has_not_been_done)
{
	struct worker *w = worker_start(1, 10);

	ck_assert_int_eq(submit(w, 1, task_run_gated), 0);
	expect_begun();
	ck_assert_int_eq(submit(w, 2, task_run_gated), 0);
	ck_assert_int_eq(submit(w, 3, task_run_gated), 0);
	/* enough for all, should they wrongly begin */
	let_go(3);
	worker_stop(w);
	ck_assert_int_eq(dropped, 3);
}
END_TEST

/* Told by who looks for leaks at the end. */
START_TEST(a_job_that_ends_when_its_worker_has_stopped_is_not_lost)
{
	struct worker *w = worker_start(1, 10);
	struct pollfd ended = {.fd = worker_fd(w), .events = POLLIN};

	ck_assert_int_eq(submit(w, 1, task_run_gated), 0);
	expect_begun();
	worker_stop(w);
	let_go(1);
	ck_assert_int_eq(poll(&ended, 1, -1), 1);
}
END_TEST

START_TEST(stopping_does_not_wait_for_a_job_that_hangs)
{
	struct worker *w = worker_start(1, 10);

	ck_assert_int_eq(submit(w, 1, task_run_for_ever), 0);
	expect_begun();
	worker_stop(w);
	ck_assert_int_eq(dropped, 0);
}
END_TEST

Suite *
suite_worker(void)
{
	Suite *s = suite_create("worker");
	TCase *tc = tcase_create("worker");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, jobs_run_on_threads_and_are_done_in_the_loop);
	tcase_add_test(tc, reaping_nothing_is_harmless);
	tcase_add_test(
	    tc, a_pool_refuses_jobs_over_its_bound_and_takes_them_later);
	tcase_add_test(tc, stopping_drops_what_has_not_been_done);
	tcase_add_test(
	    tc, a_job_that_ends_when_its_worker_has_stopped_is_not_lost);
	tcase_add_test(tc, stopping_does_not_wait_for_a_job_that_hangs);
	suite_add_tcase(s, tc);
	return s;
}
