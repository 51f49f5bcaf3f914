/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RETENTION_H
#define SERVER_RETENTION_H

#include "server/server.h"

/*
 * What is kept goes when it is too old or too much: by the settings (age,
 * lines of a channel, lines and bytes of all) and by mode H of a channel,
 * which never keeps more than they do. What there is of a channel that has
 * ended goes too. What is between people has an age, and its part in the
 * whole.
 *
 * A round goes through all channels, in steps: one deletes at most
 * STORE_RETAIN_ROWS rows and is part of a turn's transaction, and there are at
 * most 1000 / RETENTION_STEP_MS of them a second, so that nobody waits for
 * them. Rounds begin at start, when settings or a mode change, and a
 * minute after something was kept; where nothing is, not before the next row
 * gets too old. So a bound may be overstepped by what comes in a minute, and
 * as long as the steps need to catch up.
 */
enum { RETENTION_STEP_MS = 25, RETENTION_ROUND_MS = 60000 };

/* A round begins at once, or behind the one that goes on. */
void retention_now(struct server *srv);
/* Something was kept: a round within a minute. */
void retention_later(struct server *srv);
/* A step, where one is due. */
void retention_turn(struct server *srv);
/* Milliseconds until then; -1: none is due. */
int64_t retention_wait(const struct server *srv);

/* What may be kept of a channel, or for NULL of what is between people. */
struct store_bounds retention_bounds(
    const struct server *srv, const struct channel *c);

#endif
