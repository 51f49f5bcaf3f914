/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/channel.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/duration.h"
#include "common/mem.h"
#include "common/text.h"

struct channel *
channel_new(uint64_t id, const char *name, int64_t created_ms)
{
	struct channel *c = mem_alloc(sizeof(*c));

	c->id = id;
	channel_name(c, name);
	c->created_ms = c->active_ms = created_ms;
	return c;
}

void
channel_name(struct channel *c, const char *name)
{
	char *folded = text_folded(name);

	mem_replace(&c->name, name);
	free(c->folded);
	c->folded = folded;
}

static void
mask_free(struct mask *m)
{
	free(m->mask);
	free(m->by);
	free(m);
}

static void
right_free(struct right *r)
{
	free(r->account);
	free(r);
}

static void
lists_free(struct channel *c)
{
	struct mask *m, *next_mask;
	struct right *r, *next_right;
	struct invitation *i, *next;

	for (size_t list = 0; list < MODES_LISTS; list++)
		DL_FOREACH_SAFE (c->lists[list], m, next_mask)
			mask_free(m);
	DL_FOREACH_SAFE (c->rights, r, next_right)
		right_free(r);
	DL_FOREACH_SAFE (c->invitations, i, next)
		free(i);
}

void
channel_free(struct channel *c)
{
	assert(!c->members);
	walks_close(&c->walks);
	assert(!c->formers);
	lists_free(c);
	metadata_free(&c->metadata);
	free(c->name);
	free(c->folded);
	free(c->key);
	free(c->forward);
	free(c->topic);
	free(c->topic_by);
	free(c->offered);
	free(c);
}

static void
add_history(const struct channel *c, struct buf *out)
{
	if (c->history)
		buf_addf(out, "%" PRId64, c->history_most);
	if (c->history_ms) {
		buf_addc(out, ':');
		duration_add(out, c->history_ms);
	}
}

bool
channel_param(const struct channel *c, char letter, struct buf *out)
{
	const char *word = letter == 'k' ? c->key : c->forward;

	switch (letter) {
	case 'k':
	case 'f':
		buf_adds(out, word ? word : "");
		return word != NULL;
	case 'l':
		if (c->limit)
			buf_addf(out, "%zu", c->limit);
		return c->limit > 0;
	case 'j':
		if (c->join_max)
			buf_addf(out, "%u:%u", c->join_max, c->join_seconds);
		return c->join_max > 0;
	case 'H':
		add_history(c, out);
		return c->history;
	default:
		return false;
	}
}

/* Parameters stand in the order of their letters. */
void
channel_modes_text(const struct channel *c, bool with_key, struct buf *out)
{
	static const char letters[] = "CHMRfijklmnstu";
	struct buf params = {0}, param = {0};

	buf_addc(out, '+');
	for (const char *p = letters; *p; p++) {
		const struct mode_def *def = mode_find(channel_modes, *p);

		buf_reset(&param);
		if (channel_param(c, *p, &param))
			buf_addf(&params, " %s",
			    *p == 'k' && !with_key ? "*" : param.data);
		else if (def->type != MODE_FLAG || !(c->modes & def->bit))
			continue;
		buf_addc(out, *p);
	}
	buf_adds(out, params.data ? params.data : "");
	buf_free(&params);
	buf_free(&param);
}

static bool
window_over(const struct channel *c, int64_t now_ms)
{
	return now_ms - c->joins_ms >= (int64_t)c->join_seconds * 1000;
}

bool
channel_throttled(const struct channel *c, int64_t now_ms)
{
	return c->join_max && c->joins >= c->join_max &&
	    !window_over(c, now_ms);
}

bool
channel_renamed_enough(const struct channel *c, int64_t now_ms)
{
	int64_t oldest = c->renamed_ms[0];

	return oldest && now_ms - oldest < CHANNEL_RENAMES_MS;
}

bool
channel_keeps(const struct channel *c)
{
	return !c->history || c->history_most > 0;
}

bool
channel_outlives(const struct channel *c)
{
	if (c->registered_ms)
		return true;
	if (!c->used)
		return false;
	return !(c->modes & CHANNEL_INVITE_ONLY) || channel_owned(c);
}

static struct right *
find_right(const struct channel *c, const char *account)
{
	struct right *r;

	DL_FOREACH (c->rights, r)
		if (text_casecmp(r->account, account) == 0)
			return r;
	return NULL;
}

