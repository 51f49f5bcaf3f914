/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NAMES_H
#define SERVER_NAMES_H

#include <stdbool.h>

#include "server/server.h"

/* Who is in a channel, as far as the session may know: 353 … 366. c is NULL
 * where there is no such channel for it. */
void names_send(struct server *srv, struct session *s, const struct channel *c,
    const char *name);

/* Its topic: 332 and 333, or 331 where it has none and `always`. */
void names_topic(struct server *srv, struct session *s, const struct channel *c,
    bool always);

#endif
