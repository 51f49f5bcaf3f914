/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_markers.h"

#include "server/store_turn.h"

static sqlite3_stmt *
bind(struct sqlite *s, enum statement n, const char *owner,
    const struct marker_place *p)
{
	sqlite3_stmt *st = s->statements[n];

	store_bind_text(st, 1, owner);
	store_bind_number(st, 2, p->channel_id);
	store_bind_text(st, 3, p->peer);
	return st;
}

int
store_marker_get(struct store *store, const char *owner,
    const struct marker_place *p, int64_t *time_ms)
{
	struct sqlite *s = (struct sqlite *)store;
	const struct later *later =
	    s->failed ? store_later_find_marker(s->later, owner, p) : NULL;
	sqlite3_stmt *st = bind(s, MARKER_GET, owner, p);
	int result = sqlite3_step(st);

	*time_ms = result == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
	if (later && later->at.time_ms > *time_ms)
		*time_ms = later->at.time_ms;
	return store_read_end(s, st, result) < 0 ? -1 : 0;
}

int
store_marker_set(struct store *store, const char *owner,
    const struct marker_place *p, int64_t time_ms)
{
	struct sqlite *s = (struct sqlite *)store;

	if (store_later_marker(&s->later, owner, p, time_ms) < 0 && s->failed)
		return -1;
	return store_turn(s) < 0 ? -1
				 : store_marker_write(s, owner, p, time_ms);
}

int
store_marker_write(struct sqlite *s, const char *owner,
    const struct marker_place *p, int64_t time_ms)
{
	sqlite3_bind_int64(bind(s, MARKER_SET, owner, p), 4, time_ms);
	if (store_run(s, MARKER_SET) < 0)
		return -1;
	sqlite3_bind_int(
	    bind(s, MARKERS_TRIM, owner, p), 4, MARKERS_ACCOUNT_MAX);
	return store_run(s, MARKERS_TRIM);
}
