/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_FINGERPRINT_WORDS_H
#define COMMON_FINGERPRINT_WORDS_H

/*
 * The words in which a fingerprint is told, 11 bits each: lower case, sorted,
 * of 3 to 6 letters; no two differ in one letter only, and those that sound
 * alike were left out. Never change their order: people have written down
 * what came of it.
 */
enum { FINGERPRINT_WORD_LIST = 2048 };

extern const char fingerprint_word_list[FINGERPRINT_WORD_LIST][8];

#endif
