/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/order.h"

/* A step takes 1/2^11 of what is free: 35000 fit before it becomes 1. */
enum { SHIFT = 11 };

static uint64_t
step_of(uint64_t space)
{
	uint64_t step = space >> SHIFT;

	return !step ? 1 : step > order_step ? order_step : step;
}

bool
order_between(uint64_t after, uint64_t before, uint64_t *ids, size_t count,
    enum order_lean lean)
{
	uint64_t even = (before - after) / (count + 1);

	for (size_t i = 0; i < count; i++) {
		uint64_t step = step_of(before - after);

		if (before - after < 2 || !even)
			return false;
		if (lean == ORDER_DOWN)
			before = ids[count - 1 - i] = before - step;
		else if (lean == ORDER_UP)
			after = ids[i] = after + step;
		else
			ids[i] = after + even * (i + 1);
	}
	return true;
}
