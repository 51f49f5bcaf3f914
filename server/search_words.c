/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search_words.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/search_fold.h"
#include "server/search_grams.h"

/* Where the piece that ends at `end` begins. */
static size_t
last_piece(const char *s, size_t end)
{
	while (end > 0 && s[end - 1] != ' ')
		end--;
	return end;
}

static int
add(struct search_words *w, const char *s, size_t len)
{
	struct search_needle *n = &w->needles[w->n];
	size_t first, last;

	while (len > 0 && *s == ' ') {
		s++;
		len--;
	}
	while (len > 0 && s[len - 1] == ' ')
		len--;
	if (len == 0)
		return 0;
	if (w->n == SEARCH_NEEDLES_MAX)
		return -1;
	n->text = mem_strndup(s, len);
	first = strcspn(n->text, " ");
	last = last_piece(n->text, len);
	n->starts_word = gram_is_word(n->text, first);
	n->ends_word = gram_is_word(n->text + last, len - last);
	w->n++;
	return 0;
}

int
search_words_parse(struct search_words *w, const char *text)
{
	struct buf folded = {0};
	const char *s;
	size_t len;
	int result = 0;

	memset(w, 0, sizeof(*w));
	search_fold(&folded, text);
	for (s = folded.data; *s && result == 0; s += len) {
		bool phrase = *s == '"';

		s += phrase;
		len = strcspn(s, phrase ? "\"" : " ");
		result = add(w, s, len);
		if (s[len])
			len++;
	}
	buf_free(&folded);
	return result;
}

void
search_words_free(struct search_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->needles[i].text);
	w->n = 0;
}

static bool
stands_at(const struct search_needle *n, const char *text, size_t at)
{
	size_t end = at + strlen(n->text), bytes;

	if (n->starts_word && gram_class_before(text, at) == GRAM_LETTER)
		return false;
	return !n->ends_word ||
	    gram_class(text + end, strlen(text + end), &bytes) != GRAM_LETTER;
}

static bool
occurs(const struct search_needle *n, const char *text)
{
	const char *at = text;

	for (; (at = strstr(at, n->text)); at++)
		if (stands_at(n, text, (size_t)(at - text)))
			return true;
	return false;
}

bool
search_words_match(const struct search_words *w, const char *folded)
{
	for (size_t i = 0; i < w->n; i++)
		if (!occurs(&w->needles[i], folded))
			return false;
	return true;
}

void
search_words_query(const struct search_words *w, struct buf *query)
{
	for (size_t i = 0; i < w->n; i++) {
		const char *s = w->needles[i].text;

		while (*s) {
			size_t len = strcspn(s, " ");

			gram_query(query, s, len);
			s += len;
			s += *s == ' ';
		}
	}
}
