/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_BACKFILL_H
#define CLIENT_BACKFILL_H

#include <stdbool.h>
#include <stddef.h>

#include "client/page.h"
#include "client/room.h"

/*
 * Pages into the lines of a window: what is there already, where lines are
 * missing (a line SAID_GAP, in words), and what the server can be asked about.
 */

/* For each line of the page the number of the line in the room that says the
 * same (by msgid; else by time, nick and text, near line `at`), r->count for
 * one that is new, BACKFILL_NOWHERE for one that is not to be shown. To be
 * freed. */
#define BACKFILL_NOWHERE SIZE_MAX
size_t *backfill_known(const struct room *r, const struct page *p, size_t at);

/* Drops from the page what is not new, and what does not belong before line
 * `at`, as a line that is there stands between. *above: some of the page stands
 * before line `at`; *below: at it or after. */
void backfill_dedupe(
    const struct room *r, struct page *p, size_t at, bool *above, bool *below);

/* The nearest line before (after) line number i that is LINE_KEPT, no other
 * gap between; r->count where there is none. After SIZE_MAX comes line 0. */
size_t backfill_before(const struct room *r, size_t i);
size_t backfill_after(const struct room *r, size_t i);

enum gap_state {
	GAP_OPEN, /* not asked for, or not yet whole */
	GAP_LOADING,
	GAP_FAILED
};

/* A gap before line `at`; gaps that no kept line parts are one. Its id, 0
 * where no line fits. */
uint64_t gap_insert(struct room *r, size_t at);
/* Says in gap line i how it stands; `why` (or NULL) after GAP_FAILED. */
void gap_word(struct room *r, size_t i, enum gap_state state, const char *why);
/* The number of the line of that gap, r->count where it is gone. */
size_t gap_find(const struct room *r, uint64_t id);

#endif
