/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_REDEEMED_H
#define SERVER_STORE_REDEEMED_H

#include "server/store.h"

/* Uses of invitations in SQLite; those of invitations that are over go. */
int store_redeemed_add(struct store *store, const struct redeemed *i,
    const struct redeemed_by *use);

#endif
