/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <string.h>

#include "client/demux.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

static void
check_paste(const struct demux_event *ev)
{
	assert(ev->len > 0 && utf8_valid(ev->data, ev->len));
	for (size_t i = 0; i < ev->len; i++) {
		unsigned char c = (unsigned char)ev->data[i];
		assert(c >= ' ' || c == '\n' || c == '\t');
		assert(c != 127);
	}
}

/* A key is a sequence of escape, or a character that is whole. */
static void
check_key(const struct demux_event *ev)
{
	int cp;

	assert(ev->len > 0 && ev->len <= DEMUX_SEQUENCE_MAX + 1);
	if (ev->data[0] == '\033')
		return;
	assert(utf8_next(ev->data, ev->len, &cp) == ev->len && cp >= 0);
}

static void
drain(struct demux *d, int64_t now_ms)
{
	struct demux_event ev;

	while (demux_next(d, now_ms, &ev)) {
		if (ev.kind == DEMUX_PASTE)
			check_paste(&ev);
		else if (ev.kind == DEMUX_KEY)
			check_key(&ev);
		assert(ev.row >= 0 && ev.col >= 0);
	}
}

/* The first byte says in what pieces the rest arrives. */
FUZZ_TARGET(demux)
{
	struct demux d = {0};
	size_t step = len ? data[0] % 7 + 1 : 1;
	int64_t now_ms = 0;

	for (size_t i = 1; i < len; i += step, now_ms += 20) {
		size_t n = len - i < step ? len - i : step;
		demux_feed(&d, (const char *)data + i, n, now_ms);
		drain(&d, now_ms);
	}
	now_ms += DEMUX_ESCAPE_MS;
	drain(&d, now_ms);
	assert(d.pasting || d.done == d.in.len);
	demux_free(&d);
	return 0;
}
