/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_WRAP_H
#define CLIENT_WRAP_H

#include <stddef.h>

/*
 * Text broken into rows of terminal cells: between words where that is
 * possible, else between grapheme clusters. Pure.
 */
struct wrap_row {
	size_t start; /* in the text */
	size_t len;   /* without the spaces at which it was broken */
};

/* A zeroed one is ready; wrap_free returns it to that. */
struct wrap {
	struct wrap_row *rows; /* at least one after wrap_text */
	size_t count;
	size_t cap;
};

/* At most so many rows; what is longer is cut off there. */
enum { WRAP_ROWS_MAX = 20000 };

/*
 * Replaces what out holds by the rows of text: the first is at most `first`
 * cells wide, the others `rest`; less than 1 counts as 1. A cluster wider
 * than its row has a row of its own.
 */
void wrap_text(
    struct wrap *out, const char *text, size_t len, int first, int rest);
void wrap_free(struct wrap *out);

#endif