unsigned
channel_rights(const struct channel *c, const char *account)
{
	const struct right *r = account ? find_right(c, account) : NULL;

	return r ? r->modes : 0;
}

bool
channel_rights_full(const struct channel *c)
{
	return c->nrights >= CHANNEL_RIGHTS_MAX;
}

bool
channel_owned(const struct channel *c)
{
	const struct right *r;

	if (c->registered_ms)
		return true;
	DL_FOREACH (c->rights, r)
		if (r->modes >= MEMBER_OP)
			return true;
	return false;
}

bool
channel_founded(const struct channel *c)
{
	const struct member *m;
	const struct right *r;

	DL_FOREACH (c->rights, r)
		if (r->modes & MEMBER_FOUNDER)
			return true;
	DL_FOREACH2 (c->members, m, channel_next)
		if (m->modes & MEMBER_FOUNDER)
			return true;
	return false;
}

static struct invitation *
find_invitation(const struct channel *c, uint64_t user_id)
{
	struct invitation *i;

	DL_FOREACH (c->invitations, i)
		if (i->user_id == user_id)
			return i;
	return NULL;
}

bool
channel_invited(const struct channel *c, const struct user *u)
{
	return find_invitation(c, u->id) != NULL;
}

struct mask *
channel_mask(const struct channel *c, unsigned list, const char *mask)
{
	struct mask *m;

	assert(list < MODES_LISTS);
	DL_FOREACH (c->lists[list], m)
		if (text_casecmp(m->mask, mask) == 0)
			return m;
	return NULL;
}

/* Of a list whose head points back to its tail. */
#define WALK_LIST(k, all, head, before) \
	walk_begin(k, all, head, (head) ? (head)->before : NULL)
#define SKIP(all, head, gone, before, after)                            \
	walks_skip(all, gone, (gone) == (head) ? NULL : (gone)->before, \
	    (gone)->after)

void
channel_walk(struct channel *c, struct walk *k)
{
	WALK_LIST(k, &c->walks, c->members, channel_prev);
}

struct member *
channel_walk_member(struct walk *k)
{
	struct member *m = k->at;

	if (m)
		walk_step(k, m->channel_next);
	return m;
}

void
channel_walk_list(struct channel *c, unsigned list, struct walk *k)
{
	assert(list < MODES_LISTS);
	WALK_LIST(k, &c->walks, c->lists[list], prev);
}

struct mask *
channel_walk_mask(struct walk *k)
{
	struct mask *m = k->at;

	if (m)
		walk_step(k, m->next);
	return m;
}

void
channel_walk_rights(struct channel *c, struct walk *k)
{
	WALK_LIST(k, &c->walks, c->rights, prev);
}

struct right *
channel_walk_right(struct walk *k)
{
	struct right *r = k->at;

	if (r)
		walk_step(k, r->next);
	return r;
}

void
channel_walk_of(struct user *u, struct walk *k)
{
	WALK_LIST(k, &u->walks, u->members, user_prev);
}

struct member *
channel_walk_own(struct walk *k)
{
	struct member *m = k->at;

	if (m)
		walk_step(k, m->user_next);
	return m;
}

struct member *
channel_enter(struct channel *c, struct user *u, int64_t since_ms)
{
	struct member *m;

	HASH_FIND(hh, c->by_user, &u->id, sizeof(u->id), m);
	if (m)
		return m;
	m = mem_alloc(sizeof(*m));
	m->user = u;
	m->channel = c;
	m->since_ms = since_ms;
	DL_APPEND2(c->members, m, channel_prev, channel_next);
	DL_APPEND2(u->members, m, user_prev, user_next);
	HASH_ADD_KEYPTR(hh, c->by_user, &u->id, sizeof(u->id), m);
	c->nmembers++;
	u->nmembers++;
	return m;
}

void
channel_leave(struct member *m)
{
	struct channel *c = m->channel;
	struct user *u = m->user;

	SKIP(c->walks, c->members, m, channel_prev, channel_next);
	SKIP(u->walks, u->members, m, user_prev, user_next);
	HASH_DELETE(hh, c->by_user, m);
	DL_DELETE2(c->members, m, channel_prev, channel_next);
	DL_DELETE2(u->members, m, user_prev, user_next);
	c->nmembers--;
	u->nmembers--;
	free(m);
}

