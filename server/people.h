/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PEOPLE_H
#define SERVER_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "server/server.h"

/* What WHO, WHOIS and USERHOST say about somebody. */

/* At the Unix socket: a login of this machine. */
bool people_local(const struct user *u);
/* Seconds since the last message, or since the connection began. */
int64_t people_idle(const struct server *srv, const struct user *u);
/* The address that one connects from, as far as the asker may know it:
 * operators and oneself; else NULL. */
const char *people_address(const struct user *asker, const struct user *u);
/* Appends H or G, '*' for an operator, the prefixes in a channel (m may be
 * NULL), B for a bot. */
void people_flags(struct buf *out, const struct session *asker,
    const struct user *u, const struct member *m);

#endif
