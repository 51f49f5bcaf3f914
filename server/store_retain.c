/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_retain.h"

#include "server/store_nonces.h"
#include "server/store_schema.h"
#include "server/store_turn.h"

/* Channels that a step looks at. */
enum { CHANNELS_A_STEP = 32 };

/* What the table says about one of them. */
struct kept {
	uint64_t channel_id;
	int64_t lines;
	uint64_t gone_seq; /* all up to it go; 0: none */
	bool there;        /* the channel is, or it is none */
};

/* A step, and what it may still do. */
struct step {
	struct sqlite *s;
	struct store_retention *r;
	int64_t left; /* rows */
};

static int
write_purge(struct sqlite *s, uint64_t channel_id)
{
	sqlite3_stmt *st = s->statements[KEPT_PURGE];

	if (store_turn(s) < 0 || store_count_settle(s) < 0)
		return -1;
	store_bind_number(st, 1, channel_id);
	store_bind_number(st, 2, store_gone_until(s, channel_id));
	return store_run(s, KEPT_PURGE);
}

/* Of the newest that was given, or else of the newest that there is. */
static uint64_t
newest(struct sqlite *s)
{
	int64_t seq = s->seq > 0 ? (int64_t)s->seq : store_schema_newest(s->db);

	return seq < 0 ? INT64_MAX : (uint64_t)seq;
}

int
store_purge(struct store *store, uint64_t channel_id)
{
	struct sqlite *s = (struct sqlite *)store;

	store_gone_add(s, channel_id, newest(s));
	return write_purge(s, channel_id);
}

/* The next channel of the round; 0 after the last. */
static int
next_channel(struct sqlite *s, uint64_t from, struct kept *k)
{
	sqlite3_stmt *st = s->statements[KEPT_NEXT];
	int result;

	store_bind_number(st, 1, from);
	result = store_step(s, KEPT_NEXT);
	if (result <= 0)
		return result;
	k->channel_id = (uint64_t)sqlite3_column_int64(st, 0);
	k->lines = sqlite3_column_int64(st, 1);
	k->gone_seq = (uint64_t)sqlite3_column_int64(st, 2);
	k->there = sqlite3_column_int(st, 3);
	sqlite3_reset(st);
	return 1;
}

/* Deletes up to that many, oldest first; -1, or whether it may. */
static int delete (struct step *p, enum statement n, int64_t most)
{
	sqlite3_stmt *st = p->s->statements[n];
	int64_t deleted;

	sqlite3_bind_int64(st, 1, most < p->left ? most : p->left);
	if (store_run(p->s, n) < 0)
		return -1;
	deleted = sqlite3_changes(p->s->db);
	p->left -= deleted;
	p->r->lines += deleted;
	p->s->wipe_later |= deleted > 0;
	return 0;
}

static int
delete_of(struct step *p, enum statement n, const struct kept *k, int64_t most)
{
	store_bind_number(p->s->statements[n], 2, k->channel_id);
	return delete (p, n, most);
}

static int
drop_gone(struct step *p, const struct kept *k)
{
	if (delete_of(p, KEPT_DROP_GONE, k, p->left) < 0)
		return -1;
	if (p->left == 0)
		return 0;
	store_bind_number(p->s->statements[KEPT_PURGED], 1, k->channel_id);
	if (store_run(p->s, KEPT_PURGED) < 0)
		return -1;
	store_gone_drop(p->s, k->channel_id);
	return 0;
}

static int
drop_old(struct step *p, const struct kept *k, const struct store_bounds *b)
{
	sqlite3_stmt *st = p->s->statements[KEPT_DROP_OLD];
	int64_t oldest;
	int result;

	sqlite3_bind_int64(st, 3, p->r->now_ms - b->age_ms);
	if (delete_of(p, KEPT_DROP_OLD, k, p->left) < 0)
		return -1;
	store_bind_number(p->s->statements[KEPT_OLDEST], 1, k->channel_id);
	result = store_number(p->s, KEPT_OLDEST, &oldest);
	if (result > 0 && oldest + b->age_ms < p->r->expires_ms)
		p->r->expires_ms = oldest + b->age_ms;
	return result < 0 ? -1 : 0;
}