void
channel_mask_add(struct channel *c, unsigned list, const char *mask,
    const char *by, int64_t time_ms)
{
	struct mask *m;

	if (channel_mask(c, list, mask))
		return;
	m = mem_alloc(sizeof(*m));
	m->mask = mem_strdup(mask);
	m->by = mem_strdup(by);
	m->time_ms = time_ms;
	DL_APPEND(c->lists[list], m);
	c->nmasks++;
}

void
channel_mask_drop(struct channel *c, unsigned list, const char *mask)
{
	struct mask *m = channel_mask(c, list, mask);

	if (!m)
		return;
	SKIP(c->walks, c->lists[list], m, prev, next);
	DL_DELETE(c->lists[list], m);
	mask_free(m);
	c->nmasks--;
}

void
channel_right_add(struct channel *c, const char *account, unsigned modes)
{
	struct right *r = find_right(c, account);

	if (!r) {
		if (channel_rights_full(c))
			return;
		r = mem_alloc(sizeof(*r));
		r->account = mem_strdup(account);
		DL_APPEND(c->rights, r);
		c->nrights++;
	}
	r->modes |= modes;
}

void
channel_right_drop(struct channel *c, const char *account, unsigned modes)
{
	struct right *r = find_right(c, account);

	if (!r)
		return;
	r->modes &= ~modes;
	if (r->modes)
		return;
	SKIP(c->walks, c->rights, r, prev, next);
	DL_DELETE(c->rights, r);
	right_free(r);
	c->nrights--;
}

void
channel_right_set(struct channel *c, const char *account, unsigned modes)
{
	if (modes)
		channel_right_add(c, account, modes);
	channel_right_drop(c, account, MEMBER_ALL & ~modes);
}

void
channel_offer(struct channel *c, const char *account)
{
	mem_replace(&c->offered, account);
}

void
channel_invite(struct channel *c, uint64_t user_id)
{
	struct invitation *i;

	channel_uninvite(c, user_id);
	if (c->ninvitations >= CHANNEL_INVITATIONS_MAX)
		channel_uninvite(c, c->invitations->user_id);
	i = mem_alloc(sizeof(*i));
	i->user_id = user_id;
	DL_APPEND(c->invitations, i);
	c->ninvitations++;
}

void
channel_uninvite(struct channel *c, uint64_t user_id)
{
	struct invitation *i = find_invitation(c, user_id);

	if (!i)
		return;
	DL_DELETE(c->invitations, i);
	free(i);
	c->ninvitations--;
}

static void
set_flag(struct channel *c, const struct mode_change *m)
{
	const struct mode_def *def = mode_find(channel_modes, m->letter);

	if (!def || def->type != MODE_FLAG)
		return;
	if (m->add)
		c->modes |= def->bit;
	else
		c->modes &= ~def->bit;
}

void
channel_count_join(struct channel *c, int64_t now_ms)
{
	if (!c->join_max)
		return;
	if (window_over(c, now_ms)) {
		c->joins = 0;
		c->joins_ms = now_ms;
	}
	c->joins++;
}

/* "joins:seconds". */
static void
set_throttle(struct channel *c, const char *param)
{
	char *rest = NULL;

	c->join_max = c->join_seconds = c->joins = 0;
	c->joins_ms = 0;
	if (!param)
		return;
	c->join_max = (unsigned)strtoul(param, &rest, 10);
	if (*rest == ':')
		c->join_seconds = (unsigned)strtoul(rest + 1, NULL, 10);
}

/* "lines" or "lines:time". */
static void
set_history(struct channel *c, const char *param)
{
	char *rest = NULL;

	c->history = param;
	c->history_most = c->history_ms = 0;
	if (!param)
		return;
	c->history_most = strtoll(param, &rest, 10);
	if (*rest == ':')
		c->history_ms = duration_read(rest + 1);
}

void
channel_mode(struct channel *c, const struct mode_change *m)
{
	const char *param = m->add ? m->param : NULL;

	if (m->add && !param && strchr("kfljH", m->letter))
		return;
	switch (m->letter) {
	case 'k':
		mem_replace(&c->key, param);
		break;
	case 'f':
		mem_replace(&c->forward, param);
		break;
	case 'l':
		c->limit = param ? strtoul(param, NULL, 10) : 0;
		break;
	case 'j':
		set_throttle(c, param);
		break;
	case 'H':
		set_history(c, param);
		break;
	default:
		set_flag(c, m);
	}
}
