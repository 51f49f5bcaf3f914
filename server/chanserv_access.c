/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv_access.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/access.h"
#include "server/access_give.h"
#include "server/answer.h"
#include "server/chanserv_call.h"
#include "server/find.h"
#include "server/rights.h"

/* What stands behind the channel and the verb. */
struct access_call {
	const struct service_call *call;
	struct channel *channel;
	const char *account, *rank; /* NULL: not given */
};

/* The account is given up to one that has no account any more: its name as it
 * stands in the list. */
static const char *
listed_name(const struct channel *c, const char *account)
{
	const struct right *r = c->rights;

	while (r && text_casecmp(r->account, account) != 0)
		r = r->next;
	return r ? r->account : NULL;
}

static void
set(const struct access_call *a, const char *account, unsigned rank)
{
	unsigned before = channel_rights(a->channel, account);

	chanserv_publish(a->call, EVENT_ACCESS, a->channel, account,
	    rank ? access_rank_name(rank) : NULL);
	access_settle(a->call->srv, a->channel, account, before);
}

static void
refuse(const struct access_call *a)
{
	unsigned own = access_rank(a->channel, a->call->s->user->account);

	if (own < MEMBER_HALFOP)
		service_answer(a->call,
		    "You have no rank in %s that gives any to others.",
		    a->channel->name);
	else
		service_answer(a->call,
		    "You are %s of %s, and give and take what is below that.",
		    access_rank_name(own), a->channel->name);
}

static bool
has_place(const struct access_call *a, const char *account)
{
	if (channel_rights(a->channel, account) ||
	    !channel_rights_full(a->channel))
		return true;
	service_answer(a->call, "The list of %s is full: it has %d accounts.",
	    a->channel->name, CHANNEL_RIGHTS_MAX);
	return false;
}

static void
add(const struct access_call *a)
{
	unsigned rank = a->rank ? access_rank_named(a->rank) : 0;
	const struct account *account;

	if (rank == MEMBER_FOUNDER)
		service_answer(a->call,
		    "%s has one founder: TRANSFER gives it to somebody else.",
		    a->channel->name);
	else if (!rank)
		service_answer(
		    a->call, "A rank is admin, op, halfop or voice.");
	if (!rank || rank == MEMBER_FOUNDER)
		return;
	if (!can_grant(a->call->s->user, a->channel, a->account, rank)) {
		refuse(a);
		return;
	}
	account = chanserv_account(a->call, a->account);
	if (!account || !has_place(a, account->name))
		return;
	set(a, account->name, rank);
	service_answer(a->call, "%s is %s of %s from now on.", account->name,
	    access_rank_name(rank), a->channel->name);
}

static void
drop(const struct access_call *a)
{
	const char *found = listed_name(a->channel, a->account);
	char *name;

	if (!can_list(a->call->s->user, a->channel) ||
	    (found && !can_grant(a->call->s->user, a->channel, found, 0))) {
		refuse(a);
		return;
	}
	if (!found) {
		service_answer(a->call,
		    "That account is not on the list of %s.", a->channel->name);
		return;
	}
	name = mem_strdup(found);
	set(a, name, 0);
	service_answer(
	    a->call, "%s has no rank in %s any more.", name, a->channel->name);
	free(name);
}

struct access_list {
	struct answer answer;
	const struct service *service;
	uint64_t channel_id;
	size_t shown;
	struct walk walk;
};

/* Whoever asked may not be on it any more. */
static bool
list_step(struct server *srv, struct session *s, struct answer *answer)
{
	struct access_list *l = (struct access_list *)answer;
	struct channel *c = world_channel_by_id(&srv->world, l->channel_id);
	const struct right *r = channel_walk_right(&l->walk);

	if (!c || !access_registered(c) || !can_list(s->user, c))
		return false;
	if (r) {
		l->shown++;
		service_say(srv, s, l->service, "%s: %s %s", c->name,
		    access_rank_name(modes_rank(r->modes)), r->account);
		return true;
	}
	service_say(srv, s, l->service, "%s: that is all, %zu in the list.",
	    c->name, l->shown);
	return false;
}

static void
list_end(struct answer *answer)
{
	struct access_list *l = (struct access_list *)answer;

	walk_end(&l->walk);
	free(l);
}

static const struct answer_kind list_kind = {list_step, list_end};

static void
list(const struct access_call *a)
{
	struct access_list *l;

	if (!can_list(a->call->s->user, a->channel)) {
		service_answer(a->call, "You are not on the list of %s.",
		    a->channel->name);
		return;
	}
	chanserv_audit_look(a->call, a->channel);
	l = mem_alloc(sizeof(*l));
	l->answer.kind = &list_kind;
	l->service = a->call->service;
	l->channel_id = a->channel->id;
	channel_walk_rights(a->channel, &l->walk);
	answer_begin(a->call->srv, a->call->s, &l->answer);
}

static const struct verb {
	const char *name;
	bool wants_account;
	void (*run)(const struct access_call *a);
} verbs[] = {
    {"ADD", true, add},
    {"DEL", true, drop},
    {"LIST", false, list},
};

/* "ACCESS #c ADD who rank", and as some say it "ACCESS ADD #c who rank". */
void
chanserv_access(const struct service_call *c)
{
	bool channel_first = *c->words[0] == '#';
	const struct verb *verb =
	    FIND_ROW(verbs, c->words[channel_first ? 1 : 0]);
	struct access_call a = {.call = c};

	if (c->nwords > 2) {
		a.account = c->words[2];
		a.rank = c->words[3];
	}
	if (!verb || (verb->wants_account && !a.account)) {
		service_syntax(c);
		return;
	}
	a.channel = chanserv_channel(c, c->words[channel_first ? 0 : 1]);
	if (a.channel)
		verb->run(&a);
}

void
chanserv_up(const struct service_call *c)
{
	struct channel *ch = chanserv_channel(c, c->words[0]);
	const struct member *m = ch ? world_member(ch, c->s->user) : NULL;
	unsigned rank = ch ? access_rank(ch, c->s->user->account) : 0;

	if (!ch)
		return;
	if (!rank)
		service_answer(c, "You are not on the list of %s.", ch->name);
	else if (!m)
		service_answer(c, "You are not in %s.", ch->name);
	if (!m || !rank)
		return;
	access_restore(c->srv, m);
	service_answer(
	    c, "You are %s of %s.", access_rank_name(rank), ch->name);
}
