/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STAY_RESTORE_H
#define SERVER_STAY_RESTORE_H

#include "server/server.h"

/* At start, before anybody comes: those who stayed in the last run (stay.h) are
 * here again, away. */
void stay_restore(struct server *srv);

#endif
