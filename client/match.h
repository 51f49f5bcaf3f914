/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MATCH_H
#define CLIENT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Finding text in text as a reader would: case does not matter in any script,
 * nor do the accents of Latin, Greek and Cyrillic letters, nor compatibility
 * forms. Pure.
 */
enum { PATTERN_MAX = 200 }; /* characters; what is longer is cut */

struct pattern {
	int32_t folded[PATTERN_MAX];
	size_t len; /* 0 = finds nothing */
};

struct match {
	size_t start, len; /* bytes, whole characters */
};

void pattern_set(struct pattern *p, const char *text, size_t len);

/* The first match in valid UTF-8 s that starts at byte `from` or later. */
bool pattern_find(const struct pattern *p, const char *s, size_t len,
    size_t from, struct match *out);

#endif
