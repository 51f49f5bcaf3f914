/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_TEXT_H
#define SERVER_PLAIN_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

/*
 * What plain lines are made of. Nothing of what people wrote can move a cursor
 * or begin a line: bold and colours are left out, a tab is spaces, all else
 * that a terminal would act on is U+FFFD (text_visible), as is what is no
 * UTF-8.
 */
void plain_add(struct buf *out, const char *s, size_t len);
void plain_add_text(struct buf *out, const char *s); /* NULL: nothing */
/* printf style, with %s, %c and %% alone: each %s as plain_add_text. */
void plain_addf(struct buf *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A line of that, with its end. */
void plain_line(struct buf *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "12:04", of another day than today "Nov 25 12:04", of another year
 * "Nov 25 2025 12:04": in the zone of the server. */
void plain_add_time(struct buf *out, int64_t time_ms);

#endif
