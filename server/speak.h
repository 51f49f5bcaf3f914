/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SPEAK_H
#define SERVER_SPEAK_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/*
 * Acts on what sessions type whose dialect has a speech (dialect.h).
 */

/* Acts on what is to be done next; false: nothing is left. */
bool speak_next(struct server *srv, struct session *s);
/* A line, or NULL for one that was too long. Until speak_next says that
 * nothing is left, no other may be taken. */
void speak_take(struct session *s, const char *line, size_t len);
/* Whether it is told for the first time that the peer sends no more. */
bool speak_finish(struct server *srv, struct session *s);

#endif
