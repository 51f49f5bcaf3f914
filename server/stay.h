/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STAY_H
#define SERVER_STAY_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Always-on: an account that chose so (account.always_on) has a user who stays
 * when the last device is gone, and is here again when the server starts: with
 * nick, modes and channels. One for each account: under a nick of its own, or
 * else the only one. At most always-on (settings) of them.
 */

/* Whether that user may stay without a device. */
bool stay_may(const struct server *srv, const struct user *u);
/* Whether who stays for that account may do so further on. */
bool stay_still(const struct server *srv, const struct account *a);
/* Says what it is to be without a device: away, and neither operator nor on a
 * secure connection. */
void stay_alone(struct server *srv, struct user *u);

enum stay_answer { STAY_OK, STAY_NOT_ALLOWED, STAY_TOO_MANY };
enum stay_answer stay_set(
    struct server *srv, struct account *a, bool always_on);

#endif
