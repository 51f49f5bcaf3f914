/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STORE_OWN_H
#define SERVER_STORE_OWN_H

#include "server/store.h"

/* What an account has said, in SQLite: own, forget_add and forget_step of
 * store.h. Rows are looked at in the order in which they were written, a
 * bounded number a call, as no index knows who said what. */
int store_own(struct store *store, struct store_own *q,
    void (*each)(const char *json, size_t len, void *context), void *context);
int store_forget_add(
    struct store *store, const char *account, const struct store_where *w);
int store_forget_step(struct store *store, struct store_forgotten *f);

#endif
