/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_CLIENT_TALKER_H
#define TESTS_UNIT_CLIENT_TALKER_H

#include "client/state.h"

/* A client without socket and screen: server lines in, windows out. */
struct talker {
	struct settings settings;
	struct state state;
	struct network *n;
};

void talker_setup(struct talker *t);
void talker_teardown(struct talker *t);
/* Registered as "me" with these caps in a row, welcomed; `out` is empty. */
void talker_welcome(struct talker *t, const char *caps);
/* A line as the server sends it. */
void talker_hear(struct talker *t, const char *line);
/* Joined: the room, on screen. */
struct room *talker_join(struct talker *t, const char *channel);
/* What was sent since the last call; good until then. */
const char *talker_sent(struct talker *t);
/* The i-th line from the end of a room, 0 = the newest. */
const struct line *talker_last(const struct room *r, size_t i);

#endif
