/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_MARKER_H
#define CLIENT_MARKER_H

#include <stdbool.h>
#include <stdint.h>

#include "client/state.h"

/*
 * How far a window was read, here and on one's other devices (IRCv3
 * draft/read-marker). Read is what was on screen, the newest line included,
 * when a key was pressed; the server is told MARKER_REST_MS later, so at most
 * once in that time. A marker never goes back.
 */
enum { MARKER_REST_MS = 1000 };

/* A key is pressed: what the current window shows has been seen. */
void marker_touch(struct state *s);
/* The server's marker of that window, wall clock; 0 = it has none. */
void marker_told(struct state *s, struct room *r, int64_t time_ms);
/* Puts the line "new" where the server's marker is, if that is further. */
void marker_place(struct room *r);

/* Tells and asks the server what is due; all of it when we leave. */
void marker_turn(struct state *s, int64_t now_ms);
int64_t marker_deadline(const struct state *s);

#endif
