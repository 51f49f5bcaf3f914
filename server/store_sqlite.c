/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "common/mem.h"
#include "server/store_accounts.h"
#include "server/store_bans.h"
#include "server/store_channels.h"
#include "server/store_cursors.h"
#include "server/store_devices.h"
#include "server/store_events.h"
#include "server/store_file.h"
#include "server/store_load.h"
#include "server/store_markers.h"
#include "server/store_metadata.h"
#include "server/store_nonces.h"
#include "server/store_own.h"
#include "server/store_read.h"
#include "server/store_redeemed.h"
#include "server/store_retain.h"
#include "server/store_schema.h"
#include "server/store_stay.h"
#include "server/store_turn.h"

static int
sqlite_removed_drop(struct store *store, uint64_t until)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_turn(s) < 0)
		return -1;
	store_bind_number(s->statements[REMOVED_DROP], 1, until);
	store_bind_number(s->statements[REMOVED_DROP], 2, STORE_REMOVED_ROWS);
	if (store_run(s, REMOVED_DROP) < 0)
		return -1;
	return sqlite3_changes(s->db) == STORE_REMOVED_ROWS;
}

static int
write_later(struct sqlite *s, const struct later *l)
{
	const struct marker_place p = {l->channel_id, l->what};
	const struct store_cursor c = {
	    l->owner, l->what, l->channel_id, l->at, l->used_ms};

	if (l->marker)
		return store_marker_write(s, l->owner, &p, l->at.time_ms);
	return store_cursor_write(s, &c, l->added);
}

static int
sqlite_again(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;
	const struct later *l;

	if (store_again(store) < 0)
		return -1;
	for (l = s->later; l; l = l->hh.next)
		if (write_later(s, l) < 0)
			return -1;
	return 0;
}

static int
sqlite_commit(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_commit(store) < 0)
		return -1;
	if (s->later)
		store_later_free(&s->later);
	return 0;
}

/* What would have ended with its last member, if the last run was killed
 * while somebody was in it. */
static void
drop_closed(struct store *store, struct world *w)
{
	struct channel *c, *next;

	HASH_ITER (hh, w->channels, c, next) {
		if (channel_outlives(c))
			continue;
		store_channel_drop(store, c->id);
		world_channel_drop(w, c);
	}
}

static int
load_failed(struct sqlite *s, int result)
{
	struct buf why = {0};

	store_file_why(s->db, result, &why);
	store_file_advise(result, &why);
	snprintf(s->store.trouble, sizeof(s->store.trouble), "%s", why.data);
	buf_free(&why);
	return -1;
}

static int
sqlite_load(struct store *store, struct world *w, struct accounts *a)
{
	struct sqlite *s = (struct sqlite *)store;
	const struct store_load load = {
	    w, a, s, &store->last_seq, &store->last_ms};

	if (store_load(s->db, &load) < 0)
		return load_failed(s, sqlite3_extended_errcode(s->db));
	drop_closed(store, w);
	/* where nothing can be written now, that is told and tried again as
	 * ever (hub_commit) */
	(void)store_commit(store);
	return 0;
}

static void
sqlite_close(struct store *store)
{
	store_release((struct sqlite *)store);
}

static const struct store_ops sqlite_ops = {
    .name = "sqlite",
    .close = sqlite_close,
    .append = store_event_append,
    .channel_save = store_channel_save,
    .channel_drop = store_channel_drop,
    .metadata_save = store_metadata_save,
    .marker_get = store_marker_get,
    .marker_set = store_marker_set,
    .account_save = store_account_save,
    .account_forget = store_account_forget,
    .redeemed_add = store_redeemed_add,
    .bans_save = store_bans_save,
    .bans_load = store_bans_load,
    .devices_save = store_devices_save,
    .stay_save = store_stay_save,
    .stay_load = store_stay_load,
    .commit = sqlite_commit,
    .again = sqlite_again,
    .talk = store_talk_add,
    .read = store_read,
    .locate = store_locate,
    .correspondents = store_correspondents_read,
    .skip = store_skip,
    .cursor_load = store_cursor_load,
    .cursor_add = store_cursor_add,
    .cursor_move = store_cursor_move,
    .find = store_event_find,
    .redact = store_event_redact,
    .removed_drop = sqlite_removed_drop,
    .purge = store_purge,
    .retain = store_retain,
    .nonce_add = store_nonce_add,
    .nonce_find = store_nonce_find,
    .own = store_own,
    .forget_add = store_forget_add,
    .forget_step = store_forget_step,
    .load = sqlite_load,
};

struct store *
store_sqlite_open(const char *dir, bool sync_disk, struct buf *err)
{
	struct sqlite *s = mem_alloc(sizeof(*s));
	struct buf path = {0};
	int result = -1;

	s->store.ops = &sqlite_ops;
	s->nonces = -1;
	buf_addf(&path, "%s/history.db", dir);
	if (store_file_open(&s->db, path.data, sync_disk, err) == 0 &&
	    store_schema(s->db, path.data, err) == 0) {
		store_events_begin(s);
		result = store_prepare(s, path.data, err);
	}
	buf_free(&path);
	if (result == 0)
		return &s->store;
	sqlite_close(&s->store);
	return NULL;
}
