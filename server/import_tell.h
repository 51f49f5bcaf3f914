/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_TELL_H
#define SERVER_IMPORT_TELL_H

#include "common/buf.h"

/* What an import did, to be told at its end. */
struct import_told {
	unsigned long long rows;              /* that the check has seen */
	unsigned long long kept, kept_before; /* the latter: committed */
	unsigned long long there;             /* already, so they are skipped */
	unsigned long long unknown;           /* lines */
	unsigned long long channels;          /* made, or kept from now on */
	struct buf names;                     /* of the first of these */
	struct buf lines;                     /* the first not understood */
};

/* Forgets what was counted, but rows. */
void import_tell_begin(struct import_told *t);
void import_tell_free(struct import_told *t);
void import_tell_channel(struct import_told *t, const char *name);
void import_tell_unknown(
    struct import_told *t, const char *file, unsigned long long line);
/* Appends all of it, as lines. */
void import_tell(const struct import_told *t, struct buf *out);

#endif
