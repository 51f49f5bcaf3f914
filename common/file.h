/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_FILE_H
#define COMMON_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "common/buf.h"

/* Writes all of it to a descriptor that blocks. -1 with errno. */
int file_write(int fd, const void *data, size_t len);

/* Appends what is left of it; over `max` bytes it is EFBIG. -1 with errno. */
int file_read(int fd, struct buf *out, size_t max);

/* Whether it is a regular file that nobody but its owner may read or write, as
 * is due to a key. -1 with one line in err, which has what repairs it. */
int file_private(int fd, const char *path, struct buf *err);

/* Puts a file with that text in the place of the one that may be there, on
 * the disk and whole, or not at all. It is written beside it, as PATH.new, and
 * is never more open than `mode`. -1 with errno. */
int file_replace(const char *path, const void *data, size_t len, mode_t mode);

/* Makes a directory and those above it that are missing, mode 0700; path is
 * as before afterwards. -1 with errno. */
int file_make_dirs(char *path);

#endif
