/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_metadata.h"

#include "server/store_turn.h"

static int
bind_owner(sqlite3_stmt *st, uint64_t channel, const char *account)
{
	sqlite3_bind_int64(st, 1, (sqlite3_int64)channel);
	return sqlite3_bind_text(st, 2, account, -1, SQLITE_STATIC);
}

static int
step(sqlite3_stmt *st)
{
	int result = sqlite3_step(st);

	sqlite3_reset(st);
	return result == SQLITE_DONE ? SQLITE_OK : result;
}

static int
drop(sqlite3 *db, uint64_t channel, const char *account)
{
	sqlite3_stmt *st;
	int result = sqlite3_prepare_v2(db,
	    "DELETE FROM metadata WHERE channel = ? AND account = ?", -1, &st,
	    NULL);

	if (result)
		return result;
	bind_owner(st, channel, account);
	result = step(st);
	sqlite3_finalize(st);
	return result;
}

static int
save(sqlite3 *db, uint64_t channel, const char *account,
    const struct metadata *list)
{
	sqlite3_stmt *st;
	int result = drop(db, channel, account);

	if (!result)
		result = sqlite3_prepare_v2(db,
		    "INSERT INTO metadata (channel, account, key, value)"
		    " VALUES (?, ?, ?, ?)",
		    -1, &st, NULL);
	if (result)
		return result;
	bind_owner(st, channel, account);
	for (; list && !result; list = list->next) {
		sqlite3_bind_text(st, 3, list->key, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 4, list->value, -1, SQLITE_STATIC);
		result = step(st);
	}
	sqlite3_finalize(st);
	return result;
}

int
store_metadata_save(struct store *store, uint64_t channel_id,
    const char *account, const struct metadata *list)
{
	struct sqlite *s = (struct sqlite *)store;
	int result;

	if (store_turn(s) < 0)
		return -1;
	result = save(s->db, channel_id, account, list);
	return result ? store_fail(s, result) : 0;
}
