/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_WORDS_H
#define CLIENT_WORDS_H

#include <stddef.h>

#include "common/buf.h"

enum { WORDS_MAX = 256 };

/*
 * A command and its arguments as somebody typed them, which no shell sees:
 * blanks separate words, '…' keeps what is in it, "…" keeps all but \" and \\,
 * and elsewhere \ keeps the character after it. What only a shell would
 * understand (| & ; < > ( ) ` $ that nothing quotes; ` and $ also in "…") is
 * an error rather than an argument.
 */
struct words {
	const char *list[WORDS_MAX + 1]; /* NULL-ended; "" are words too */
	size_t count;
	char *text; /* where they live */
};

/* Fills a zeroed one. -1 with one sentence in err, for no word too. */
int words_split(struct words *w, const char *typed, struct buf *err);
void words_free(struct words *w);

#endif
