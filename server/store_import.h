/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_IMPORT_H
#define SERVER_STORE_IMPORT_H

#include "server/row.h"
#include "server/store.h"

/* Writing rows of a file into the store in SQLite, in its transaction. */
struct store_import;

/* NULL where the database cannot be used. */
struct store_import *store_import_new(struct store *store);
void store_import_free(struct store_import *i);

/* 1: it is kept, 0: the id was there already, -1 and errno: it is not kept.
 * What is between people becomes readable for those with an account. */
int store_import_row(struct store_import *i, uint64_t channel_id,
    const struct row *r, const char *id);

#endif
