/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_bans.h"

#include "server/store_turn.h"

static int
save(struct sqlite *s, const struct ban *b)
{
	sqlite3_stmt *st = s->statements[BAN_ADD];

	store_bind_text(st, 1, ban_kind_name(b->kind));
	store_bind_text(st, 2, b->mask);
	store_bind_text(st, 3, b->reason);
	store_bind_text(st, 4, b->by);
	store_bind_number(st, 5, (uint64_t)b->made_ms);
	store_bind_number(st, 6, (uint64_t)b->until_ms);
	return store_run(s, BAN_ADD);
}

int
store_bans_save(struct store *store, const struct bans *all)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_turn(s) < 0 || store_run(s, BANS_DROP) < 0)
		return -1;
	for (const struct ban *b = all->first; b; b = b->next)
		if (save(s, b) < 0)
			return -1;
	return 0;
}

/* Not of a kind that this version does not know, nor twice. */
static void
read_row(sqlite3_stmt *row, struct bans *all)
{
	struct ban b = {.kind = ban_kind_named(store_known(row, 0)),
	    .mask = (char *)store_known(row, 1),
	    .reason = (char *)store_known(row, 2),
	    .by = (char *)store_known(row, 3),
	    .made_ms = sqlite3_column_int64(row, 4),
	    .until_ms = sqlite3_column_int64(row, 5)};

	if (b.kind != BAN_KINDS && !bans_find(all, b.kind, b.mask))
		bans_add(all, &b);
}

int
store_bans_load(struct store *store, struct bans *all)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[BANS_READ];
	int result;

	while ((result = sqlite3_step(st)) == SQLITE_ROW)
		read_row(st, all);
	sqlite3_reset(st);
	return result == SQLITE_DONE ? 0 : store_unread(s, result);
}
