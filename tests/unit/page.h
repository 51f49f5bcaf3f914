/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_PAGE_H
#define TESTS_UNIT_PAGE_H

#include "common/buf.h"

/*
 * Manual pages (mdoc) hold what stands in a table in the form that these
 * functions make of it; a failure shows the text to put there.
 */

/* A page of man/, whole; the caller frees it. */
struct buf page_read(const char *name);

void page_escaped(struct buf *out, const char *s);
/* One sentence: a capital first, wrapped, with a full stop. */
void page_sentence(struct buf *out, const char *help);
/* ".It MACRO name Ar syntax" and a sentence. */
void page_item(struct buf *out, const char *macro, const char *name,
    const char *syntax, const char *help);

/* Fails where the page does not hold the item, and empties the item. */
void page_expect(const struct buf *text, struct buf *item);

#endif
