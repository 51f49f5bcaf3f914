/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CHATTER_H
#define CLIENT_CHATTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How often somebody was answered somewhere: where two programs answer each
 * other it ends after CHATTER_MAX answers in CHATTER_PERIOD_MS, until that is
 * over. The CHATTER_PAIRS that were answered last are known.
 */
enum { CHATTER_MAX = 30, CHATTER_PERIOD_MS = 60000, CHATTER_PAIRS = 64 };

enum chatter_result {
	CHATTER_OK,
	CHATTER_FULL, /* no answer; to be told */
	CHATTER_STILL /* the same again */
};

struct chatter {
	struct chatter_pair {
		char *key; /* NULL = free */
		int64_t since_ms;
		size_t answers;
	} pairs[CHATTER_PAIRS];
};

/* Somebody is to be answered in a channel, or in private where that is the
 * same name. */
enum chatter_result chatter_count(
    struct chatter *c, const char *nick, const char *channel, int64_t now_ms);
void chatter_free(struct chatter *c);

#endif
