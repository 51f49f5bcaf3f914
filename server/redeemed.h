/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_REDEEMED_H
#define SERVER_REDEEMED_H

#include <stddef.h>
#include <stdint.h>

#include "common/hash.h"

/*
 * How often each invitation (invite.h) was used, and by whom. Nothing is known
 * of one that was not; of one that is over nothing is remembered.
 */
enum { REDEEMED_ID_SIZE = 17 }; /* base64, and a NUL */

struct redeemed_by {
	char *account;
	int64_t used_ms; /* wall */
	struct redeemed_by *prev, *next;
};

struct redeemed {
	char id[REDEEMED_ID_SIZE];
	int64_t until_ms;         /* wall */
	struct redeemed_by *uses; /* utlist DL, in their order */
	size_t count;
	UT_hash_handle hh;
};

/* A hash by id. */
struct redeemed *redeemed_find(struct redeemed *all, const char *id);
/* One use more. */
void redeemed_add(struct redeemed **all, const char *id, int64_t until_ms,
    const char *account, int64_t used_ms);
void redeemed_expire(struct redeemed **all, int64_t now_ms);
void redeemed_free(struct redeemed **all);

#endif
