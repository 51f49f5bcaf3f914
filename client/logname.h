/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LOGNAME_H
#define CLIENT_LOGNAME_H

#include "common/buf.h"

/*
 * Names of people, channels and networks as names of files. Pure.
 *
 * Two names have the same file exactly where the network says they are the
 * same; no name leads elsewhere ("..", "a/b"), is hidden, cannot be typed or
 * seen, or is longer than LOGNAME_MAX bytes. Letters, digits and a few signs
 * stand for themselves, other bytes as %XX. What is too long ends in "%-" and
 * a hash. File systems that know no case or other forms of the same character
 * keep them apart too.
 */
enum { LOGNAME_MAX = 200 };

/* casemapping: ISUPPORT CASEMAPPING; "rfc1459" and "strict-rfc1459" fold
 * signs beside A to Z. */
void logname_add(struct buf *out, const char *name, const char *casemapping);

#endif
