/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/invite.h"

#include <utlist.h>

#include "common/log.h"

bool
invite_valid(const struct server *srv, const char *token)
{
	const struct redeemed *used;
	struct invite i;

	if (!invite_token_read(&i, &srv->invite_key, token) ||
	    i.until_ms <= event_now(&srv->clock))
		return false;
	used = redeemed_find(srv->accounts.redeemed, i.id);
	return !used || used->count < i.uses;
}

void
invite_use(struct server *srv, const char *token, const char *account)
{
	struct redeemed **all = &srv->accounts.redeemed;
	int64_t now = event_now(&srv->clock);
	const struct redeemed *used;
	struct invite i;

	if (!invite_token_read(&i, &srv->invite_key, token))
		return;
	redeemed_expire(all, now);
	redeemed_add(all, i.id, i.until_ms, account, now);
	used = redeemed_find(*all, i.id);
	if (srv->store->ops->redeemed_add(srv->store, used, used->uses->prev) <
	    0)
		log_warn("the invitation of account %s is not kept in the "
			 "store",
		    account);
}

int
invite_make(
    struct buf *out, const struct server *srv, unsigned uses, int64_t for_ms)
{
	if (!srv->invite_key.known)
		return -1;
	return invite_token_make(
	    out, &srv->invite_key, uses, event_now(&srv->clock) + for_ms);
}
