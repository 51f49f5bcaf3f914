/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_EVENTS_H
#define SERVER_STORE_EVENTS_H

#include "server/store.h"

/* What happened, in SQLite: append, last, find and redact of store.h. */
int store_event_append(
    struct store *store, uint64_t channel_id, struct event *e);
int store_event_last(struct store *store, uint64_t channel_id, uint64_t before,
    size_t max, void (*each)(const struct event *e, void *context),
    void *context);
int store_event_find(struct store *store, uint64_t channel_id,
    const char *msgid, void (*each)(const struct event *e, void *context),
    void *context);
int store_event_redact(
    struct store *store, uint64_t channel_id, const char *msgid);

#endif
