/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_REPORT_H
#define TESTS_BENCH_REPORT_H

#include <stddef.h>
#include <stdint.h>

enum { REPORT_ROUNDS_MAX = 99 };

struct plan {
	int members, senders, messages, rounds, window;
};

/* One run of one server. */
struct result {
	int64_t deliveries;
	int64_t wall_ns, cpu_ns;
};

struct results {
	const char *name;
	struct result rounds[REPORT_ROUNDS_MAX];
	size_t count;
};

/* A table on standard output; the same as JSON in a file. */
void report_table(
    const struct plan *p, const struct results *all, size_t count);
void report_json(const char *path, const struct plan *p,
    const struct results *all, size_t count);

#endif
