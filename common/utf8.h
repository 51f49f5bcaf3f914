/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_UTF8_H
#define COMMON_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Strict RFC 3629: no surrogates, no overlong forms, at most U+10FFFF. */
bool utf8_valid(const char *s, size_t len);

/*
 * The length of the longest prefix of valid UTF-8 s that has at most max
 * bytes and ends between two grapheme clusters (between two characters
 * where a single cluster is longer than max).
 */
size_t utf8_cut(const char *s, size_t len, size_t max);

/*
 * Reads one character: its code point into *cp, its length as the result.
 * Invalid input gives *cp = -1 and the length 1. len must not be 0.
 */
size_t utf8_next(const char *s, size_t len, int *cp);

/* C0, DEL and C1; -1 too. */
bool utf8_control(int cp);

#endif
