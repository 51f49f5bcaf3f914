/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store.h"

#include <string.h>

bool
store_keeps(const struct store *s)
{
	return strcmp(s->ops->name, "none") != 0;
}

int
store_point_cmp(const struct store_point *a, const struct store_point *b)
{
	if (a->time_ms != b->time_ms)
		return a->time_ms < b->time_ms ? -1 : 1;
	return a->seq < b->seq ? -1 : a->seq > b->seq;
}
