/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/wrap.h"

#include <stdlib.h>

#include "common/mem.h"
#include "common/text.h"

static void
row_add(struct wrap *out, size_t start, size_t len)
{
	if (out->count == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 2;
		out->rows =
		    mem_resize(out->rows, out->cap * sizeof(*out->rows));
	}
	out->rows[out->count++] = (struct wrap_row){start, len};
}

/* Where the row that begins at s ends: after its last cluster that fits, or
 * before the last word where that one does not fit. */
static size_t
row_length(const char *s, size_t len, int width)
{
	size_t at = 0, word = 0, n;
	int cells, used = 0;

	while (at < len) {
		n = text_cluster(s + at, len - at, &cells);
		if (used + cells > width && at > 0 && s[at] == ' ')
			return at;
		if (used + cells > width && at > 0)
			return word ? word : at;
		used += cells;
		at += n;
		if (s[at - 1] == ' ')
			word = at;
	}
	return at;
}

static size_t
trimmed(const char *s, size_t len)
{
	size_t n = len;

	while (n > 0 && s[n - 1] == ' ')
		n--;
	return n ? n : len;
}

void
wrap_text(struct wrap *out, const char *text, size_t len, int first, int rest)
{
	size_t at = 0, n;

	out->count = 0;
	do {
		n = row_length(text + at, len - at, out->count ? rest : first);
		if (at + n == len) {
			row_add(out, at, n);
			return;
		}
		row_add(out, at, trimmed(text + at, n));
		at += n;
		while (at < len && text[at] == ' ')
			at++;
	} while (at < len && out->count < WRAP_ROWS_MAX);
}

void
wrap_free(struct wrap *out)
{
	free(out->rows);
	*out = (struct wrap){0};
}
