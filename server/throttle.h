/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_THROTTLE_H
#define SERVER_THROTTLE_H

#include <stddef.h>
#include <stdint.h>

#include "common/hash.h"

/*
 * How often something may be done by whom: a token bucket for each key, which
 * holds `count` and fills once in `period_ms`. A key is any bytes, up to
 * THROTTLE_KEY of them (what is longer counts by its beginning): a struct
 * limit_key, an account's folded name. At most THROTTLE_KEYS are remembered;
 * the one that was used longest ago makes room, which has had the longest time
 * to fill again.
 *
 * All zero is an empty one. A count or period of 0 switches it off: nothing is
 * kept then, and nobody waits.
 */
enum { THROTTLE_KEYS = 8192, THROTTLE_KEY = 64 };

struct throttle_rate {
	int64_t count;
	int64_t period_ms;
};

struct throttle_entry {
	int64_t left; /* a whole one is `period_ms` of its rate */
	int64_t at_ms;
	size_t len;
	UT_hash_handle hh; /* in the order of use */
	unsigned char key[];
};

struct throttle {
	struct throttle_entry *entries;
};

/* Milliseconds until it may be done once more; 0: now. Changes nothing. */
int64_t throttle_wait_ms(const struct throttle *t, struct throttle_rate rate,
    const void *key, size_t len, int64_t now_ms);
/* It was done. Below nothing it does not go: who goes on all the same waits
 * no longer than for the next one. */
void throttle_take(struct throttle *t, struct throttle_rate rate,
    const void *key, size_t len, int64_t now_ms);
void throttle_free(struct throttle *t);

#endif
