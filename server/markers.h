/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_MARKERS_H
#define SERVER_MARKERS_H

#include "server/server.h"

/* Until where a user has read; 0: not known. -1 and errno: it cannot be read
 * now. */
int markers_get(struct server *srv, const struct user *u,
    const struct marker_place *p, int64_t *time_ms);

/* Tells a session, MARKREAD; name is what it calls the place. */
void markers_say(
    struct server *srv, struct session *s, const char *name, int64_t time_ms);
/* Behind a JOIN, to a session that has read-marker. */
void markers_show(
    struct server *srv, struct session *s, const struct channel *c);

#endif
