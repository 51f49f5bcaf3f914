/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SPEAKER_H
#define SERVER_SPEAKER_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Tells a dialect's speech (dialect.h) who it is that speaks, and what the
 * session is about to be shown. Nothing is seen, and all is shown, where the
 * dialect has none.
 */
struct speaker speaker(const struct server *srv, const struct session *s);

/* How an event looks to it: struct view.sight. */
unsigned speaker_sees(
    const struct server *srv, const struct session *s, const struct event *e);
/* The same of one in the store: what one said is one's own whoever one was then
 * (author.h). */
unsigned speaker_recalls(
    const struct server *srv, const struct session *s, const struct event *e);
/* Whether the answer is shown. */
bool speaker_hears(const struct session *s, const struct reply *r);

#endif