static int
drop_beyond(struct step *p, const struct kept *k, const struct store_bounds *b)
{
	if (b->most >= 0 && k->lines > b->most &&
	    delete_of(p, KEPT_DROP_OLDEST, k, k->lines - b->most) < 0)
		return -1;
	return b->age_ms ? drop_old(p, k, b) : 0;
}

/* A purge that a turn did not keep is asked for once more. */
static int
purge_again(struct step *p, struct kept *k)
{
	uint64_t until;

	if (!store_is_gone(p->s, k->channel_id))
		return 0;
	until = store_gone_until(p->s, k->channel_id);
	if (k->gone_seq >= until)
		return 0;
	k->gone_seq = until;
	return write_purge(p->s, k->channel_id);
}

/* Nothing is left of a channel that has ended. */
static int
forget(struct step *p, const struct kept *k)
{
	store_bind_number(p->s->statements[KEPT_FORGET], 1, k->channel_id);
	return store_run(p->s, KEPT_FORGET);
}

static int
trim(struct step *p, struct kept *k)
{
	struct store_bounds b = {0, 0};

	if (purge_again(p, k) < 0)
		return -1;
	if (k->gone_seq > 0)
		return drop_gone(p, k);
	if (k->there)
		b = p->r->of(k->channel_id, p->r->context);
	if (drop_beyond(p, k, &b) < 0)
		return -1;
	return k->there || p->left == 0 ? 0 : forget(p, k);
}

/* 1: all of them were seen; 0: there are more. */
static int
trim_channels(struct step *p)
{
	struct kept k;
	int result;

	for (int i = 0; i < CHANNELS_A_STEP && p->left > 0; i++) {
		result = next_channel(p->s, p->r->channel_id, &k);
		if (result <= 0)
			return result < 0 ? -1 : 1;
		if (trim(p, &k) < 0)
			return -1;
		if (p->left > 0)
			p->r->channel_id = k.channel_id + 1;
	}
	return 0;
}

/* What the whole has too much of; more than a step deletes where it is only
 * known that it is too big. */
static int
excess(struct step *p, int64_t *lines)
{
	int64_t all, used = 0;

	*lines = 0;
	if (p->r->most_lines && store_number(p->s, KEPT_TOTAL, &all) < 0)
		return -1;
	if (p->r->most_lines && all > p->r->most_lines)
		*lines = all - p->r->most_lines;
	if (p->r->most_bytes && store_number(p->s, KEPT_BYTES, &used) < 0)
		return -1;
	if (p->r->most_bytes && used > p->r->most_bytes)
		*lines = INT64_MAX;
	return 0;
}

/* 1: nothing is too much; 0: it may be. */
static int
trim_whole(struct step *p)
{
	int64_t lines;

	if (excess(p, &lines) < 0)
		return -1;
	if (lines == 0)
		return 1;
	if (delete (p, KEPT_DROP_FIRST, lines) < 0)
		return -1;
	return p->left > 0;
}

int
store_retain(struct store *store, struct store_retention *r)
{
	struct step p = {(struct sqlite *)store, r, STORE_RETAIN_ROWS};
	int result = 0;

	if (store_turn(p.s) < 0 || store_count_settle(p.s) < 0)
		return -1;
	if (!r->channels_done) {
		result = trim_channels(&p);
		r->channels_done = result > 0;
	}
	if (r->channels_done && p.left > 0)
		result = trim_whole(&p);
	if (result > 0 && r->channels_done)
		result = store_nonces_trim(p.s, r, &p.left);
	if (result > 0 && p.s->wipe_later) {
		p.s->wipe = true;
		p.s->wipe_later = false;
	}
	return result;
}
