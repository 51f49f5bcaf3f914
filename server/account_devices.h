/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ACCOUNT_DEVICES_H
#define SERVER_ACCOUNT_DEVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "server/account.h"

/*
 * By which devices somebody with an account was here (device.h names them; ""
 * are all that have no name), and when last. At most ACCOUNT_DEVICES_MAX are
 * known; the one that was not seen for longest is forgotten for another.
 */
enum { ACCOUNT_DEVICES_MAX = 16 };

/* NULL: there is none of that name. */
struct account_device *account_device_find(
    const struct account *a, const char *name);
/* The one of that name, made where there is none. */
struct account_device *account_device(
    struct account *a, const char *name, int64_t now_ms);
/* False where there is none of that name. */
bool account_device_forget(struct account *a, const char *name);

#endif
