/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CONCERN_H
#define CLIENT_CONCERN_H

#include <stdbool.h>

#include "client/state.h"

/*
 * What services (ChanServ, NickServ and their like) say, and what they are
 * told, opens no window of its own: it stands where it matters. A talk with
 * one in a window that /query opened stays there.
 */
bool concern_is_service(const char *nick); /* with or without an "@host" */

/* A service was told something in the window that a command runs for. */
void concern_asked(struct network *n, const char *target);

/* The window for a line of a service: that of the first channel it names
 * which has one; else the one that asked (NULL: unknown), the last that told
 * a service anything, or the one that is shown. */
struct room *concern_room(
    struct state *s, struct network *n, const char *text, struct room *asked);

#endif
