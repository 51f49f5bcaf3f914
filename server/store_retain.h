/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_RETAIN_H
#define SERVER_STORE_RETAIN_H

#include "server/store.h"

/* What is too much or too old goes, in SQLite: purge and retain of store.h.
 * What is kept of each channel is counted in the table `kept`, by triggers, so
 * that nothing is ever counted anew. */
int store_purge(struct store *store, uint64_t channel_id);
int store_retain(struct store *store, struct store_retention *r);

#endif
