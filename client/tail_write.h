/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAIL_WRITE_H
#define CLIENT_TAIL_WRITE_H

#include <stdbool.h>

#include "client/tailed.h"
#include "common/buf.h"

/*
 * What --tail prints of a message: valid UTF-8, and nothing in it that steers
 * a terminal or misleads a reader (text_visible).
 */

/* Lines, one for each of the message's: local time, the channel where
 * several are followed, who and what. */
void tail_write_plain(
    struct buf *out, const struct tailed *m, bool with_channel);
/* A JSON object and LF; tcpchat(1) has its fields, which stay as they are. */
void tail_write_json(struct buf *out, const struct tailed *m);
/* The object of its tags in that. */
void tail_write_tags(struct buf *out, const struct tailed *m);

#endif
