/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_CURSORS_H
#define SERVER_STORE_CURSORS_H

#include "server/store.h"

struct sqlite;

/* How far each device has come (store.h), in SQLite. Those that were not used
 * for long go, a few for each new one. */
int store_cursor_load(struct store *s, struct store_cursor *c);
int store_cursor_add(struct store *s, const struct store_cursor *c);
int store_cursor_move(struct store *s, const struct store_cursor *c);
/* Once more, of what was not kept. */
int store_cursor_write(
    struct sqlite *s, const struct store_cursor *c, bool added);
int store_skip(struct store *s, struct store_range *r, size_t *left_out);

#endif
