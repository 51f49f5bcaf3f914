/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_CHILD_H
#define TESTS_HARNESS_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/harness/watch.h"

/*
 * A program under test. It dies with us. What it writes to its standard
 * output and error is gathered in `log`.
 */
struct child {
	struct watch watch;
	const char *name;
	pid_t pid;
	bool ended;
	int status; /* of waitpid, once ended */
	struct buf log;
	size_t seen; /* of the log, by child_expect_log */
};

struct child_options {
	const char *name;        /* in reports; borrowed */
	const char *const *argv; /* the first is the path */
	const char *const *env;  /* "KEY=value" that are added, or NULL */
	int inherit;    /* becomes descriptor 3 with LISTEN_FDS, or 0 */
	long files;     /* RLIMIT_NOFILE, or 0 */
	long file_size; /* RLIMIT_FSIZE, or 0 */
};

struct child *child_start(const struct child_options *o);
/* Waits for the next log line that has this in it. */
void child_expect_log(struct child *c, const char *text);
void child_signal(struct child *c, int sig);
/* Waits for its end; the status of waitpid. */
int child_wait(struct child *c);
/* Waits for its end, which must be exit(code). */
void child_expect_exit(struct child *c, int code);

/* What the sanitizers have found wrong in a log, or NULL. */
const char *child_sanitizer_report(const char *log);

/* User and system time so far, KiB in memory (both Linux; else 0). */
int64_t child_cpu_ms(pid_t pid);
int64_t child_memory_kib(pid_t pid);

/* In the new process: die with the parent, add to the environment. */
void child_prepare(const char *const *env);

/* The folder of this test, made at first use; removed by the second. */
const char *test_dir(void);
void test_dir_remove(void);
/* Writes a file in it. */
void test_file(const char *name, const char *text);

#endif
