/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_WORDS_H
#define SERVER_SEARCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * What a text is searched for: words, all of which must stand in it, each
 * anywhere in a word; between quotes, several as they are. What begins or
 * ends with one or two letters begins or ends there with a word.
 */
enum { SEARCH_NEEDLES_MAX = 32 };

struct search_needle {
	char *text; /* folded */
	bool starts_word, ends_word;
};

struct search_words {
	struct search_needle needles[SEARCH_NEEDLES_MAX];
	size_t n;
};

/* -1: more than SEARCH_NEEDLES_MAX; to be freed even then. */
int search_words_parse(struct search_words *w, const char *text);
void search_words_free(struct search_words *w);
bool search_words_match(const struct search_words *w, const char *folded);
/* Appends what every text that matches has in the index, as a query of FTS5;
 * nothing, where that says nothing. */
void search_words_query(const struct search_words *w, struct buf *query);

#endif
