/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_GUEST_H
#define TESTS_BENCH_GUEST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/harness/host.h"

/* Somebody with a socket who waits by blocking, and what of a line has come.
 * All of these give up where the server does not do its part. */
struct guest {
	int fd;
	char in[65536];
	size_t len;
};

/* Sorted, in microseconds. */
struct latency {
	double median, p99, most;
};

enum { GUEST_SAMPLES_MAX = 20000, GUEST_WORKERS_MAX = 64 };

int64_t guest_now_ns(void);
int guest_dial(const struct host *h);
void guest_say(int fd, const char *text);
/* Reads up to the end of a line with this in it. */
void guest_hear(struct guest *g, const char *text);
void guest_register(struct guest *g, const struct host *h, const char *nick);
/* What the server logs must be read, or it would wait. */
void guest_read_logs(void);

/* Of values in any order; they are sorted. */
struct latency guest_latency(double *all, size_t count);
/* How long messages take from one to the other, who is called "to". */
struct latency guest_measure(struct guest *from, struct guest *to, int samples);

/* Starts processes that do work until they are stopped, each of which says
 * that it has begun by a byte to `begun`. */
void guest_start_workers(pid_t *pids, const struct host *h, int n,
    void (*work)(const struct host *h, int number, int begun));
void guest_stop_workers(const pid_t *pids, int n);
void guest_has_begun(int begun);

#endif
