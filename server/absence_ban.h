/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_ABSENCE_BAN_H
#define SERVER_ABSENCE_BAN_H

#include "server/ban.h"
#include "server/server.h"

/* Bans (banning.h) of those who are here without a device (absence.h): by
 * account, uid, and mask. They have no address and no key. */

/* What is known of somebody by the account alone, and by who they are here;
 * borrowed. */
struct ban_subject absence_subject(
    const struct account *a, const struct event_actor *as);
/* Ends whom it means; how many. */
size_t absence_ban(struct server *srv, const struct ban *b);

#endif
