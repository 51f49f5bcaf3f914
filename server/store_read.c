/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_read.h"

#include "server/store_events.h"
#include "server/store_turn.h"

/* Both sides of a talk with oneself are one. */
int
store_talk_add(struct store *store, const struct event *e, const char *owner,
    const char *peer, const char *nick)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[TALK_ADD];

	if (store_turn(s) < 0)
		return -1;
	store_bind_text(st, 1, owner);
	store_bind_text(st, 2, peer);
	store_bind_number(st, 3, (uint64_t)e->time_ms);
	store_bind_number(st, 4, e->seq);
	if (store_run(s, TALK_ADD) < 0)
		return -1;
	st = s->statements[CORRESPONDENT_SET];
	store_bind_text(st, 1, owner);
	store_bind_text(st, 2, peer);
	store_bind_text(st, 3, nick);
	return store_run(s, CORRESPONDENT_SET);
}

static enum statement
statement_for(const struct store_range *r)
{
	bool whole = r->channel_id || !r->owner;

	if (whole && r->said)
		return r->newest ? READ_SAID_LAST : READ_SAID_FIRST;
	if (whole)
		return r->newest ? READ_CHANNEL_LAST : READ_CHANNEL_FIRST;
	if (r->peer)
		return r->newest ? READ_TALK_LAST : READ_TALK_FIRST;
	return r->newest ? READ_TALKS_LAST : READ_TALKS_FIRST;
}

void
store_bind_range(sqlite3_stmt *st, const struct store_range *r)
{
	sqlite3_bind_int64(st, 1, r->after.time_ms);
	store_bind_number(st, 2, r->after.seq);
	sqlite3_bind_int64(st, 3, r->before.time_ms);
	store_bind_number(st, 4, r->before.seq);
	store_bind_number(st, 5, r->max);
	if (r->channel_id || !r->owner) {
		store_bind_number(st, 6, r->channel_id);
		return;
	}
	store_bind_text(st, 6, r->owner);
	sqlite3_bind_int(st, 7, r->said);
	if (r->peer)
		store_bind_text(st, 8, r->peer);
}

int
store_read(struct store *store, const struct store_range *r,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[statement_for(r)];

	if (store_is_gone(s, r->channel_id))
		return 0;
	store_bind_range(st, r);
	return store_event_rows(s, st, each, context);
}

int
store_locate(struct store *store, const struct store_range *r,
    const char *msgid, struct store_point *at)
{
	struct sqlite *s = (struct sqlite *)store;
	int64_t time_ms = event_id_time(msgid);
	sqlite3_stmt *st = s->statements[r->channel_id ? LOCATE : LOCATE_TALK];
	int result;

	if (time_ms < 0 || store_is_gone(s, r->channel_id))
		return 0;
	store_settle(s);
	store_bind_text(st, 1, msgid);
	sqlite3_bind_int64(st, 2, time_ms);
	if (r->channel_id)
		store_bind_number(st, 3, r->channel_id);
	else
		store_bind_text(st, 3, r->owner);
	if (!r->channel_id)
		store_bind_text(st, 4, r->peer);
	result = sqlite3_step(st);
	if (result == SQLITE_ROW) {
		at->time_ms = time_ms;
		at->seq = (uint64_t)sqlite3_column_int64(st, 0);
	}
	return store_read_end(s, st, result);
}

int
store_correspondents_read(struct store *store,
    const struct store_correspondents *q,
    void (*each)(const struct correspondent *c, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st =
	    s->statements[q->nick ? CORRESPONDENTS_BY_NICK : CORRESPONDENTS];
	int result;

	store_settle(s);
	store_bind_text(st, 1, q->owner);
	store_bind_text(st, 2, q->after ? q->after : "");
	store_bind_number(st, 3, q->max);
	if (q->nick)
		store_bind_text(st, 4, q->nick);
	while ((result = sqlite3_step(st)) == SQLITE_ROW)
		each(&(struct correspondent){store_known(st, 0),
			 store_known(st, 1)},
		    context);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	if (result == SQLITE_DONE)
		return 0;
	return store_unread(s, result);
}
