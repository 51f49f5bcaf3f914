/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SPAWN_H
#define CLIENT_SPAWN_H

#include <sys/types.h>

#include "common/buf.h"

/*
 * A program that runs beside us: in a session and process group of its own,
 * so away from our terminal and its signals; with the usual mask and actions
 * of signals, and with no descriptor of ours but the three it is given.
 */
struct spawn {
	const char *path;        /* looked for in PATH where it has no '/' */
	const char *const *argv; /* NULL-ended */
	char *const *env;        /* NULL-ended; NULL: ours */
	int in, out, err;        /* -1: /dev/null */
};

/* Where the program `name` is, appended to path: itself where it has a '/',
 * else the first that can be run in a folder of PATH. 0, or an error number. */
int spawn_find(const char *name, struct buf *path);

/* 0, or an error number and *pid 0. Its process group is *pid. */
int spawn_start(pid_t *pid, const struct spawn *how);

/* A pipe of which end `ours` (0 reads, 1 writes) does not block; both are
 * closed in programs that are started. -1 with errno. */
int spawn_pipe(int fds[2], int ours);

#endif
