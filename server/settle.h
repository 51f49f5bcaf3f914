/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SETTLE_H
#define SERVER_SETTLE_H

#include "server/server.h"

/* Its sockets are open, and no thread is started: it becomes whom it is to be
 * and gives up what it will not need. What it has given up is logged.
 * -1 with a line in err: it must end. */
int settle(struct server *srv, const char *dir, struct buf *err);

#endif
