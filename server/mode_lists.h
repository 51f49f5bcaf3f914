/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MODE_LISTS_H
#define SERVER_MODE_LISTS_H

#include "server/server.h"

/* Shows lists of a channel ("bI"), each with its end: 367 and 368, 348 and
 * 349, 346 and 347. As an answer (answer.h). */
void mode_lists_send(struct server *srv, struct session *s, struct channel *c,
    const char *letters);

#endif
