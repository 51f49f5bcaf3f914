/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_LATER_H
#define SERVER_STORE_LATER_H

#include <stdbool.h>

#include "common/hash.h"
#include "server/store.h"

/*
 * Markers and cursors that were set since the last commit, or while nothing
 * can be written: what is read of them then, and written as soon as anything
 * can be. Over the bound, what is new is left out.
 */
enum { STORE_LATER_MAX = 16384 };

struct later {
	char *key;
	bool marker; /* else a cursor: */
	bool added;  /* which the store may not know yet */
	char *owner;
	char *what; /* the peer of a marker, the device of a cursor */
	uint64_t channel_id;
	struct store_point at; /* of a marker the time alone */
	int64_t used_ms;
	UT_hash_handle hh;
};

/* They only go on. -1 and errno ENOSPC: there are too many. */
int store_later_marker(struct later **all, const char *owner,
    const struct marker_place *p, int64_t time_ms);
int store_later_cursor(
    struct later **all, const struct store_cursor *c, bool added);

/* NULL: it was not set. */
const struct later *store_later_find_marker(
    struct later *all, const char *owner, const struct marker_place *p);
const struct later *store_later_find_cursor(
    struct later *all, const struct store_cursor *c);

/* The markers of a channel that has ended. */
void store_later_drop(struct later **all, uint64_t channel_id);
void store_later_free(struct later **all);

#endif
