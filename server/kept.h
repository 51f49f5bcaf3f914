/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_KEPT_H
#define SERVER_KEPT_H

#include <stdbool.h>

#include "server/server.h"

/* Appends how long what is said in a channel is kept, in words ("without
 * end", "for 7 days, up to the last 500 lines"); false, and nothing, where it
 * is not kept. */
bool kept_words(
    const struct server *srv, const struct channel *c, struct buf *out);

/* Tells a session who may read what is said there, and for how long: as NOTE
 * where it has standard-replies, else as a NOTICE. Nothing where it is not
 * kept. */
void kept_tell(struct server *srv, struct session *s, const struct channel *c);

#endif
