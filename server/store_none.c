/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "common/mem.h"
#include "server/store.h"

struct none {
	struct store store;
	uint64_t seq;
};

static void
none_close(struct store *s)
{
	free(s);
}

static int
none_append(struct store *s, uint64_t channel_id, struct event *e)
{
	(void)channel_id;
	e->seq = s->kept_seq = ++((struct none *)s)->seq;
	return 0;
}

static int
none_channel_save(struct store *s, const struct channel *c)
{
	(void)s;
	(void)c;
	return 0;
}

static int
none_channel_drop(struct store *s, uint64_t channel_id)
{
	(void)s;
	(void)channel_id;
	return 0;
}

static int
none_metadata_save(struct store *s, uint64_t channel_id, const char *account,
    const struct metadata *list)
{
	(void)s;
	(void)channel_id;
	(void)account;
	(void)list;
	return 0;
}

static int
none_marker_get(struct store *s, const char *owner,
    const struct marker_place *p, int64_t *time_ms)
{
	(void)s;
	(void)owner;
	(void)p;
	*time_ms = 0;
	return 0;
}

static int
none_marker_set(struct store *s, const char *owner,
    const struct marker_place *p, int64_t time_ms)
{
	(void)s;
	(void)owner;
	(void)p;
	(void)time_ms;
	return 0;
}

static int
none_bans_save(struct store *s, const struct bans *all)
{
	(void)s;
	(void)all;
	return 0;
}

static int
none_stay_save(struct store *s, const char *account, const struct user *u)
{
	(void)s;
	(void)account;
	(void)u;
	return 0;
}

static int
none_bans_load(struct store *s, struct bans *all)
{
	(void)s;
	(void)all;
	return 0;
}

static int
none_stay_load(struct store *s,
    void (*each)(const struct store_stay *row, void *context), void *context)
{
	(void)s;
	(void)each;
	(void)context;
	return 0;
}

static int
none_account_save(struct store *s, const struct account *a)
{
	(void)s;
	(void)a;
	return 0;
}

static int
none_account_forget(struct store *s, const char *account)
{
	(void)s;
	(void)account;
	return 1;
}

static int
none_redeemed_add(
    struct store *s, const struct redeemed *i, const struct redeemed_by *use)
{
	(void)s;
	(void)i;
	(void)use;
	return 0;
}

static int
none_commit(struct store *s)
{
	(void)s;
	return 0;
}

static int
none_again(struct store *s)
{
	(void)s;
	return 0;
}

static int
none_talk(struct store *s, const struct event *e, const char *owner,
    const char *peer, const char *nick)
{
	(void)s;
	(void)e;
	(void)owner;
	(void)peer;
	(void)nick;
	return 0;
}

static int
none_read(struct store *s, const struct store_range *r,
    void (*each)(const struct event *e, void *context), void *context)
{
	(void)s;
	(void)r;
	(void)each;
	(void)context;
	return 0;
}

static int
none_locate(struct store *s, const struct store_range *r, const char *msgid,
    struct store_point *at)
{
	(void)s;
	(void)r;
	(void)msgid;
	(void)at;
	return 0;
}

static int
none_correspondents(struct store *s, const struct store_correspondents *q,
    void (*each)(const struct correspondent *c, void *context), void *context)
{
	(void)s;
	(void)q;
	(void)each;
	(void)context;
	return 0;
}

static int
none_skip(struct store *s, struct store_range *r, size_t *left_out)
{
	(void)s;
	(void)r;
	if (left_out)
		*left_out = 0;
	return 0;
}

static int
none_cursor_load(struct store *s, struct store_cursor *c)
{
	(void)s;
	(void)c;
	return 0;
}

static int
none_cursor_keep(struct store *s, const struct store_cursor *c)
{
	(void)s;
	(void)c;
	return 0;
}

static int
none_find(struct store *s, uint64_t channel_id, const char *msgid,
    void (*each)(const struct event *e, void *context), void *context)
{
	(void)s;
	(void)channel_id;
	(void)msgid;
	(void)each;
	(void)context;
	return 0;
}

static int
none_redact(struct store *s, uint64_t channel_id, const char *msgid)
{
	(void)s;
	(void)channel_id;
	(void)msgid;
	return 0;
}

static int
none_removed_drop(struct store *s, uint64_t until)
{
	(void)s;
	(void)until;
	return 0;
}

static int
none_purge(struct store *s, uint64_t channel_id)
{
	(void)s;
	(void)channel_id;
	return 0;
}

static int
none_retain(struct store *s, struct store_retention *r)
{
	(void)s;
	(void)r;
	return 1;
}

static int
none_nonce_add(
    struct store *s, const struct store_nonce *n, const struct event *first)
{
	(void)s;
	(void)n;
	(void)first;
	return 0;
}

static int
none_nonce_find(struct store *s, const struct store_nonce *n, int64_t since_ms,
    struct store_first *first)
{
	(void)s;
	(void)n;
	(void)since_ms;
	(void)first;
	return 0;
}

static int
none_own(struct store *s, struct store_own *q,
    void (*each)(const char *json, size_t len, void *context), void *context)
{
	(void)s;
	(void)q;
	(void)each;
	(void)context;
	return 1;
}

static int
none_forget_add(
    struct store *s, const char *account, const struct store_where *w)
{
	(void)s;
	(void)account;
	(void)w;
	return 0;
}

static int
none_forget_step(struct store *s, struct store_forgotten *f)
{
	(void)s;
	(void)f;
	return STORE_FORGET_NONE;
}

static int
none_load(struct store *s, struct world *w, struct accounts *a)
{
	(void)s;
	(void)w;
	(void)a;
	return 0;
}

static const struct store_ops none_ops = {
    .name = "none",
    .close = none_close,
    .append = none_append,
    .channel_save = none_channel_save,
    .channel_drop = none_channel_drop,
    .metadata_save = none_metadata_save,
    .marker_get = none_marker_get,
    .marker_set = none_marker_set,
    .account_save = none_account_save,
    .account_forget = none_account_forget,
    .redeemed_add = none_redeemed_add,
    .bans_save = none_bans_save,
    .bans_load = none_bans_load,
    .devices_save = none_account_save,
    .stay_save = none_stay_save,
    .stay_load = none_stay_load,
    .commit = none_commit,
    .again = none_again,
    .talk = none_talk,
    .read = none_read,
    .locate = none_locate,
    .correspondents = none_correspondents,
    .skip = none_skip,
    .cursor_load = none_cursor_load,
    .cursor_add = none_cursor_keep,
    .cursor_move = none_cursor_keep,
    .find = none_find,
    .redact = none_redact,
    .removed_drop = none_removed_drop,
    .purge = none_purge,
    .retain = none_retain,
    .nonce_add = none_nonce_add,
    .nonce_find = none_nonce_find,
    .own = none_own,
    .forget_add = none_forget_add,
    .forget_step = none_forget_step,
    .load = none_load,
};

struct store *
store_none_open(void)
{
	struct none *n = mem_alloc(sizeof(*n));

	n->store.ops = &none_ops;
	return &n->store;
}
