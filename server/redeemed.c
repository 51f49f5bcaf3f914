/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/redeemed.h"

#include <stdio.h>
#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"

struct redeemed *
redeemed_find(struct redeemed *all, const char *id)
{
	struct redeemed *i;

	HASH_FIND_STR(all, id, i);
	return i;
}

void
redeemed_add(struct redeemed **all, const char *id, int64_t until_ms,
    const char *account, int64_t used_ms)
{
	struct redeemed *i = redeemed_find(*all, id);
	struct redeemed_by *use = mem_alloc(sizeof(*use));

	if (!i) {
		i = mem_alloc(sizeof(*i));
		snprintf(i->id, sizeof(i->id), "%s", id);
		i->until_ms = until_ms;
		HASH_ADD_STR(*all, id, i);
	}
	use->account = mem_strdup(account);
	use->used_ms = used_ms;
	DL_APPEND(i->uses, use);
	i->count++;
}

static void
drop(struct redeemed **all, struct redeemed *i)
{
	struct redeemed_by *use, *next;

	DL_FOREACH_SAFE (i->uses, use, next) {
		free(use->account);
		free(use);
	}
	HASH_DEL(*all, i);
	free(i);
}

void
redeemed_expire(struct redeemed **all, int64_t now_ms)
{
	struct redeemed *i, *next;

	HASH_ITER (hh, *all, i, next)
		if (i->until_ms <= now_ms)
			drop(all, i);
}

void
redeemed_free(struct redeemed **all)
{
	struct redeemed *i, *next;

	HASH_ITER (hh, *all, i, next)
		drop(all, i);
}
