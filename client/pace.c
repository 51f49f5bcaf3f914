/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/pace.h"

void
pace_begin(struct pace *p, int64_t now_ms, unsigned lines)
{
	p->timer_ms = now_ms;
	pace_take(p, now_ms, lines);
}

int64_t
pace_wait_ms(const struct pace *p, int64_t now_ms, unsigned lines)
{
	int64_t from_ms = p->timer_ms > now_ms ? p->timer_ms : now_ms;
	int64_t ahead_ms = from_ms + (int64_t)lines * PACE_LINE_MS - now_ms;
	int64_t most_ms = (int64_t)PACE_BURST * PACE_LINE_MS;

	return ahead_ms > most_ms ? ahead_ms - most_ms : 0;
}

void
pace_take(struct pace *p, int64_t now_ms, unsigned lines)
{
	if (p->timer_ms < now_ms)
		p->timer_ms = now_ms;
	p->timer_ms += (int64_t)lines * PACE_LINE_MS;
}
