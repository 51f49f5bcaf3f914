/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_METADATA_H
#define SERVER_STORE_METADATA_H

#include "server/store.h"

/* What is set of a channel or an account, in SQLite: metadata_save of
 * store.h. */
int store_metadata_save(struct store *store, uint64_t channel_id,
    const char *account, const struct metadata *list);

#endif
