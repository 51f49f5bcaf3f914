/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_STAY_H
#define SERVER_STORE_STAY_H

#include "server/store.h"

/* Who stays on the network without a device, in SQLite: the operations. */
int store_stay_save(
    struct store *store, const char *account, const struct user *u);
int store_stay_load(struct store *store,
    void (*each)(const struct store_stay *row, void *context), void *context);

#endif
