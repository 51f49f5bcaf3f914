/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_BASE64_H
#define COMMON_BASE64_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/buf.h"

/* RFC 4648 §4, padded. */
void base64_add(struct buf *out, const void *data, size_t len);
/*
 * The bytes that s stands for, or -1: not base64 in its one canonical form (no
 * line ends, no missing or needless padding, no stray bits), or more than max.
 */
ssize_t base64_decode(uint8_t *out, size_t max, const char *s, size_t len);

#endif
