/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/store.h"
#include "server/store_file.h"
#include "server/store_load.h"
#include "server/store_metadata.h"
#include "server/store_schema.h"

enum { RIGHTS_LEN = 8 }; /* the letters of all member modes, and a NUL */

enum statement {
	BEGIN_TURN,
	COMMIT_TURN,
	APPEND,
	LAST,
	FIND,
	REDACT,
	CHANNEL_SAVE,
	CHANNEL_DROP,
	MASK_ADD,
	MASKS_DROP,
	RIGHT_ADD,
	RIGHTS_DROP,
	FORMER_ADD,
	FORMERS_DROP,
	NAME_TAKEN,
	LOGIN_ADD,
	STATEMENTS
};

#define SAID "kind IN ('message', 'notice')"
#define COLUMNS                                                                \
	"seq, time_ms, msgid, kind, nick, user, host, account, realname, bot," \
	" target, arg, body, tags, source_id, target_id"

static const char *const statements[STATEMENTS] = {
    [BEGIN_TURN] = "BEGIN IMMEDIATE",
    [COMMIT_TURN] = "COMMIT",
    [APPEND] = "INSERT INTO events (channel, time_ms, msgid, kind, nick, user,"
	       " host, account, realname, bot, status, target, arg, body,"
	       " tags, source_id, target_id)"
	       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [LAST] = "SELECT * FROM (SELECT " COLUMNS
	     " FROM events WHERE channel = ? AND seq < ? AND " SAID
	     " ORDER BY seq DESC LIMIT ?) ORDER BY seq",
    [FIND] = "SELECT " COLUMNS
	     " FROM events WHERE msgid = ? AND +channel = ? AND " SAID,
    [REDACT] = "UPDATE events SET kind = 'redacted', body = NULL, tags = NULL"
	       " WHERE msgid = ? AND +channel = ? AND " SAID,
    [CHANNEL_SAVE] = "INSERT OR REPLACE INTO channels (id, name, created_ms,"
		     " modes, key, member_limit, topic, topic_by, topic_ms,"
		     " used, forward, joins)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CHANNEL_DROP] = "DELETE FROM channels WHERE id = ?",
    [MASK_ADD] = "INSERT INTO channel_masks (channel, list, mask, set_by,"
		 " time_ms) VALUES (?, ?, ?, ?, ?)",
    [MASKS_DROP] = "DELETE FROM channel_masks WHERE channel = ?",
    [RIGHT_ADD] = "INSERT INTO channel_rights (channel, account, modes)"
		  " VALUES (?, ?, ?)",
    [RIGHTS_DROP] = "DELETE FROM channel_rights WHERE channel = ?",
    [FORMER_ADD] =
	"INSERT OR REPLACE INTO channel_formers (name, channel, time_ms)"
	" VALUES (?, ?, ?)",
    [FORMERS_DROP] = "DELETE FROM channel_formers WHERE channel = ?",
    [NAME_TAKEN] = "DELETE FROM channel_formers WHERE name = ?",
    [LOGIN_ADD] = "INSERT OR IGNORE INTO logins (login) VALUES (?)",
};

struct sqlite {
	struct store store;
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS];
	int failed; /* errno of the first failure of this turn, or 0 */
	bool wipe;  /* text that was redacted may stand in the log */
};

static int
to_errno(int result)
{
	switch (result & 0xff) {
	case SQLITE_FULL:
		return ENOSPC;
	case SQLITE_READONLY:
		return EROFS;
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return EACCES;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EBUSY;
	default:
		return EIO;
	}
}

/* Runs a statement that was bound, or needs nothing, and that has no rows. */
static int
run(struct sqlite *s, enum statement n)
{
	int result = sqlite3_step(s->statements[n]);

	sqlite3_reset(s->statements[n]);
	sqlite3_clear_bindings(s->statements[n]);
	if (result == SQLITE_DONE)
		return 0;
	errno = to_errno(result);
	if (!s->failed)
		s->failed = errno;
	return -1;
}

/* Opens the turn's transaction with its first change; where that failed,
 * the turn does not wait for it once more. */
