/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_FILE_H
#define COMMON_FILE_H

#include <stddef.h>

/* Writes all of it to a descriptor that blocks. -1 with errno. */
int file_write(int fd, const void *data, size_t len);

/* Makes a directory and those above it that are missing, mode 0700; path is
 * as before afterwards. -1 with errno. */
int file_make_dirs(char *path);

#endif
