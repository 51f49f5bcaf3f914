/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CLEANING_H
#define CLIENT_CLEANING_H

#include <stddef.h>

#include "common/buf.h"

/*
 * Appends a line of some program's output as it can be said: valid UTF-8, in
 * which each invalid byte is U+FFFD, without control characters (a tab is a
 * space), escape sequences for terminals (ECMA-48) and spaces at its end. So
 * nothing may be left.
 */
void cleaning_add(struct buf *out, const char *line, size_t len);

#endif
