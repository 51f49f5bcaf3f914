/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/forgetting.h"

#include <utlist.h>

#include "common/text.h"
#include "server/reply.h"

enum { AGAIN_MS = 60000 };

int
forgetting_begin(
    struct server *srv, const char *account, const struct place *where)
{
	struct store_where w = {STORE_EVERYWHERE, ""};

	if (where) {
		w.channel_id = (int64_t)where->channel_id;
		w.peer = where->peer ? where->peer : "";
	}
	srv->forget_none = false;
	return srv->store->ops->forget_add(srv->store, account, &w);
}

/* As people know it. */
static const char *
name_of(const struct server *srv, const struct store_forgotten *f)
{
	const struct channel *c;

	if (f->channel_id < 0)
		return "*";
	if (f->channel_id == 0)
		return f->peer.data + (*f->peer.data == '~');
	c = world_channel_by_id(&srv->world, (uint64_t)f->channel_id);
	return c ? c->name : "*";
}

static void
tell_user(struct server *srv, const struct user *u, const char *name)
{
	struct session *s;
	bool held;

	DL_FOREACH2 (u->sessions, s, user_next) {
		held = session_label_pause(s);
		reply_notice(srv, s, "NOTE", "HISTORY", "FORGOTTEN", name,
		    "What you had said there is forgotten");
		session_label_resume(s, held);
	}
}

static void
tell(struct server *srv, const struct store_forgotten *f)
{
	const char *name = name_of(srv, f);

	for (const struct user *u = srv->world.users; u; u = u->hh.next)
		if (u->account && !text_casecmp(u->account, f->account.data))
			tell_user(srv, u, name);
}

static void
step(struct server *srv)
{
	struct store_forgotten f = {0};
	int result = srv->store->ops->forget_step(srv->store, &f);

	if (result == STORE_FORGET_DONE)
		tell(srv, &f);
	srv->forget_none = result == STORE_FORGET_NONE;
	srv->forget_at_ms =
	    srv->now_ms + (result < 0 ? AGAIN_MS : FORGETTING_STEP_MS);
	buf_free(&f.account);
	buf_free(&f.peer);
}

void
forgetting_turn(struct server *srv)
{
	if (forgetting_wait(srv) == 0)
		step(srv);
}

int64_t
forgetting_wait(const struct server *srv)
{
	int64_t left = srv->forget_at_ms - srv->now_ms;

	if (srv->forget_none)
		return -1;
	return left > 0 ? left : 0;
}
