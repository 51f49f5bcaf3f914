/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account_drop.h"

#include <utlist.h>

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"
#include "server/access_give.h"
#include "server/audit.h"
#include "server/login.h"
#include "server/stay_note.h"

enum { AGAIN_MS = 60000 };

static bool
is_of(const char *name, const struct account *a)
{
	return name && !text_casecmp(name, a->name);
}

/* One session of each user is enough: its account is that of all. */
static void
log_out_all(struct server *srv, const struct account *a)
{
	struct session *s, *next;

	DL_FOREACH_SAFE (srv->sessions, s, next) {
		bool was;

		if (!is_of(session_account(s), a))
			continue;
		was = session_label_pause(s);
		login_out(srv, s);
		session_label_resume(s, was);
	}
}

static void
forget_metadata(struct server *srv, const struct account *a)
{
	struct metadata_account **all = &srv->world.metadata;
	const struct metadata *m;

	while ((m = metadata_of(*all, a->name))) {
		char *key = mem_strdup(m->key);

		metadata_put_of(all, a->name, key, NULL);
		mem_replace(&key, NULL);
	}
	srv->store->ops->metadata_save(srv->store, 0, a->name, NULL);
}

/* From where it was here, and who stayed for it. */
static void
forget_devices(struct server *srv, struct account *a)
{
	if (srv->store->ops->devices_save(srv->store, a) < 0)
		log_warn("devices of %s are still in the store", a->name);
	stay_mark(srv, a);
}

void
account_drop(struct server *srv, const struct session *by, struct account *a)
{
	bool is_own = is_of(session_account(by), a);

	log_out_all(srv, a);
	account_end(&srv->accounts, a);
	account_keep(srv, a);
	forget_devices(srv, a);
	access_forget(srv, a->name);
	forget_metadata(srv, a);
	if (is_own)
		log_info("%s: ended the account %s", by->address, a->name);
	else
		audit(srv, by, "DROP", a->name, "%s", "the account is no more");
	srv->dropping = srv->accounts.by_name;
}

/* Accounts are never freed while the server runs, and new ones come last. */
static void
next(struct server *srv)
{
	while (srv->dropping && !srv->dropping->dropped)
		srv->dropping = srv->dropping->hh.next;
}

void
account_drop_turn(struct server *srv)
{
	int result;

	if (account_drop_wait(srv) != 0)
		return;
	next(srv);
	if (!srv->dropping)
		return;
	result =
	    srv->store->ops->account_forget(srv->store, srv->dropping->folded);
	if (result > 0)
		srv->dropping = srv->dropping->hh.next;
	srv->dropping_at_ms =
	    srv->now_ms + (result < 0 ? AGAIN_MS : ACCOUNT_DROP_STEP_MS);
}

int64_t
account_drop_wait(const struct server *srv)
{
	int64_t left = srv->dropping_at_ms - srv->now_ms;

	if (!srv->dropping)
		return -1;
	return left > 0 ? left : 0;
}
