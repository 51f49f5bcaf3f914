/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NONCE_H
#define SERVER_NONCE_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Messages that are known again when they are sent once more (capability
 * tcpchat/nonce), as their sender cannot tell whether they arrived: by their
 * owner (device.h), the target as it was written, and the nonce, for a day.
 *
 * The store remembers them, in the transaction of the turn that they are said
 * in, so that nothing is shown that a kill makes forgotten; of those whose text
 * is not kept it remembers who, when and which id, and of the target a hash.
 * What was said while it could not write is remembered here, up to
 * NONCE_UNWRITTEN of them, and written when it can.
 */
enum { NONCE_MAX = 64, NONCE_UNWRITTEN = 10000 };

/* 1 to NONCE_MAX printable ASCII characters, none a space. */
bool nonce_valid(const char *nonce);
/* `owner` is borrowed. */
void nonce_of(struct store_nonce *n, const char *owner, const char *target,
    const char *nonce);

/* As the store's nonce_find does. */
int nonce_find(
    struct server *srv, const struct store_nonce *n, struct store_first *first);

/* For the hub: an event with a nonce is said, now that the store has it; the
 * turn was committed, or could not be; and all that could not be is written
 * once more. */
void nonce_keep(struct server *srv, const struct event *e);
void nonce_settle(struct server *srv, bool committed);
void nonce_again(struct server *srv);
/* At the end. */
void nonce_free(struct nonce_unwritten **all);

#endif
