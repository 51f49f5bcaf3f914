/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_RUN_H
#define CLIENT_RUN_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/spawn.h"
#include "common/buf.h"
#include "common/lines.h"

/*
 * One run of a program: a text goes into its standard input, lines come from
 * its standard output and error, nothing blocks. It has ended when its process
 * has and nothing more can come: what it left behind may hold its output open
 * for RUN_LINGER_MS, and is killed with its process group then. Beyond its
 * time limit it is asked to end (SIGTERM), and killed after RUN_GRACE_MS.
 * Times are monotonic.
 */
enum {
	RUN_FDS = 3,
	RUN_SAID_MAX = 50,           /* lines of one run, */
	RUN_SAID_BYTES_MAX = 16384,  /* and bytes: more is left out */
	RUN_ERRORS_MAX = 30,         /* lines of its standard error, */
	RUN_ERRORS_BYTES_MAX = 8192, /* and bytes */
	RUN_GRACE_MS = 2000,
	RUN_LINGER_MS = 1000
};

enum run_stage {
	RUN_FREE,  /* none runs */
	RUN_GOING, /* until its limit */
	RUN_ASKED, /* to end; until it is killed */
	RUN_KILLED,
	RUN_LINGERING /* its process has ended, its output has not */
};

/* What is told of it: lines, NUL-ended, not empty, as the program wrote them.
 */
typedef void run_tell(void *arg, const char *line, size_t len);

struct run_ops {
	run_tell *said;
	run_tell *error;
};

struct run_stream {
	int fd; /* -1: closed */
	struct lines lines;
	size_t lines_left, bytes_left; /* that are told */
	size_t left_out;               /* lines that were too much */
};

struct run {
	enum run_stage stage;
	pid_t pid; /* and its process group; not reaped before the end */
	int64_t until_ms;
	int in; /* -1: closed */
	struct buf text;
	size_t written;
	struct run_stream said, errors;
	bool late;  /* its time was over */
	int status; /* of waitpid, once it has ended */
};

/* Starts one in a zeroed or ended r; how's descriptors are filled in here. 0,
 * or an error number. */
int run_start(struct run *r, struct spawn *how, const char *text, size_t len,
    int64_t until_ms);
/* What to poll for: fills RUN_FDS at most; the number. */
size_t run_poll(const struct run *r, struct pollfd *fds);
/* Writes and reads what poll said can be; other descriptors may be among
 * these. */
void run_act(struct run *r, const struct pollfd *fds, size_t count,
    const struct run_ops *ops, void *arg);
/* Once a turn; true once, when it has ended, and r is free. */
bool run_turn(struct run *r, int64_t now_ms);
/* When run_turn has something to do though nothing happened; -1 = never. */
int64_t run_deadline(const struct run *r);
/* Asks it to end, as at its time limit. */
void run_stop(struct run *r, int64_t now_ms);
/* At once, with all in its process group; waits for that. */
void run_kill(struct run *r);

#endif
