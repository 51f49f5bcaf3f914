/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/author.h"

#include "common/text.h"

static bool
is_same(const struct server *srv, const struct event *e, const struct user *u,
    const char *account, uint64_t id)
{
	if (!u)
		return false;
	if (account && u->account && text_casecmp(account, u->account) == 0)
		return true;
	return id == u->id && e->seq > srv->store->last_seq;
}

bool
author_is(const struct server *srv, const struct event *e, const struct user *u)
{
	return is_same(srv, e, u, e->source.account, e->source.user_id);
}

bool
author_wrote_to(
    const struct server *srv, const struct event *e, const struct user *u)
{
	return is_same(srv, e, u, e->arg, e->target_id);
}
