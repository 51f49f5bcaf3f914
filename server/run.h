/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_RUN_H
#define SERVER_RUN_H

#include "server/server.h"

/*
 * The turn: poll → read and act → commit the store → deliver answers →
 * reap the doomed → flush, until srv->stop. Where very much is said, it is
 * committed and flushed in between too. The halves of the server meet here
 * only.
 */
int run(struct server *srv);

#endif
