/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_BACKUP_H
#define SERVER_BACKUP_H

#include "common/buf.h"

/*
 * Copies the history of a state directory, as it is at one moment, to a file
 * (0600) that must not exist; a server that writes there goes on meanwhile.
 * The file stands there, on the disk and found sound, or not at all. 0, or a
 * status of sysexits(3) with a line in err. SIGINT and SIGTERM end it early.
 */
int backup(const char *state, const char *file, struct buf *err);

#endif
