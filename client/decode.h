/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_DECODE_H
#define CLIENT_DECODE_H

#include <stddef.h>

#include "common/buf.h"

/*
 * Appends s as valid UTF-8: what is valid stays, other bytes are read as
 * Windows-1252, which old clients and servers still send.
 */
void decode(struct buf *out, const char *s, size_t len);

#endif
