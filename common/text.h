/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * Casemapping "ascii" (Modern IRC, CASEMAPPING): A-Z equal a-z and nothing
 * else folds. The only folding in the project; nicks, channels, accounts
 * and masks all come through here.
 */
char text_fold_char(char c);
int text_casecmp(const char *a, const char *b);
/* Writes the folded s to out, which holds at least strlen(s) + 1. */
void text_fold(char *out, const char *s);
/* A copy of it, folded, which the caller frees. */
char *text_folded(const char *s);

/* Glob with * and ? (no escapes), folding; linear in practice, never
 * exponential. RFC 2812 §2.5 masks. */
bool text_match(const char *mask, const char *s);

/* The first string of a NULL-ended list that is nearest to s (edit distance
 * at most 2 and less than its length), or NULL. */
const char *text_nearest(const char *s, const char *const *list);

/*
 * One grapheme cluster of s (extended, Unicode TR29): its length in bytes as
 * the result, its width in terminal cells (0, 1 or 2) in *cells: that of its
 * base and of the marks that take a cell of their own; 2 for flags and joined
 * emoji; an emoji selector changes nothing. Invalid bytes are clusters of one
 * byte and one cell; controls and marks without a base have one cell, to be
 * drawn in some other form (text_visible). len must not be 0.
 */
size_t text_cluster(const char *s, size_t len, int *cells);
int text_width(const char *s, size_t len);

/*
 * Appends s in a form that cannot steer a terminal or mislead a reader:
 * C0 and C1 controls, DEL, bidi overrides and isolates, zero-width and
 * other invisible format characters and invalid bytes are replaced by
 * U+FFFD, each by one. What has its effect between its neighbours stays:
 * ZWJ in emoji, ZWJ and ZWNJ in scripts that need them, a variation selector
 * after its base (but U+FE0F after a narrow one, where terminals disagree on
 * the width, is dropped). A mark without a base gets U+25CC.
 * `keep` is a set of bytes (mIRC codes, a tab) to let through, or NULL.
 */
void text_visible(struct buf *out, const char *s, size_t len, const char *keep);

#endif
