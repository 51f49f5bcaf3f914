/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/lines.h"
#include "tests/fuzz/fuzz.h"

/* How the stream is cut into reads. */
struct cutter {
	uint32_t state; /* 0: as few as possible */
	size_t most;
};

static size_t
next_cut(struct cutter *c, size_t left)
{
	size_t n = left;

	if (c->state) {
		c->state = c->state * 1664525 + 1013904223;
		n = 1 + (c->state >> 16) % c->most;
	}
	return n < left ? n : left;
}

static void
note(struct buf *log, enum line_result got, const char *line, size_t len)
{
	if (got == LINE_TOO_LONG) {
		buf_adds(log, "too long\n");
		return;
	}
	assert(strlen(line) == len && !strpbrk(line, "\r\n"));
	buf_addf(log, "%zu:%s\n", len, line);
}

static void
take(struct lines *l, struct buf *log)
{
	enum line_result got;
	size_t len = 0;
	char *line = NULL;

	while ((got = lines_next(l, &line, &len)) != LINE_NONE) {
		assert(got == LINE_TOO_LONG || len <= l->max);
		note(log, got, line, len);
	}
	assert(l->cap <= l->max + 1);
}

static void
take_rest(struct lines *l, struct buf *log)
{
	enum line_result got;
	size_t len = 0;
	char *line = NULL;

	got = lines_rest(l, &line, &len);
	if (got != LINE_NONE)
		note(log, got, line, len);
	assert(lines_rest(l, &line, &len) == LINE_NONE);
	assert(!l->data);
}

static struct buf
read_all(const uint8_t *data, size_t len, size_t max, struct cutter cut)
{
	struct buf log = {0};
	struct lines l;
	size_t n, room;

	lines_init(&l, max);
	for (size_t i = 0; i < len; i += n) {
		char *to = lines_room(&l, &room);

		assert(to && l.cap <= max + LINES_CHUNK + 1);
		n = next_cut(&cut, len - i);
		if (n > room)
			n = room;
		memcpy(to, data + i, n);
		lines_filled(&l, n);
		take(&l, &log);
	}
	take_rest(&l, &log);
	lines_free(&l);
	buf_addc(&log, '.');
	return log;
}

/* The same lines come out however the stream was cut into reads. The first
 * three bytes say how: the bound, the longest read, a seed. */
FUZZ_TARGET(lines)
{
	struct buf whole, parts;
	size_t max;

	if (len < 3)
		return 0;
	max = data[0];
	whole = read_all(data + 3, len - 3, max, (struct cutter){0});
	parts = read_all(data + 3, len - 3, max,
	    (struct cutter){data[2] + 1U, data[1] + 1U});
	assert(!strcmp(whole.data, parts.data));
	buf_free(&whole);
	buf_free(&parts);
	return 0;
}