static int
turn(struct sqlite *s)
{
	if (!sqlite3_get_autocommit(s->db))
		return 0;
	if (!s->failed)
		return run(s, BEGIN_TURN);
	errno = s->failed;
	return -1;
}

static void
bind_text(sqlite3_stmt *st, int column, const char *text)
{
	sqlite3_bind_text(st, column, text, -1, SQLITE_STATIC);
}

static void
bind_number(sqlite3_stmt *st, int column, uint64_t n)
{
	sqlite3_bind_int64(st, column, (sqlite3_int64)n);
}

static void
bind_actor(sqlite3_stmt *st, int column, const struct event_actor *a)
{
	bind_text(st, column, a->nick);
	bind_text(st, column + 1, a->user);
	bind_text(st, column + 2, a->host);
	bind_text(st, column + 3, a->account);
	bind_text(st, column + 4, a->realname);
	bind_number(st, column + 5, a->bot);
}

static int
sqlite_append(struct store *store, uint64_t channel_id, struct event *e)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[APPEND];
	char status[2] = {e->status, '\0'};

	if (turn(s) < 0)
		return -1;
	bind_number(st, 1, channel_id);
	bind_number(st, 2, (uint64_t)e->time_ms);
	bind_text(st, 3, e->id);
	bind_text(st, 4, event_defs[e->kind].name);
	bind_actor(st, 5, &e->source);
	bind_text(st, 11, e->status ? status : NULL);
	bind_text(st, 12, e->target);
	bind_text(st, 13, e->arg);
	bind_text(st, 14, e->body);
	bind_text(st, 15, e->tags);
	bind_number(st, 16, e->source.user_id);
	bind_number(st, 17, e->target_id);
	if (run(s, APPEND) < 0)
		return -1;
	e->seq = (uint64_t)sqlite3_last_insert_rowid(s->db);
	return 0;
}

/* Member modes as letters, highest first. */
static void
right_letters(char out[RIGHTS_LEN], unsigned modes)
{
	size_t n = 0;

	for (const struct mode_def *m = channel_modes; m->letter; m++)
		if (m->type == MODE_PREFIX && modes & m->bit)
			out[n++] = m->letter;
	out[n] = '\0';
}

