/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TARGETS_H
#define CLIENT_TARGETS_H

#include <stdint.h>

#include "client/state.h"

/*
 * Private talks in which there was something while we were away (CHATHISTORY
 * TARGETS): after a lost connection since then; at a start, where the server
 * has read markers, those of the last TARGETS_DAYS with something unread. A
 * window is opened for each, without being shown, TARGETS_OPEN_MAX at most.
 */
enum { TARGETS_DAYS = 30, TARGETS_OPEN_MAX = 20 };

#define TARGETS_LABEL "targets"

/* We are welcome: asks. */
void targets_ask(struct network *n);
/* A line of the answer: that name, and when the last message was. */
void targets_found(
    struct state *s, struct network *n, const char *name, int64_t time_ms);
/* The read marker of somebody is known; 0 = there is none. */
void targets_marked(
    struct state *s, struct network *n, const char *nick, int64_t time_ms);
/* The server does not tell: the private windows that are open are asked
 * about. */
void targets_refused(struct state *s, struct network *n);

#endif
