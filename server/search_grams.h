/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_GRAMS_H
#define SERVER_SEARCH_GRAMS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * The pieces of a folded text by which it stands in the index, so that any
 * part of a word finds it: three characters in a row. Shorter ones are there
 * for what has no letters between spaces: each character, and two in a row,
 * where one of them is CJK, Thai or a symbol (two in a row for punctuation
 * too); and words of one or two letters, whole. Nothing stands across a
 * space.
 */
enum gram_class {
	GRAM_SPACE,  /* and the end */
	GRAM_LETTER, /* of words that have spaces between them; a digit */
	GRAM_MARK,   /* punctuation of ASCII */
	GRAM_DENSE   /* all else: means something alone */
};

/* The class of the character at s (len 0: the end), and its bytes. */
enum gram_class gram_class(const char *s, size_t len, size_t *bytes);
/* Of the character that ends before s[at]. */
enum gram_class gram_class_before(const char *s, size_t at);

/* The piece has one or two letters and nothing else: it is found as a whole
 * word only. */
bool gram_is_word(const char *piece, size_t len);
/* Appends " AND " and a token in quotes (of the query language of FTS5) for
 * what every text with this piece (without a space) has in the index; at most
 * eight. */
void gram_query(struct buf *query, const char *piece, size_t len);
/* Appends a word in quotes, with '"' doubled. */
void gram_quote(struct buf *query, const char *word, size_t len);

/* Makes the tokenizer "tcpchat" known to a connection: labels (each begins
 * with \1), then \2 and a folded text. 0, or a result code. */
int grams_register(sqlite3 *db);

#endif
