/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_SEEN_H
#define CLIENT_TAIL_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/tailed.h"

/*
 * What was shown lately, so that nothing is shown twice where what the server
 * tells overlaps: the end of one telling (live, a page of history) and the
 * beginning of the next. A message is known by its id; where it has none, by
 * when, who and what, and then as often as it was told at once: who says "a"
 * twice in a millisecond has said it twice. A zeroed one has seen nothing.
 */
enum { TAIL_SEEN_MAX = 2048 };

struct tail_seen {
	struct tail_seen_mark {
		uint64_t key;
		uint64_t telling;
	} marks[TAIL_SEEN_MAX]; /* a ring */
	size_t next;
	uint64_t telling;
};

/* Another telling begins, which may repeat what former ones told. */
void tail_seen_begin(struct tail_seen *seen);
/* Whether a former telling told this one already. */
bool tail_seen_before(struct tail_seen *seen, const struct tailed *m);
/* It was told, and shown. */
void tail_seen_add(struct tail_seen *seen, const struct tailed *m);

#endif
