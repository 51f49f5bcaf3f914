/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LINKS_H
#define CLIENT_LINKS_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/state.h"

/* The links of all networks, and the worker that looks hosts up. */
struct links;

enum { LINKS_POLL_MAX = 2 * STATE_NETWORKS_MAX + 1 };

struct links *links_open(struct state *s);
/* At the end of the process, which ends look-ups that still wait. */
void links_close(struct links *ls);

/* Fills fds, which holds LINKS_POLL_MAX; the number filled. */
size_t links_poll(const struct links *ls, struct pollfd *fds);
/* Reads and acts on what poll said about those. */
void links_act(
    struct links *ls, const struct pollfd *fds, size_t count, int64_t now_ms);
/* The end of the turn: follows what is wanted and sends. */
void links_turn(struct links *ls, int64_t now_ms);
/* When links_turn has something to do; -1 = never. */
int64_t links_deadline(const struct links *ls);
/* Whether no connection has something to write still. */
bool links_sent(const struct links *ls);
/* Whether no connection is left. */
bool links_idle(const struct links *ls);

#endif