static int
save_masks(struct sqlite *s, const struct channel *c, char list)
{
	const struct mode_def *def = mode_find(channel_modes, list);
	sqlite3_stmt *st = s->statements[MASK_ADD];
	char letter[2] = {list, '\0'};

	assert(def && def->type == MODE_LIST);
	for (const struct mask *m = c->lists[def->bit]; m; m = m->next) {
		bind_number(st, 1, c->id);
		bind_text(st, 2, letter);
		bind_text(st, 3, m->mask);
		bind_text(st, 4, m->by);
		bind_number(st, 5, (uint64_t)m->time_ms);
		if (run(s, MASK_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
save_rights(struct sqlite *s, const struct channel *c)
{
	sqlite3_stmt *st = s->statements[RIGHT_ADD];
	char letters[RIGHTS_LEN];

	for (const struct right *r = c->rights; r; r = r->next) {
		right_letters(letters, r->modes);
		bind_number(st, 1, c->id);
		bind_text(st, 2, r->account);
		bind_text(st, 3, letters);
		if (run(s, RIGHT_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
save_formers(struct sqlite *s, const struct channel *c)
{
	sqlite3_stmt *st = s->statements[FORMER_ADD];

	bind_text(s->statements[NAME_TAKEN], 1, c->folded);
	if (run(s, NAME_TAKEN) < 0)
		return -1;
	for (const struct former *f = c->formers; f; f = f->next) {
		bind_text(st, 1, f->folded);
		bind_number(st, 2, c->id);
		bind_number(st, 3, (uint64_t)f->time_ms);
		if (run(s, FORMER_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
run_by_id(struct sqlite *s, enum statement n, uint64_t id)
{
	bind_number(s->statements[n], 1, id);
	return run(s, n);
}

static int
drop_lists(struct sqlite *s, uint64_t id)
{
	if (run_by_id(s, MASKS_DROP, id) < 0 ||
	    run_by_id(s, FORMERS_DROP, id) < 0)
		return -1;
	return run_by_id(s, RIGHTS_DROP, id);
}

static int
save_lists(struct sqlite *s, const struct channel *c)
{
	if (drop_lists(s, c->id) < 0 || save_rights(s, c) < 0 ||
	    save_formers(s, c) < 0)
		return -1;
	if (save_masks(s, c, 'b') < 0 || save_masks(s, c, 'e') < 0)
		return -1;
	return save_masks(s, c, 'I');
}

static void
flag_letters(struct buf *out, const struct channel *c)
{
	const struct mode_def *def;

	for (def = channel_modes; def->letter; def++)
		if (def->type == MODE_FLAG && c->modes & def->bit)
			buf_addc(out, def->letter);
}

static int
sqlite_channel_save(struct store *store, const struct channel *c)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[CHANNEL_SAVE];
	struct buf flags = {0}, joins = {0};
	int result;

	if (turn(s) < 0)
		return -1;
	flag_letters(&flags, c);
	bind_number(st, 1, c->id);
	bind_text(st, 2, c->name);
	bind_number(st, 3, (uint64_t)c->created_ms);
	bind_text(st, 4, flags.data ? flags.data : "");
	bind_text(st, 5, c->key);
	bind_number(st, 6, c->limit);
	bind_text(st, 7, c->topic);
	bind_text(st, 8, c->topic_by);
	bind_number(st, 9, (uint64_t)c->topic_ms);
	bind_number(st, 10, c->used);
	bind_text(st, 11, c->forward);
	bind_text(st, 12, channel_param(c, 'j', &joins) ? joins.data : NULL);
	result = run(s, CHANNEL_SAVE);
	buf_free(&flags);
	buf_free(&joins);
	return result < 0 ? -1 : save_lists(s, c);
}

static int
sqlite_metadata_save(struct store *store, uint64_t channel_id,
    const char *account, const struct metadata *list)
{
	struct sqlite *s = (struct sqlite *)store;
	int result;

	if (turn(s) < 0)
		return -1;
	result = store_metadata_save(s->db, channel_id, account, list);
	if (!result)
		return 0;
	errno = to_errno(result);
	if (!s->failed)
		s->failed = errno;
	return -1;
}

static int
sqlite_channel_drop(struct store *store, uint64_t channel_id)
{
	struct sqlite *s = (struct sqlite *)store;

	if (turn(s) < 0 || drop_lists(s, channel_id) < 0 ||
	    sqlite_metadata_save(store, channel_id, "", NULL) < 0)
		return -1;
	return run_by_id(s, CHANNEL_DROP, channel_id);
}

static int
sqlite_login_add(struct store *store, const char *login)
{
	struct sqlite *s = (struct sqlite *)store;

	if (turn(s) < 0)
		return -1;
	bind_text(s->statements[LOGIN_ADD], 1, login);
	return run(s, LOGIN_ADD);
}

/* A failure in the turn does not take back what the turn did keep. */
static int
sqlite_commit(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;
	int failed;

	if (!sqlite3_get_autocommit(s->db) && run(s, COMMIT_TURN) < 0)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (s->wipe)
		s->wipe = store_file_wipe(s->db) < 0;
	failed = s->failed;
	s->failed = 0;
	if (!failed)
		return 0;
	errno = failed;
	return -1;
}

static const char *
text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

/* Of a column that is never NULL, but in a damaged file. */
static const char *
known(sqlite3_stmt *row, int column)
{
	const char *s = text(row, column);

	return s ? s : "";
}

static void
read_event(struct event *e, sqlite3_stmt *row)
{
	const char *id = known(row, 2);

	memset(e, 0, sizeof(*e));
	e->seq = (uint64_t)sqlite3_column_int64(row, 0);
	e->time_ms = sqlite3_column_int64(row, 1);
	memcpy(e->id, id, strnlen(id, EVENT_ID_LEN - 1));
	e->kind = event_by_name(known(row, 3));
	e->source.nick = known(row, 4);
	e->source.user = text(row, 5);
	e->source.host = text(row, 6);
	e->source.account = text(row, 7);
	e->source.realname = text(row, 8);
	e->source.bot = sqlite3_column_int(row, 9) != 0;
	e->target = known(row, 10);
	e->arg = text(row, 11);
	e->body = text(row, 12);
	e->tags = text(row, 13);
	e->source.user_id = (uint64_t)sqlite3_column_int64(row, 14);
	e->target_id = (uint64_t)sqlite3_column_int64(row, 15);
}

/* Calls `each` for the rows of a statement that was bound. */
static int
read_events(sqlite3_stmt *st,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct event e;
	int result;

	while ((result = sqlite3_step(st)) == SQLITE_ROW) {
		read_event(&e, st);
		if (e.kind < EVENT_KINDS)
			each(&e, context);
	}
	sqlite3_reset(st);
	if (result == SQLITE_DONE)
		return 0;
	errno = to_errno(result);
	return -1;
}

static int
sqlite_last(struct store *store, uint64_t channel_id, uint64_t before,
    size_t max, void (*each)(const struct event *e, void *context),
    void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[LAST];

	bind_number(st, 1, channel_id);
	bind_number(st, 2, before ? before : INT64_MAX);
	bind_number(st, 3, max);
	return read_events(st, each, context);
}

static int
sqlite_find(struct store *store, uint64_t channel_id, const char *msgid,
    void (*each)(const struct event *e, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[FIND];

	bind_text(st, 1, msgid);
	bind_number(st, 2, channel_id);
	return read_events(st, each, context);
}

static int
sqlite_redact(struct store *store, uint64_t channel_id, const char *msgid)
{
	struct sqlite *s = (struct sqlite *)store;

	if (turn(s) < 0)
		return -1;
	bind_text(s->statements[REDACT], 1, msgid);
	bind_number(s->statements[REDACT], 2, channel_id);
	s->wipe = true;
	return run(s, REDACT);
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
		sqlite_channel_drop(store, c->id);
		world_channel_drop(w, c);
	}
}

static int
sqlite_load(struct store *store, struct world *w,
    void (*login)(const char *login, void *context), void *context)
{
	struct sqlite *s = (struct sqlite *)store;
	const struct store_load load = {w, login, context, &store->last_seq};

	if (store_load(s->db, &load) < 0) {
		errno = to_errno(sqlite3_errcode(s->db));
		return -1;
	}
	drop_closed(store, w);
	return sqlite_commit(store);
}

static void
sqlite_close(struct store *store)
{
	struct sqlite *s = (struct sqlite *)store;

	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	free(s);
}

static const struct store_ops sqlite_ops = {
    .name = "sqlite",
    .close = sqlite_close,
    .append = sqlite_append,
    .channel_save = sqlite_channel_save,
    .channel_drop = sqlite_channel_drop,
    .metadata_save = sqlite_metadata_save,
    .login_add = sqlite_login_add,
    .commit = sqlite_commit,
    .last = sqlite_last,
    .find = sqlite_find,
    .redact = sqlite_redact,
    .load = sqlite_load,
};

static int
prepare(struct sqlite *s, const char *path, struct buf *err)
{
	for (int i = 0; i < STATEMENTS; i++) {
		if (!sqlite3_prepare_v3(s->db, statements[i], -1,
			SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL))
			continue;
		buf_addf(err, "%s: %s", path, sqlite3_errmsg(s->db));
		return -1;
	}
	return 0;
}

struct store *
store_sqlite_open(const char *dir, bool sync_disk, struct buf *err)
{
	struct sqlite *s = mem_alloc(sizeof(*s));
	struct buf path = {0};
	int result = -1;

	s->store.ops = &sqlite_ops;
	buf_addf(&path, "%s/history.db", dir);
	if (store_file_open(&s->db, path.data, sync_disk, err) == 0 &&
	    store_schema(s->db, path.data, err) == 0)
		result = prepare(s, path.data, err);
	buf_free(&path);
	if (result == 0)
		return &s->store;
	sqlite_close(&s->store);
	return NULL;
}
