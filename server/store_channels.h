/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_CHANNELS_H
#define SERVER_STORE_CHANNELS_H

#include "server/store.h"

/* What each channel is, in SQLite: channel_save and channel_drop of store.h. */
int store_channel_save(struct store *store, const struct channel *c);
int store_channel_drop(struct store *store, uint64_t channel_id);

#endif
