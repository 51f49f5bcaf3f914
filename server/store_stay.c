/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_stay.h"

#include "server/modes.h"
#include "server/store_turn.h"

static int
drop(struct sqlite *s, enum statement n, const char *account)
{
	store_bind_text(s->statements[n], 1, account);
	return store_run(s, n);
}

/* The letters of those modes of a table that are set. */
static void
letters(struct buf *out, const struct mode_def *table, enum mode_type type,
    unsigned set)
{
	for (; table->letter; table++)
		if (table->type == type && set & table->bit)
			buf_addc(out, table->letter);
}

static int
save_user(struct sqlite *s, const char *account, const struct user *u)
{
	sqlite3_stmt *st = s->statements[STAY_ADD];
	struct buf modes = {0};
	int result;

	letters(&modes, user_modes, MODE_FLAG, u->modes);
	store_bind_text(st, 1, account);
	store_bind_text(st, 2, u->nick);
	store_bind_text(st, 3, u->name);
	store_bind_text(st, 4, u->host);
	store_bind_text(st, 5, u->realname);
	store_bind_text(st, 6, u->away);
	store_bind_text(st, 7, modes.data ? modes.data : "");
	result = store_run(s, STAY_ADD);
	buf_free(&modes);
	return result;
}

static int
save_member(struct sqlite *s, const char *account, const struct member *m)
{
	sqlite3_stmt *st = s->statements[STAY_CHANNEL_ADD];
	struct buf modes = {0};
	int result;

	letters(&modes, channel_modes, MODE_PREFIX, m->modes);
	store_bind_text(st, 1, account);
	store_bind_number(st, 2, m->channel->id);
	store_bind_text(st, 3, modes.data ? modes.data : "");
	result = store_run(s, STAY_CHANNEL_ADD);
	buf_free(&modes);
	return result;
}

int
store_stay_save(struct store *store, const char *account, const struct user *u)
{
	struct sqlite *s = (struct sqlite *)store;
	const struct member *m;

	if (store_turn(s) < 0 || drop(s, STAY_DROP, account) < 0 ||
	    drop(s, STAY_CHANNELS_DROP, account) < 0)
		return -1;
	if (u && save_user(s, account, u) < 0)
		return -1;
	for (m = u ? u->members : NULL; m; m = m->user_next)
		if (save_member(s, account, m) < 0)
			return -1;
	return 0;
}

static unsigned
rank_of(const char *modes)
{
	unsigned rank = 0;

	for (; *modes; modes++) {
		const struct mode_def *def = mode_find(channel_modes, *modes);

		if (def && def->type == MODE_PREFIX)
			rank |= def->bit;
	}
	return rank;
}

static struct store_stay
read_row(sqlite3_stmt *row)
{
	return (struct store_stay){
	    .account = store_known(row, 0),
	    .nick = store_known(row, 1),
	    .user = store_known(row, 2),
	    .host = store_known(row, 3),
	    .realname = store_known(row, 4),
	    .away = store_text(row, 5),
	    .modes = store_known(row, 6),
	    .channel_id = (uint64_t)sqlite3_column_int64(row, 7),
	    .rank = rank_of(store_known(row, 8)),
	};
}

int
store_stay_load(struct store *store,
    void (*each)(const struct store_stay *row, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[STAYS];
	int result;

	while ((result = sqlite3_step(st)) == SQLITE_ROW) {
		struct store_stay row = read_row(st);

		each(&row, context);
	}
	sqlite3_reset(st);
	return result == SQLITE_DONE ? 0 : store_unread(s, result);
}
