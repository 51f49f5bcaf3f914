/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_SAYING_H
#define SERVER_PLAIN_SAYING_H

#include "server/plain_mind.h"

/*
 * What is said by plain lines: without control characters, in pieces that fit
 * when they are relayed, each in the channel that one talks in when its turn
 * comes, and in no other.
 */

/* Appends what may be said of a line (valid UTF-8): a tab is a space, other
 * control characters are dropped, so there is no CTCP. */
void saying_clean(struct buf *out, const char *line, size_t len);
/* Puts the next piece in front of the errand, which ends with the last; or
 * says why there is none. */
void saying_next(
    struct speech *sp, const struct speaker *who, struct errand *e);

#endif
