/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_METADATA_H
#define SERVER_STORE_METADATA_H

#include <sqlite3.h>
#include <stdint.h>

#include "server/metadata.h"

/* Replaces what is kept of a channel (account "") or an account (channel 0).
 * 0, or an SQLite error code. */
int store_metadata_save(sqlite3 *db, uint64_t channel, const char *account,
    const struct metadata *list);

#endif
