/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/match.h"

#include <string.h>
#include <utf8proc.h>

#include "common/text.h"
#include "common/utf8.h"

enum { FOLDED_MAX = 32 }; /* that one character may become */

static bool
is_accent(int32_t cp)
{
	return cp >= 0x300 && cp <= 0x36f;
}

/* What the character at s folds to; its length in bytes. */
static size_t
fold(const char *s, size_t len, int32_t out[FOLDED_MAX], size_t *count)
{
	utf8proc_ssize_t n;
	size_t bytes;
	int cp, last = UTF8PROC_BOUNDCLASS_START;

	*count = 0;
	if (!((unsigned char)*s & 0x80)) {
		out[(*count)++] = text_fold_char(*s);
		return 1;
	}
	bytes = utf8_next(s, len, &cp);
	n = cp < 0
	    ? 0
	    : utf8proc_decompose_char(cp, out, FOLDED_MAX,
		  UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT,
		  &last);
	for (utf8proc_ssize_t i = 0; i < n && n <= FOLDED_MAX; i++)
		if (!is_accent(out[i]))
			out[(*count)++] = out[i];
	return bytes;
}

void
pattern_set(struct pattern *p, const char *text, size_t len)
{
	int32_t folded[FOLDED_MAX];
	size_t count;

	p->len = 0;
	for (size_t at = 0; at < len;) {
		at += fold(text + at, len - at, folded, &count);
		if (p->len + count > PATTERN_MAX)
			return;
		memcpy(p->folded + p->len, folded, count * sizeof(*folded));
		p->len += count;
	}
}

/* Whether p stands at s; the bytes it takes there, with its accents. */
static bool
matches(const struct pattern *p, const char *s, size_t len, size_t *took)
{
	int32_t folded[FOLDED_MAX];
	size_t at = 0, done = 0, count, bytes;

	for (; at < len; at += bytes) {
		bytes = fold(s + at, len - at, folded, &count);
		if (done == p->len && count)
			break;
		for (size_t i = 0; i < count && done < p->len; i++)
			if (folded[i] != p->folded[done++])
				return false;
	}
	*took = at;
	return done == p->len;
}

bool
pattern_find(const struct pattern *p, const char *s, size_t len, size_t from,
    struct match *out)
{
	int32_t folded[FOLDED_MAX];
	size_t count, bytes;

	for (size_t at = from; p->len && at < len; at += bytes) {
		bytes = fold(s + at, len - at, folded, &count);
		if (!count || folded[0] != p->folded[0] ||
		    !matches(p, s + at, len - at, &out->len))
			continue;
		out->start = at;
		return true;
	}
	return false;
}
