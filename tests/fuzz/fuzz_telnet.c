/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/telnet.h"
#include "tests/fuzz/fuzz.h"

/* Read by read, each `most` bytes; what is read overwrites itself, as in a
 * transport. */
static void
read_all(const uint8_t *data, size_t len, size_t most, struct buf *text,
    struct buf *answers)
{
	struct telnet t = {0};
	unsigned char room[257];
	size_t n, taken;

	for (size_t i = 0; i < len; i += n) {
		n = len - i < most ? len - i : most;
		memcpy(room + 1, data + i, n);
		taken = telnet_take(&t, room, room + 1, n, answers);
		assert(taken <= n + 1);
		buf_add(text, room, taken);
	}
	assert(text->len <= len);
}

static void
expect_same(const struct buf *a, const struct buf *b)
{
	assert(a->len == b->len);
	assert(a->len == 0 || !memcmp(a->data, b->data, a->len));
}

/* The same text and the same answers come out however the stream was cut into
 * reads; the first byte says how long those are. */
FUZZ_TARGET(telnet)
{
	struct buf text[2] = {{0}, {0}}, answers[2] = {{0}, {0}};

	if (len < 1)
		return 0;
	read_all(data + 1, len - 1, 256, &text[0], &answers[0]);
	read_all(data + 1, len - 1, data[0] + 1U, &text[1], &answers[1]);
	expect_same(&text[0], &text[1]);
	expect_same(&answers[0], &answers[1]);
	for (int i = 0; i < 2; i++) {
		buf_free(&text[i]);
		buf_free(&answers[i]);
	}
	return 0;
}
