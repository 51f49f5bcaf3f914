/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_events.h"

#include <string.h>

#include "server/store_turn.h"

static void
bind_actor(sqlite3_stmt *st, int column, const struct event_actor *a)
{
	store_bind_text(st, column, a->nick);
	store_bind_text(st, column + 1, a->user);
	store_bind_text(st, column + 2, a->host);
	store_bind_text(st, column + 3, a->account);
	store_bind_text(st, column + 4, a->realname);
	store_bind_number(st, column + 5, a->bot);
}

int
store_event_append(struct store *store, uint64_t channel_id, struct event *e)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[APPEND];
	char status[2] = {e->status, '\0'};
	uint64_t seq;

	if (store_turn(s) < 0 || (seq = store_next_seq(s)) == 0)
		return -1;
	store_bind_number(st, 1, channel_id);
	store_bind_number(st, 2, (uint64_t)e->time_ms);
	store_bind_text(st, 3, e->id);
	store_bind_text(st, 4, event_defs[e->kind].name);
	bind_actor(st, 5, &e->source);
	store_bind_text(st, 11, e->status ? status : NULL);
	store_bind_text(st, 12, e->target);
	store_bind_text(st, 13, e->arg);
	store_bind_text(st, 14, e->body);
	store_bind_text(st, 15, e->tags);
	store_bind_number(st, 16, e->source.user_id);
	store_bind_number(st, 17, e->target_id);
	store_bind_number(st, 18, seq);
	if (store_run(s, APPEND) < 0 || store_count(s, channel_id) < 0)
		return -1;
	e->seq = seq;
	s->appended = e->seq;
	s->said = s->said || event_said(e);
	return 0;
}

static void
is_owed(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *msgid = (const char *)sqlite3_value_text(values[0]);

	(void)n;
	sqlite3_result_int(
	    context, msgid && store_is_owed(sqlite3_user_data(context), msgid));
}

void
store_events_begin(struct sqlite *s)
{
	sqlite3_create_function(
	    s->db, "is_owed", 1, SQLITE_UTF8, s, is_owed, NULL, NULL);
}

static void
read_event(struct event *e, sqlite3_stmt *row)
{
	const char *id = store_known(row, 2);

	memset(e, 0, sizeof(*e));
	e->seq = (uint64_t)sqlite3_column_int64(row, 0);
	e->time_ms = sqlite3_column_int64(row, 1);
	memcpy(e->id, id, strnlen(id, EVENT_ID_LEN - 1));
	e->kind = event_by_name(store_known(row, 3));
	e->source.nick = store_known(row, 4);
	e->source.user = store_text(row, 5);
	e->source.host = store_text(row, 6);
	e->source.account = store_text(row, 7);
	e->source.realname = store_text(row, 8);
	e->source.bot = sqlite3_column_int(row, 9) != 0;
	e->target = store_known(row, 10);
	e->arg = store_text(row, 11);
	e->body = store_text(row, 12);
	e->tags = store_text(row, 13);
	e->source.user_id = (uint64_t)sqlite3_column_int64(row, 14);
	e->target_id = (uint64_t)sqlite3_column_int64(row, 15);
	e->status = *store_known(row, 16);
}

int
store_event_rows(struct sqlite *s, sqlite3_stmt *st,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct event e;
	int result;

	store_settle(s);
	while ((result = sqlite3_step(st)) == SQLITE_ROW) {
		read_event(&e, st);
		if (e.kind < EVENT_KINDS)
			each(&e, context);
	}
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	if (result == SQLITE_DONE)
		return 0;
	return store_unread(s, result);
}

int
store_event_find(struct store *store, uint64_t channel_id, const char *msgid,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[FIND];

	if (store_is_gone(s, channel_id))
		return 0;
	store_bind_text(st, 1, msgid);
	sqlite3_bind_int64(st, 2, event_id_time(msgid));
	store_bind_number(st, 3, channel_id);
	return store_event_rows(s, st, each, context);
}

int
store_event_redact(struct store *store, uint64_t channel_id, const char *msgid)
{
	return store_owe((struct sqlite *)store, channel_id, msgid);
}
