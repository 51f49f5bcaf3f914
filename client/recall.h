/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_RECALL_H
#define CLIENT_RECALL_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"

/*
 * What was sent, kept across runs: a file of mode 0600, one entry a line,
 * oldest first. In an entry \n is written as "\n" and \ as "\\".
 */
enum { RECALL_ENTRY_MAX = 65536, RECALL_FILE_MAX = 8 << 20 };

/* False for what is better forgotten: lines that begin with a space, and
 * those that tell a password (/pass, /oper, /msg nickserv identify). */
bool recall_keeps(const char *line);

void recall_escape(struct buf *out, const char *line);
void recall_unescape(struct buf *out, const char *s, size_t len);

/*
 * Calls each() for the last max entries of the file; a file with more is
 * written anew with these only. A missing file is an empty one. -1 with
 * errno.
 */
int recall_load(const char *path, size_t max,
    void (*each)(void *arg, const char *line), void *arg);
/* Makes the file where it is missing. -1 with errno. */
int recall_append(const char *path, const char *line);

#endif
