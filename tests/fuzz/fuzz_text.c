/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

static bool
is_dangerous(int cp)
{
	return cp < ' ' || (cp >= 0x7f && cp < 0xa0) || cp == 0x200b ||
	    cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
	    (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
}

static void
check_visible(const char *s, size_t len)
{
	struct buf out = {0};
	int cp;

	text_visible(&out, s, len, NULL);
	for (size_t i = 0; i < out.len;) {
		i += utf8_next(out.data + i, out.len - i, &cp);
		assert(!is_dangerous(cp));
	}
	buf_free(&out);
}

/* Clusters follow each other to the very end. */
static void
check_clusters(const char *s, size_t len)
{
	size_t i = 0;
	int width = 0, cells;

	while (i < len) {
		size_t n = text_cluster(s + i, len - i, &cells);

		assert(n >= 1 && n <= len - i);
		assert(cells >= 0 && cells <= 2);
		width += cells;
		i += n;
	}
	assert(width == text_width(s, len));
}

static void
check_cuts(const char *s, size_t len)
{
	bool valid = utf8_valid(s, len);
	size_t last = 0;

	for (size_t max = 0; max <= len && max < 64; max++) {
		size_t n = utf8_cut(s, len, max);

		assert(n <= max && n >= last);
		assert(!valid || utf8_valid(s, n));
		last = n;
	}
	assert(utf8_cut(s, len, len) == len);
}

/* The text before the first NUL is a mask, the rest is matched. */
static void
check_words(const char *s, size_t len)
{
	static const char *const words[] = {"join", "part", "quit", NULL};
	const char *rest = s + strlen(s);

	if (rest < s + len)
		rest++;
	text_match(s, rest);
	text_nearest(s, words);
	assert(text_match("*", s));
	assert(text_casecmp(s, s) == 0);
}

FUZZ_TARGET(text)
{
	char *s = mem_alloc(len + 1);

	if (len)
		memcpy(s, data, len);
	check_visible(s, len);
	check_clusters(s, len);
	check_cuts(s, len);
	check_words(s, len);
	free(s);
	return 0;
}
