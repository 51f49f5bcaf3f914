/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_HASH_H
#define COMMON_HASH_H

#include <stddef.h>

#include "common/mem.h"

/*
 * uthash with a keyed hash (SipHash-1-3, a key for each run of the program),
 * so that nobody can choose names that fall into one bucket. Include this
 * instead of <uthash.h>, everywhere.
 */
unsigned hash_bytes(const void *data, size_t len);

#define HASH_FUNCTION(key, len, hashv) ((hashv) = hash_bytes(key, len))
#define uthash_malloc(len)             mem_alloc(len)

#include <uthash.h>

#endif
