/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_EVENTS_H
#define SERVER_STORE_EVENTS_H

#include "server/store_turn.h"

/* What happened, in SQLite: append, find and redact of store.h. */

/* What the statements call; before they are made. */
void store_events_begin(struct sqlite *s);
int store_event_append(
    struct store *store, uint64_t channel_id, struct event *e);
int store_event_find(struct store *store, uint64_t channel_id,
    const char *msgid, void (*each)(const struct event *e, void *context),
    void *context);
int store_event_redact(
    struct store *store, uint64_t channel_id, const char *msgid);

/* Calls `each` for the rows of a statement that was bound. -1 and errno. */
int store_event_rows(struct sqlite *s, sqlite3_stmt *st,
    void (*each)(const struct event *e, void *context), void *context);

#endif
