/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_INVITE_H
#define SERVER_INVITE_H

#include <stdbool.h>

#include "server/server.h"

/* Whether somebody may register with that token now: it is one of ours
 * (invite_token.h), is not over, and not used up. */
bool invite_valid(const struct server *srv, const char *token);
/* An account was made with it. */
void invite_use(struct server *srv, const char *token, const char *account);

/* Appends a new one. -1: with that key none can be made. */
int invite_make(
    struct buf *out, const struct server *srv, unsigned uses, int64_t for_ms);

#endif
