/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_SPLIT_H
#define COMMON_SPLIT_H

#include <stddef.h>

/*
 * How many bytes of text (valid UTF-8) go into a message of at most max
 * bytes: all of them, or up to the last space that leaves at least half of
 * max in use, else up to the last whole character. At least 1 for a len
 * above 0.
 */
size_t split_length(const char *text, size_t len, size_t max);

#endif
