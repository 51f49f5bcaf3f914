/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_ACCOUNTS_H
#define SERVER_STORE_ACCOUNTS_H

#include <sqlite3.h>

#include "server/store.h"

/* Accounts in SQLite: the operation, and a row of STORE_ACCOUNTS of one that is
 * not yet there. */
#define STORE_ACCOUNTS                                                   \
	"SELECT name, local, uid, dropped, always_on, iterations, salt," \
	" stored_key, server_key, made_ms, used_ms, places FROM"         \
	" accounts ORDER BY made_ms, name"
int store_account_save(struct store *store, const struct account *a);
int store_account_forget(struct store *store, const char *account);
void store_account_read(sqlite3_stmt *row, struct accounts *all);

#endif
