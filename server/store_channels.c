/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store_channels.h"

#include <assert.h>

#include "common/buf.h"
#include "server/modes.h"
#include "server/store_metadata.h"
#include "server/store_turn.h"

enum { RIGHTS_LEN = 8 }; /* the letters of all member modes, and a NUL */

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
		store_bind_number(st, 1, c->id);
		store_bind_text(st, 2, letter);
		store_bind_text(st, 3, m->mask);
		store_bind_text(st, 4, m->by);
		store_bind_number(st, 5, (uint64_t)m->time_ms);
		if (store_run(s, MASK_ADD) < 0)
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
		store_bind_number(st, 1, c->id);
		store_bind_text(st, 2, r->account);
		store_bind_text(st, 3, letters);
		if (store_run(s, RIGHT_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
save_formers(struct sqlite *s, const struct channel *c)
{
	sqlite3_stmt *st = s->statements[FORMER_ADD];

	store_bind_text(s->statements[NAME_TAKEN], 1, c->folded);
	if (store_run(s, NAME_TAKEN) < 0)
		return -1;
	for (const struct former *f = c->formers; f; f = f->next) {
		store_bind_text(st, 1, f->folded);
		store_bind_number(st, 2, c->id);
		store_bind_number(st, 3, (uint64_t)f->time_ms);
		if (store_run(s, FORMER_ADD) < 0)
			return -1;
	}
	return 0;
}

static int
run_by_id(struct sqlite *s, enum statement n, uint64_t id)
{
	store_bind_number(s->statements[n], 1, id);
	return store_run(s, n);
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

int
store_channel_save(struct store *store, const struct channel *c)
{
	struct sqlite *s = (struct sqlite *)store;
	sqlite3_stmt *st = s->statements[CHANNEL_SAVE];
	struct buf flags = {0}, joins = {0}, history = {0};
	int result;

	if (store_turn(s) < 0)
		return -1;
	flag_letters(&flags, c);
	store_bind_number(st, 1, c->id);
	store_bind_text(st, 2, c->name);
	store_bind_number(st, 3, (uint64_t)c->created_ms);
	store_bind_text(st, 4, flags.data ? flags.data : "");
	store_bind_text(st, 5, c->key);
	store_bind_number(st, 6, c->limit);
	store_bind_text(st, 7, c->topic);
	store_bind_text(st, 8, c->topic_by);
	store_bind_number(st, 9, (uint64_t)c->topic_ms);
	store_bind_number(st, 10, c->used);
	store_bind_text(st, 11, c->forward);
	store_bind_text(
	    st, 12, channel_param(c, 'j', &joins) ? joins.data : NULL);
	store_bind_text(
	    st, 13, channel_param(c, 'H', &history) ? history.data : NULL);
	store_bind_number(st, 14, (uint64_t)c->registered_ms);
	result = store_run(s, CHANNEL_SAVE);
	buf_free(&flags);
	buf_free(&joins);
	buf_free(&history);
	return result < 0 ? -1 : save_lists(s, c);
}

int
store_channel_drop(struct store *store, uint64_t channel_id)
{
	struct sqlite *s = (struct sqlite *)store;

	store_later_drop(&s->later, channel_id);
	/* nobody asks for it any more, and its id does not come again */
	store_gone_drop(s, channel_id);
	if (store_turn(s) < 0 || drop_lists(s, channel_id) < 0 ||
	    store_metadata_save(store, channel_id, "", NULL) < 0 ||
	    run_by_id(s, MARKERS_DROP, channel_id) < 0)
		return -1;
	return run_by_id(s, CHANNEL_DROP, channel_id);
}
