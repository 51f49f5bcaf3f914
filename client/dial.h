/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_DIAL_H
#define CLIENT_DIAL_H

#include "client/state.h"

/*
 * From what a user calls a server (host, host:port, a URL, a network of the
 * config, "" for the local one) to a network that wants to be connected.
 */

/* -1 with a sentence in err when server is nothing we can connect to. */
int dial_check(const struct state *s, const char *server, struct buf *err);

/* Points n at server (which dial_check has passed) with the names and the
 * channels that the settings hold, and wants it connected. */
void dial_set(struct state *s, struct network *n, const char *server);

/* A short name for people: the host, the network's name, "local". */
void dial_name(const struct state *s, const char *server, struct buf *out);

#endif
