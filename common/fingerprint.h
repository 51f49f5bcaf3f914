/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_FINGERPRINT_H
#define COMMON_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * The fingerprint of a key: SHA-256 over its DER SubjectPublicKeyInfo (RFC
 * 5280 §4.1.2.7). Files, addresses and options hold it as 64 lower-case hex
 * digits; people compare it as groups of four digits, or as eight words that
 * tell its first 88 bits.
 */
enum {
	FINGERPRINT_BYTES = 32,
	FINGERPRINT_HEX_SIZE = 2 * FINGERPRINT_BYTES + 1, /* with NUL */
	FINGERPRINT_GROUPS = 16,
	FINGERPRINT_WORDS = 8,
	FINGERPRINT_WORD_BYTES = 11 /* that the words tell */
};

struct fingerprint {
	unsigned char bytes[FINGERPRINT_BYTES];
	size_t known; /* bytes that are known: all, or as many as words tell */
};

/*
 * From what a person or a file says: 64 hex digits, in any case, with spaces,
 * colons or hyphens between them, "sha256:" before them or not; or eight
 * words with spaces or hyphens between them. 0, or -1 with *why saying what
 * would be right.
 */
int fingerprint_parse(
    struct fingerprint *fp, const char *text, const char **why);

/* Whether seen, which is known whole, is the one that was told. */
bool fingerprint_matches(
    const struct fingerprint *told, const struct fingerprint *seen);

/* 64 lower-case hex digits of a whole one. */
void fingerprint_hex(
    const struct fingerprint *fp, char out[FINGERPRINT_HEX_SIZE]);
/* Appends `count` groups of four hex digits with spaces between them, from
 * group `first` of 16 on: eight of them have 39 columns. */
void fingerprint_groups(
    const struct fingerprint *fp, size_t first, size_t count, struct buf *out);
/* Word `i` of eight. */
const char *fingerprint_word(const struct fingerprint *fp, size_t i);
/* Appends the eight words with `between` between them: a space, or a hyphen
 * for a command line. At most 55 columns. */
void fingerprint_words(
    const struct fingerprint *fp, char between, struct buf *out);
/* Appends how it is told in a command: all hex digits, or the words where no
 * more is known. */
void fingerprint_told(const struct fingerprint *fp, struct buf *out);

#endif
