/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_FILLED_H
#define TESTS_BENCH_FILLED_H

#include <stdint.h>

#include "server/event.h"

/* A history of very many messages, each a second after the one before, made
 * at once: nobody could say them. */

/* Those of a channel, into the database of a server that does not run and has
 * made that channel. The words of a seldom one stand in one of a thousand
 * messages. Returns how long it took, in seconds. */
double filled_make(const char *state, const char *channel, int count);
/* The id of message i, from 0. */
void filled_id(int i, char id[EVENT_ID_LEN]);
/* A word: 0 is the most frequent one; good until the next call. */
const char *filled_word(unsigned n);
/* Bytes that a file of the state directory has, or 0. */
int64_t filled_size(const char *state, const char *file);

enum { FILLED_WORDS = 20000 };

#endif
