/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_OUTFLOW_H
#define CLIENT_OUTFLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * Standard output, or what else is written to without ever waiting for its
 * reader: what it does not take waits here. The descriptor stays as it is
 * (others may share it), so not more is written at once than poll() promises.
 */
enum {
	OUTFLOW_FULL = 256 << 10,  /* bytes beyond which nothing is taken */
	OUTFLOW_HUNGRY = 64 << 10, /* and below which something is again */
	OUTFLOW_LAST_MS = 2000     /* for the rest at the end */
};

struct outflow {
	int fd;
	struct buf text;
	size_t written; /* of text */
	int error;      /* errno of the first failure; nothing is taken then */
};

/* Where a caller appends; looks at outflow_is_full before. */
struct buf *outflow_text(struct outflow *o);
bool outflow_is_full(const struct outflow *o);
bool outflow_is_hungry(const struct outflow *o);
bool outflow_waits(const struct outflow *o);
/* Writes what can be written now. -1 with o->error where it failed. */
int outflow_flush(struct outflow *o);
/* The end: writes the rest, for OUTFLOW_LAST_MS at most. */
int outflow_close(struct outflow *o);

#endif
