/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_H
#define CLIENT_HANDLE_H

#include <stddef.h>
#include <stdint.h>

#include "client/state.h"

/*
 * What a server says, line by line: changes the state, queues answers in
 * n->out. No socket and no screen. Whatever the line is, it is harmless.
 */
void handle_line(struct state *s, struct network *n, const char *line,
    size_t len, int64_t now_ms);

/* A connection stands: begins to register. */
void handle_connected(struct network *n);
/* It is gone: closes what depended on it and tells why in each window. */
void handle_lost(struct state *s, struct network *n, const char *why);

#endif
