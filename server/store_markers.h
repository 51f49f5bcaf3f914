/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_MARKERS_H
#define SERVER_STORE_MARKERS_H

#include "server/store.h"

struct sqlite;

/* Until where accounts have read, in SQLite: marker_get and marker_set of
 * store.h. */
int store_marker_get(struct store *store, const char *owner,
    const struct marker_place *p, int64_t *time_ms);
int store_marker_set(struct store *store, const char *owner,
    const struct marker_place *p, int64_t time_ms);
/* Once more, of what was not kept. */
int store_marker_write(struct sqlite *s, const char *owner,
    const struct marker_place *p, int64_t time_ms);

#endif
