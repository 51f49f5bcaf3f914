/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_load.h"

#include "common/mem.h"
#include "server/name.h"
#include "server/store_accounts.h"
#include "server/store_devices.h"
#include "server/store_schema.h"
#include "server/store_turn.h"

enum { NAME_MOST = 255 };

static void
read_flags(struct channel *c, const char *letters)
{
	for (; *letters; letters++) {
		struct mode_change m = {true, *letters, NULL};

		channel_mode(c, &m);
	}
}

static void
read_param(struct channel *c, char letter, const char *param)
{
	struct mode_change m = {true, letter, param};

	channel_mode(c, &m);
}

static void
read_channel(sqlite3_stmt *row, const struct store_load *l)
{
	const char *name = store_known(row, 1);
	struct channel *c = NULL;

	if (!name_check_channel(name, NAME_MOST))
		c = world_restore(l->world,
		    (uint64_t)sqlite3_column_int64(row, 0), name,
		    sqlite3_column_int64(row, 2));
	if (!c)
		return;
	read_flags(c, store_known(row, 3));
	mem_replace(&c->key, store_text(row, 4));
	c->limit = (size_t)sqlite3_column_int64(row, 5);
	mem_replace(&c->topic, store_text(row, 6));
	mem_replace(&c->topic_by, store_text(row, 7));
	c->topic_ms = sqlite3_column_int64(row, 8);
	c->used = sqlite3_column_int(row, 9) != 0;
	read_param(c, 'f', store_text(row, 10));
	read_param(c, 'j', store_text(row, 11));
	read_param(c, 'H', store_text(row, 12));
	c->registered_ms = sqlite3_column_int64(row, 13);
}

static void
read_mask(sqlite3_stmt *row, const struct store_load *l)
{
	struct channel *c = world_channel(l->world, store_known(row, 0));
	const struct mode_def *def =
	    mode_find(channel_modes, *store_known(row, 1));

	if (c && def && def->type == MODE_LIST)
		channel_mask_add(c, def->bit, store_known(row, 2),
		    store_known(row, 3), sqlite3_column_int64(row, 4));
}

static void
read_right(sqlite3_stmt *row, const struct store_load *l)
{
	struct channel *c = world_channel(l->world, store_known(row, 0));

	for (const char *p = store_known(row, 2); c && *p; p++) {
		const struct mode_def *def = mode_find(channel_modes, *p);

		if (def && def->type == MODE_PREFIX)
			channel_right_add(c, store_known(row, 1), def->bit);
	}
}

static void
read_former(sqlite3_stmt *row, const struct store_load *l)
{
	struct channel *c = world_channel(l->world, store_known(row, 0));

	if (c)
		world_former_add(l->world, c, store_known(row, 1),
		    sqlite3_column_int64(row, 2));
}

static void
read_metadata(sqlite3_stmt *row, const struct store_load *l)
{
	struct channel *c = world_channel(l->world, store_known(row, 0));
	const char *account = store_known(row, 1), *key = store_known(row, 2);

	if (!metadata_key_valid(key))
		return;
	if (*account)
		metadata_put_of(
		    &l->world->metadata, account, key, store_known(row, 3));
	else if (c)
		metadata_put(&c->metadata, key, store_known(row, 3));
}

static void
read_gone(sqlite3_stmt *row, const struct store_load *l)
{
	store_gone_add(l->store, (uint64_t)sqlite3_column_int64(row, 0),
	    (uint64_t)sqlite3_column_int64(row, 1));
}

static void
read_account(sqlite3_stmt *row, const struct store_load *l)
{
	if (!account_named(l->accounts, store_known(row, 0)))
		store_account_read(row, l->accounts);
}

static void
read_secret(sqlite3_stmt *row, const struct store_load *l)
{
	struct store *s = &l->store->store;

	if (sqlite3_column_bytes(row, 0) == sizeof(s->secret))
		memcpy(
		    s->secret, sqlite3_column_blob(row, 0), sizeof(s->secret));
}

static void
read_certificate(sqlite3_stmt *row, const struct store_load *l)
{
	struct account *a = account_find(l->accounts, store_known(row, 0));

	if (a)
		account_certificate_add(l->accounts, a, store_known(row, 1),
		    sqlite3_column_int64(row, 2));
}

static void
read_nick(sqlite3_stmt *row, const struct store_load *l)
{
	struct account *a = account_find(l->accounts, store_known(row, 0));

	if (a)
		account_nick_add(l->accounts, a, store_known(row, 1));
}

