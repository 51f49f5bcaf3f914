/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_WAY_H
#define CLIENT_WAY_H

#include <stdbool.h>

#include "client/network.h"
#include "common/url.h"

/* What is to be known of the way to a server before it is told a password. */

/* Nobody but the server can read what is said on it. */
bool way_is_secure(const struct network *n);
/* Appends how it is called in the file of kept passwords: HOST:PORT,
 * unix:PATH, or ssh:[USER@]HOST[:PORT][/PATH]. No space is in it. */
void way_address(struct buf *out, const struct url *place);

/* Whether the server offered SCRAM before, this run or an earlier one, and
 * PLAIN is not asked for all the same; and that it does, or does no longer. */
bool way_had_scram(struct network *n);
void way_note_scram(struct network *n, bool offered);

#endif
