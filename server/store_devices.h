/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_DEVICES_H
#define SERVER_STORE_DEVICES_H

#include <sqlite3.h>

#include "server/store.h"

/* By which devices accounts were here, in SQLite: the operation, and a row of
 * STORE_DEVICES. */
#define STORE_DEVICES                                                 \
	"SELECT account, device, first_ms, seen_ms, address, secure," \
	" certificate FROM account_devices ORDER BY first_ms, device"
int store_devices_save(struct store *store, const struct account *a);
void store_device_read(sqlite3_stmt *row, struct accounts *all);

#endif
