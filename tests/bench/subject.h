/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_SUBJECT_H
#define TESTS_BENCH_SUBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/talk/peer.h"

/* A server that is measured, each time with a fresh state. */
struct subject {
	const char *name;
	/* Starts it, with every throttle off; what peers connect to. */
	struct host *(*start)(void);
	const char *modes; /* that its channel gets, or NULL */
	/* Connects one more, over TCP where it is NULL. */
	struct peer *(*connect)(const struct host *h, const char *name);
};

extern const struct subject subject_tcpchat, subject_tls, subject_unix,
    subject_unkept, subject_ngircd;

bool subject_ngircd_installed(void);
/* Nanoseconds of processor time that its process has used. */
int64_t subject_cpu_ns(const struct host *h);
void subject_stop(struct host *h);

#endif
