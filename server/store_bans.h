/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_BANS_H
#define SERVER_STORE_BANS_H

#include "server/store.h"

/* Bans in SQLite: the operations. */
int store_bans_save(struct store *store, const struct bans *all);
int store_bans_load(struct store *store, struct bans *all);

#endif
