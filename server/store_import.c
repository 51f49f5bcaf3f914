/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/correspondent.h"
#include "server/store_turn.h"

struct store_import {
	struct sqlite *s;
	sqlite3_stmt *there, *add;
	struct buf owner, peer;
};

static const char there[] = STORE_BOTH(
    "SELECT 1 FROM events WHERE channel = ?1 AND time_ms = ?2 AND msgid = ?3");
/* Ids of users are those of another server's run, so they are left out. */
static const char add[] =
    "INSERT INTO events (channel, time_ms, msgid, kind, nick, user, host,"
    " account, realname, bot, status, target, arg, body, tags, seq)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

struct store_import *
store_import_new(struct store *store)
{
	struct store_import *i = mem_alloc(sizeof(*i));

	i->s = (struct sqlite *)store;
	if (!sqlite3_prepare_v2(i->s->db, there, -1, &i->there, NULL) &&
	    !sqlite3_prepare_v2(i->s->db, add, -1, &i->add, NULL))
		return i;
	store_import_free(i);
	return NULL;
}

void
store_import_free(struct store_import *i)
{
	if (!i)
		return;
	sqlite3_finalize(i->there);
	sqlite3_finalize(i->add);
	buf_free(&i->owner);
	buf_free(&i->peer);
	free(i);
}

static int
step(struct store_import *i, sqlite3_stmt *st)
{
	int result = sqlite3_step(st);

	sqlite3_reset(st);
	if (result == SQLITE_ROW || result == SQLITE_DONE)
		return result == SQLITE_ROW;
	errno = store_errno(result);
	if (!i->s->failed)
		i->s->failed = errno;
	return -1;
}

static int
is_there(struct store_import *i, uint64_t channel_id, const struct row *r,
    const char *id)
{
	store_bind_number(i->there, 1, channel_id);
	sqlite3_bind_int64(i->there, 2, r->time_ms);
	store_bind_text(i->there, 3, id);
	return step(i, i->there);
}

static int
insert(struct store_import *i, uint64_t channel_id, const struct row *r,
    const char *id)
{
	const char *const texts[] = {
	    r->status, r->target, r->arg, r->body, r->tags};
	sqlite3_stmt *st = i->add;
	uint64_t seq = store_next_seq(i->s);

	if (seq == 0)
		return -1;
	store_bind_number(st, 1, channel_id);
	sqlite3_bind_int64(st, 2, r->time_ms);
	store_bind_text(st, 3, id);
	store_bind_text(st, 4, r->kind);
	store_bind_text(st, 5, r->nick);
	store_bind_text(st, 6, r->user);
	store_bind_text(st, 7, r->host);
	store_bind_text(st, 8, r->account);
	store_bind_text(st, 9, r->realname);
	sqlite3_bind_int(st, 10, r->bot);
	for (int n = 0; n < 5; n++)
		store_bind_text(st, 11 + n, texts[n]);
	store_bind_number(st, 16, seq);
	return step(i, st);
}

/* One side of a talk; of those without an account nobody is left who might
 * read it. */
static int
add_side(struct store_import *i, const struct event *e, const char *account,
    const char *peer_account, const char *peer_nick)
{
	struct store *store = &i->s->store;

	if (!account)
		return 0;
	correspondent_peer(account, account, &i->owner);
	correspondent_peer(peer_account, peer_nick, &i->peer);
	return store->ops->talk(
	    store, e, i->owner.data, i->peer.data, peer_nick);
}

static int
add_talk(struct store_import *i, const struct row *r)
{
	const struct event e = {.time_ms = r->time_ms, .seq = i->s->seq};

	if (add_side(i, &e, r->account, r->arg, r->target) < 0)
		return -1;
	return add_side(i, &e, r->arg, r->account, r->nick);
}

int
store_import_row(struct store_import *i, uint64_t channel_id,
    const struct row *r, const char *id)
{
	int found;

	if (store_turn(i->s) < 0)
		return -1;
	found = is_there(i, channel_id, r, id);
	if (found)
		return found < 0 ? -1 : 0;
	if (insert(i, channel_id, r, id) < 0 ||
	    store_count(i->s, channel_id) < 0)
		return -1;
	/* of a redaction between people nobody knows the accounts any more */
	if (channel_id == 0 && strcmp(r->kind, "redact") != 0 &&
	    add_talk(i, r) < 0)
		return -1;
	return 1;
}
