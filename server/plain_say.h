/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_SAY_H
#define SERVER_PLAIN_SAY_H

#include "server/dialect.h"

/*
 * What happens, as lines for people: "12:04 <alice> hello" in the channel that
 * one talks in, "12:04 #other <alice> hello" in another, "12:04 [dm] alice:
 * psst", "-- bob joined". All of it safe to show (plain_text.h). What only a
 * program has a use for is no line.
 */

/* What of an event matters to how a session sees it: struct view.sight. */
enum plain_sight {
	PLAIN_MINE = 1 << 0, /* its own user did it */
	PLAIN_ME = 1 << 1,   /* it is done to its own user */
	PLAIN_HERE = 1 << 2  /* in the channel that it talks in */
};

void plain_say(struct buf *out, const struct event *e, const struct view *v);

#endif
