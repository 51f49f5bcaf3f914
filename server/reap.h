/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REAP_H
#define SERVER_REAP_H

#include "server/server.h"

/*
 * Ends the doomed: each is told why, and its neighbours learn of a user
 * whose last session it was. What they are told is committed before any of
 * it goes out; then what a peer takes at once is written, and it is closed.
 */
void reap(struct server *srv);

#endif