static void
read_redeemed(sqlite3_stmt *row, const struct store_load *l)
{
	redeemed_add(&l->accounts->redeemed, store_known(row, 0),
	    sqlite3_column_int64(row, 3), store_known(row, 1),
	    sqlite3_column_int64(row, 2));
}

static void
read_device(sqlite3_stmt *row, const struct store_load *l)
{
	store_device_read(row, l->accounts);
}

static void
read_active(sqlite3_stmt *row, const struct store_load *l)
{
	struct channel *c = world_channel(l->world, store_known(row, 0));

	if (c)
		c->active_ms = sqlite3_column_int64(row, 1);
}

/* Ids of channels that are gone never come again: their events would. */
static void
read_last_id(sqlite3_stmt *row, const struct store_load *l)
{
	uint64_t last = (uint64_t)sqlite3_column_int64(row, 0);

	if (last > l->world->last_channel_id)
		l->world->last_channel_id = last;
}

static void
read_last_seq(sqlite3_stmt *row, const struct store_load *l)
{
	*l->last_seq = (uint64_t)sqlite3_column_int64(row, 0);
}

static void
read_last_ms(sqlite3_stmt *row, const struct store_load *l)
{
	*l->last_ms = sqlite3_column_int64(row, 0);
}

static const struct query {
	const char *sql;
	void (*read)(sqlite3_stmt *row, const struct store_load *l);
} queries[] = {
    {"SELECT id, name, created_ms, modes, key, member_limit, topic, topic_by,"
     " topic_ms, used, forward, joins, history, registered_ms FROM channels "
     "ORDER BY id",
	read_channel},
    {"SELECT name, events.time_ms FROM channels JOIN events ON seq ="
     " (SELECT seq FROM events WHERE channel = channels.id"
     " AND " STORE_SAID " ORDER BY time_ms DESC, seq DESC"
     " LIMIT 1)",
	read_active},
    {"SELECT name, list, mask, set_by, time_ms FROM channel_masks"
     " JOIN channels ON channels.id = channel ORDER BY channel_masks.rowid",
	read_mask},
    {"SELECT name, account, channel_rights.modes FROM channel_rights"
     " JOIN channels ON channels.id = channel ORDER BY channel_rights.rowid",
	read_right},
    {"SELECT channels.name, channel_formers.name, time_ms FROM channel_formers"
     " JOIN channels ON channels.id = channel ORDER BY time_ms",
	read_former},
    {"SELECT name, account, metadata.key, value FROM metadata"
     " LEFT JOIN channels ON channels.id = channel",
	read_metadata},
    {"SELECT channel, gone_seq FROM kept WHERE gone_seq > 0", read_gone},
    {"SELECT value FROM keys WHERE name = 'accounts'", read_secret},
    {STORE_ACCOUNTS, read_account},
    {"SELECT account, fingerprint, added_ms FROM account_certificates"
     " ORDER BY added_ms",
	read_certificate},
    {"SELECT account, nick FROM account_nicks", read_nick},
    {"SELECT id, account, used_ms, until_ms FROM invitations"
     " ORDER BY used_ms",
	read_redeemed},
    {STORE_DEVICES, read_device},
    {"SELECT seq FROM sqlite_sequence WHERE name = 'channels'", read_last_id},
    {"SELECT ifnull(max(channel), 0) FROM events WHERE " STORE_SAID,
	read_last_id},
    {"SELECT ifnull(max(channel), 0) FROM events WHERE " STORE_OTHER,
	read_last_id},
    {STORE_NEWEST_SEQ, read_last_seq},
    {"SELECT max(ifnull((SELECT max(time_ms) FROM events WHERE channel = 0"
     " AND " STORE_SAID "), 0), ifnull((SELECT max((SELECT max(time_ms)"
     " FROM events WHERE channel = channels.id AND " STORE_SAID "))"
     " FROM channels), 0))",
	read_last_ms},
};

static int
run_query(sqlite3 *db, const struct query *q, const struct store_load *l)
{
	sqlite3_stmt *st;
	int result;

	if (sqlite3_prepare_v2(db, q->sql, -1, &st, NULL))
		return -1;
	while ((result = sqlite3_step(st)) == SQLITE_ROW)
		q->read(st, l);
	sqlite3_finalize(st);
	return result == SQLITE_DONE ? 0 : -1;
}

int
store_load(sqlite3 *db, const struct store_load *l)
{
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
		if (run_query(db, &queries[i], l) < 0)
			return -1;
	return 0;
}
