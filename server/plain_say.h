/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_SAY_H
#define SERVER_PLAIN_SAY_H

#include "server/dialect.h"

/*
 * What happens, as lines for people: "12:04 <alice> hello", "-- bob joined".
 * Times are of the server's zone. Nothing of what people wrote can move a
 * cursor: control characters are left out.
 */

/* What of an event matters to how a session sees it: struct view.sight. */
enum plain_sight {
	PLAIN_MINE = 1 << 0, /* its own user did it */
	PLAIN_ME = 1 << 1,   /* it is done to its own user */
	PLAIN_HERE = 1 << 2  /* in the channel that it talks in */
};

void plain_say(struct buf *out, const struct event *e, const struct view *v);

/* Appends text without what a terminal would act on. */
void plain_add_text(struct buf *out, const char *text);

#endif
