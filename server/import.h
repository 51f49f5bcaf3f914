/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_H
#define SERVER_IMPORT_H

#include <stddef.h>

#include "server/import_log.h"
#include "server/settings.h"

/* Into history from files: tcpchat-server --import. Strings are borrowed. */
struct import {
	const char *dir;          /* the state directory, which is locked */
	const char *const *files; /* "-": standard input */
	size_t nfiles;
	const struct import_log_format *format; /* NULL: JSON lines */
	const char *channel;                    /* what logs are of */
	const char *nick;  /* whose logs they are; NULL: not known */
	const char *date;  /* of the first line; NULL: see the file */
	const char *owner; /* founds channels that are made; NULL: nobody */
};

/* All files are read and checked before anything is written. EX_OK with what
 * it did in err, or another status with why, and what is done by then. */
int import_run(
    const struct import *i, const struct settings *set, struct buf *err);

#endif
