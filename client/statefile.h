/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_STATEFILE_H
#define CLIENT_STATEFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * Small text files in the state directory that say something of a server a
 * line: its name first, then words with spaces between them. Lines that begin
 * with # and empty ones are a person's; no line is lost that is not replaced.
 * They are read anew each time, as other clients write them too. Errors are
 * one sentence in err that names the file.
 */
enum { STATEFILE_MAX = 1 << 20, STATEFILE_LINES_MAX = 10000 };

struct statefile {
	struct buf path;
	struct buf text;
	size_t at;     /* of the next line */
	size_t number; /* of the one taken last, from 1 */
};

/* A missing file is an empty one. One that others may write is refused with
 * the command that repairs it. -1 with err. */
int statefile_open(struct statefile *f, const char *name, struct buf *err);
void statefile_close(struct statefile *f);

/* Takes the next line that is no comment: its name and what follows it, which
 * last until the next call; false at the end. In place. */
bool statefile_next(struct statefile *f, const char **name, const char **rest);
/* Appends "FILE:LINE: " of the line taken last. */
void statefile_blame(const struct statefile *f, struct buf *err);

/* Whoever reads a file of the state directory to write it anew: other clients
 * wait for their turn until this is closed. -1 where there is no lock. */
int statefile_lock(void);
/* Replaces the lines of that name by one ("NAME REST"), or by none for NULL,
 * whole or not at all, mode 0600. -1 with err, also where there are
 * STATEFILE_LINES_MAX lines or STATEFILE_MAX bytes. */
int statefile_set(
    const char *file, const char *name, const char *rest, struct buf *err);

#endif
