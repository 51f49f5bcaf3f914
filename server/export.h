/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_EXPORT_H
#define SERVER_EXPORT_H

#include "common/buf.h"

/* History as JSON lines: tcpchat-server --export. Strings are borrowed. */
struct export
{
	const char *dir;     /* the state directory; a server may run there */
	const char *file;    /* "-": standard output */
	const char *channel; /* NULL: all, and what is between people */
	const char *account; /* NULL: all; else what it said and was told */
};

/* Channel by channel, each in the order of its history, and last what is
 * between people. EX_OK with what it did in err, or another status with why;
 * then a file of that name is what it was before. What is there and is no file
 * (a device, a pipe, a link) is written to, and not replaced. */
int export_run(const struct export *x, struct buf *err);

#endif
