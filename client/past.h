/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PAST_H
#define CLIENT_PAST_H

#include <stddef.h>

/*
 * readline's history of sent lines, and the file that keeps it across runs
 * (recall.h). One a process, since readline is.
 */

/* Reads at most max lines from file; NULL = there is none. */
void past_open(const char *file, size_t max);
void past_close(void);

/* Remembers a line, unless it is one better forgotten (recall_keeps) or the
 * same as the last; in the file too where that is not NULL. */
void past_add(const char *file, const char *line);

/* Before another text takes the place of the one in the input: whatever old
 * line is shown there is as it was sent again. */
void past_leave(void);

#endif
