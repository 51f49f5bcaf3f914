/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_KEEP_H
#define SERVER_KEEP_H

#include "server/server.h"

/*
 * Gives an event to the store, where it is one that is kept (event_kept, and
 * what history-keep adds): for the channel, for each channel that somebody is
 * in, or for both sides of a talk, of which one may be an account that is not
 * here. Client-only tags are kept only where history-keep says so. What not
 * all members hear of (auditorium) is kept with the rank that one needs.
 * -1: it is to be kept, and is not; it has no seq then.
 */
int keep_event(struct server *srv, struct event *e);

/* Whether anything is kept of that channel (one that is about to be made, too)
 * or of what is said to somebody. */
bool keep_here(const struct server *srv, const char *target);

#endif
