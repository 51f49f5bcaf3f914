/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_LOAD_H
#define SERVER_STORE_LOAD_H

#include <sqlite3.h>

#include "server/account.h"
#include "server/world.h"

struct sqlite;

/*
 * Reads, at start, which channels there are and what they are, and what
 * accounts. 0, or -1 where the database cannot be read.
 */
struct store_load {
	struct world *world;
	struct accounts *accounts;
	struct sqlite *store; /* gets what is gone */
	uint64_t *last_seq;   /* gets that of the newest event, */
	int64_t *last_ms;     /* and the latest time of one */
};
int store_load(sqlite3 *db, const struct store_load *l);

#endif
