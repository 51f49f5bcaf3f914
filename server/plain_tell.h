/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_TELL_H
#define SERVER_PLAIN_TELL_H

#include "server/dialect.h"

/*
 * Answers as sentences: those of numerics, standard replies and notices that
 * IRC clients get. What only a client has a use for is not shown.
 */
void plain_tell(struct buf *out, const char *server, const struct reply *r,
    const struct view *v, int64_t time_ms);

#endif
