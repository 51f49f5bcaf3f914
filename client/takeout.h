/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAKEOUT_H
#define CLIENT_TAKEOUT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What one said, on its way from the server into a file of JSON lines
 * (HISTORY EXPORT). The file is new and for its owner alone, and is there only
 * when it is complete or still coming.
 */
struct takeout;

/* NULL and errno; EEXIST: the file is there, and stays as it is. */
struct takeout *takeout_begin(const char *path);
/* A piece of an object, and whether it ends with that. */
void takeout_add(struct takeout *t, const char *text, bool ends);
/* Its path, borrowed. */
const char *takeout_path(const struct takeout *t);
/* Frees it. 0; -1 and errno: it could not be written, and is removed. */
int takeout_end(struct takeout *t);
/* The same for one that is not complete: its file is removed. NULL: nothing. */
void takeout_drop(struct takeout *t);

#endif
