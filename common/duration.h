/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_DURATION_H
#define COMMON_DURATION_H

#include <stdint.h>

#include "common/buf.h"

/* A time span as it is written in a configuration: "7d", "90m" (conf_value.h).
 * Milliseconds, at most a hundred years; -1: it is none. */
int64_t duration_read(const char *text);
void duration_add(struct buf *out, int64_t ms);
/* In words, in the largest unit that it is a multiple of: "7 days". */
void duration_say(struct buf *out, int64_t ms);

#endif
