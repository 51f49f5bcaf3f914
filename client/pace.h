/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PACE_H
#define CLIENT_PACE_H

#include <stdint.h>

/*
 * How fast a server that may throw out who talks too much is talked to: five
 * lines at once, then one in two seconds (RFC 1459 §8.10). Times are
 * monotonic.
 */
enum { PACE_BURST = 5, PACE_LINE_MS = 2000 };

struct pace {
	int64_t timer_ms;
};

/* A connection begins, on which so many lines were just sent. */
void pace_begin(struct pace *p, int64_t now_ms, unsigned lines);
/* How long so many lines must wait, at most PACE_BURST; 0: not at all. */
int64_t pace_wait_ms(const struct pace *p, int64_t now_ms, unsigned lines);
void pace_take(struct pace *p, int64_t now_ms, unsigned lines);

#endif
