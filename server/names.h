/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NAMES_H
#define SERVER_NAMES_H

#include <stdbool.h>

#include "server/server.h"

/* Who is in a channel, as far as the session may know: 353 … 366, a line a
 * step, as a part of an answer (answer.h). */
struct names {
	uint64_t channel_id;
	char *name; /* for 366, where the channel is no more to be seen */
	struct walk walk;
};

/* c is NULL where there is no such channel for the session. */
void names_begin(struct names *n, struct channel *c, const char *name);
/* false after 366. */
bool names_step(struct server *srv, struct session *s, struct names *n);
/* Also for one that never began. */
void names_end(struct names *n);

/* The whole as an answer of its own, for a comma list of channels. */
void names_send(struct server *srv, struct session *s, const char *list);

/* Its topic: 332 and 333, or 331 where it has none and `always`. */
void names_topic(struct server *srv, struct session *s, const struct channel *c,
    bool always);

#endif
