/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMPLETE_H
#define CLIENT_COMPLETE_H

#include <stddef.h>

#include "client/state.h"

/*
 * TAB: what the word before the cursor may become. Pure: reads a line and
 * the state, changes nothing. Nicks come with the last speakers first, then
 * by name; channels, commands and their arguments by name.
 */
enum { COMPLETE_MAX = 200 };

struct completion {
	size_t start; /* the word's first byte; it ends at the point */
	char **items; /* NULL-ended, owned; whole replacements of the word */
	size_t count;
	const char *suffix; /* to add after the chosen one: " ", ": ", "" */
};

/* Always fills *c; count is 0 where nothing fits. */
void complete(struct completion *c, const struct state *s, const char *line,
    size_t point);
void complete_free(struct completion *c);

#endif
