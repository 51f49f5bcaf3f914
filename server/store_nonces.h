/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_NONCES_H
#define SERVER_STORE_NONCES_H

#include "server/store.h"

struct sqlite;

/* Nonces (nonce.h) in SQLite. */
int store_nonce_add(
    struct store *s, const struct store_nonce *n, const struct event *first);
int store_nonce_find(struct store *s, const struct store_nonce *n,
    int64_t since_ms, struct store_first *first);

/* A step of the round of retention: those that are too old or too many go, no
 * more than `left`, which is less by them then. 1: nothing is too much; 0: it
 * may be; -1 and errno: the turn has failed. */
int store_nonces_trim(
    struct sqlite *s, struct store_retention *r, int64_t *left);

#endif
