/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_DATED_H
#define SERVER_DATED_H

#include "common/buf.h"
#include "server/event.h"

/*
 * Appends the text of a message of before, for who has no server-time, to whom
 * it would look new: with its time (of the server's zone) in front,
 * "[2026-11-21 02:20] text", of its first line, and inside of an ACTION. The
 * end of a line that is too long by that is cut off.
 */
void dated_text(struct buf *out, const struct event *e);

#endif
