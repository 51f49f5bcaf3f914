/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_STATEDIR_H
#define SERVER_STATEDIR_H

#include "common/buf.h"

/* Where state is kept: where it was told to be, or for NULL in
 * /var/lib/tcpchat as root, else in $XDG_STATE_HOME/tcpchat-server. -1 with err
 * where there is no home. */
int statedir_find(const char *told, struct buf *dir, struct buf *err);

/* Makes the folder (0700, and those above it) and locks it, so that two
 * servers never share one. The lock's descriptor, or -1 with err; errno is
 * EWOULDBLOCK where another server has it. */
int statedir_open(const char *dir, struct buf *err);

#endif
