/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_redeemed.h"

#include "server/store_turn.h"

int
store_redeemed_add(struct store *store, const struct redeemed *i,
    const struct redeemed_by *use)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *add = s->statements[REDEEMED_ADD];

	if (store_turn(s) < 0)
		return -1;
	store_bind_number(
	    s->statements[REDEEMED_EXPIRE], 1, (uint64_t)use->used_ms);
	if (store_run(s, REDEEMED_EXPIRE) < 0)
		return -1;
	store_bind_text(add, 1, i->id);
	store_bind_text(add, 2, use->account);
	store_bind_number(add, 3, (uint64_t)use->used_ms);
	store_bind_number(add, 4, (uint64_t)i->until_ms);
	return store_run(s, REDEEMED_ADD);
}
