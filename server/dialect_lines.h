/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DIALECT_LINES_H
#define SERVER_DIALECT_LINES_H

#include "server/dialect.h"

/*
 * A message of several lines (IRCv3 draft/multiline), put together from how
 * a dialect writes one line and the start and the end of a batch. Who has
 * draft/multiline gets a batch, with the message's tags on its start. Others
 * get the lines as they were written, without the blank ones: its id is on
 * the first alone, client-only tags on all where they are short.
 */
struct lines_form {
	void (*line)(
	    struct buf *out, const struct event *e, const struct view *v);
	void (*batch)(struct buf *out, const struct event *e,
	    const struct view *v, bool start);
};

void lines_encode(struct buf *out, const struct event *e, const struct view *v,
    const struct lines_form *form);

#endif
