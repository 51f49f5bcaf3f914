/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_HARNESS_WATCH_H
#define TESTS_HARNESS_WATCH_H

#include <stdint.h>
#include <stdio.h>

#include "common/buf.h"

/*
 * Everything a test holds a descriptor of. Whoever waits for one thing reads
 * all the others too, so that no process under test is ever blocked because
 * nobody reads what it writes. Always the first member of what it is part of.
 */
struct watch {
	int fd;
	short events; /* of poll(); 0: let it be */
	void (*ready)(struct watch *w);
	/* What it shows now, when a test fails; may be NULL. */
	void (*show)(const struct watch *w, FILE *to);
	/* Ends what is behind it, by force; then frees the whole. */
	void (*end)(struct watch *w);
	struct watch *prev, *next;
};

void watch_add(struct watch *w);
/* Waits for any of them once and lets the ready ones read; -1 when the
 * deadline has passed. */
int watch_turn(int64_t deadline_ms);
/* The same, also until fd (of a watch or not) can be written to. */
int watch_turn_write(int fd, int64_t deadline_ms);
/* Ten seconds from now, times CK_TIMEOUT_MULTIPLIER. */
int64_t watch_deadline(void);
/* Ends one of them. */
void watch_end(struct watch *w);
/* Ends all of them, the newest first. */
void watch_end_all(void);
void watch_show_all(FILE *to);

/* What was said, by everybody, in its order: shown when a test fails. */
void record(const char *who, char way, const char *bytes, size_t len);
void record_show(FILE *to);
void record_reset(void);

/* Ends the test (or the program) as failed. Each program has its own. */
_Noreturn void give_up(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

#endif
