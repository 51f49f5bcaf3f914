/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_READ_H
#define SERVER_STORE_READ_H

#include <sqlite3.h>

#include "server/store.h"

/* Pieces of history, and who has what of it, in SQLite: talk, read, locate
 * and correspondents of store.h. */
int store_talk_add(struct store *store, const struct event *e,
    const char *owner, const char *peer, const char *nick);
/* The parameters of all statements about a range have the same numbers. */
void store_bind_range(sqlite3_stmt *st, const struct store_range *r);
int store_read(struct store *store, const struct store_range *r,
    void (*each)(const struct event *e, void *context), void *context);
int store_locate(struct store *store, const struct store_range *r,
    const char *msgid, struct store_point *at);
int store_correspondents_read(struct store *store,
    const struct store_correspondents *q,
    void (*each)(const struct correspondent *c, void *context), void *context);

#endif
