/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/duration.h"

#include <inttypes.h>
#include <stddef.h>

#include "common/conf_value.h"

static const struct conf_opt form = {.name = "time",
    .type = CONF_DURATION,
    .max = INT64_C(36500) * 24 * 60 * 60 * 1000};

int64_t
duration_read(const char *text)
{
	struct buf err = {0};
	int64_t ms = -1;

	if (conf_value_set(&form, &ms, text, &err) < 0)
		ms = -1;
	buf_free(&err);
	return ms;
}

void
duration_add(struct buf *out, int64_t ms)
{
	conf_value_get(&form, &ms, out);
}

void
duration_say(struct buf *out, int64_t ms)
{
	static const struct {
		int64_t ms;
		const char *name;
	} units[] = {{86400000, "day"}, {3600000, "hour"}, {60000, "minute"},
	    {1000, "second"}, {1, "millisecond"}};
	size_t i = 0;

	while (ms % units[i].ms)
		i++;
	ms /= units[i].ms;
	buf_addf(
	    out, "%" PRId64 " %s%s", ms, units[i].name, ms == 1 ? "" : "s");
}
