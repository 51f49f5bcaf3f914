/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/access.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"

static const struct rank {
	unsigned rank, modes;
	const char *name, *also;
} ranks[] = {
    {MEMBER_FOUNDER, MEMBER_FOUNDER | MEMBER_OP, "founder", "q"},
    {MEMBER_ADMIN, MEMBER_ADMIN | MEMBER_OP, "admin", "a"},
    {MEMBER_ADMIN, MEMBER_ADMIN | MEMBER_OP, "protect", "&"},
    {MEMBER_OP, MEMBER_OP, "op", "o"},
    {MEMBER_HALFOP, MEMBER_HALFOP, "halfop", "h"},
    {MEMBER_VOICE, MEMBER_VOICE, "voice", "v"},
};
enum { RANKS = sizeof(ranks) / sizeof(*ranks) };

static const struct rank *
find_rank(unsigned rank)
{
	for (size_t i = 0; i < RANKS; i++)
		if (ranks[i].rank == rank)
			return &ranks[i];
	return NULL;
}

unsigned
access_modes(unsigned rank)
{
	const struct rank *r = find_rank(rank);

	return r ? r->modes : 0;
}

unsigned
access_rank(const struct channel *c, const char *account)
{
	return modes_rank(channel_rights(c, account));
}

const char *
access_rank_name(unsigned rank)
{
	const struct rank *r = find_rank(rank);

	return r ? r->name : "nothing";
}

unsigned
access_rank_named(const char *name)
{
	name += *name == '+';
	for (size_t i = 0; i < RANKS; i++)
		if (!text_casecmp(ranks[i].name, name) ||
		    !strcmp(ranks[i].also, name))
			return ranks[i].rank;
	return 0;
}

bool
access_registered(const struct channel *c)
{
	return c->registered_ms != 0;
}

static const struct right *
highest(const struct channel *c, unsigned below)
{
	const struct right *r, *best = NULL;

	for (r = c->rights; r; r = r->next)
		if (modes_rank(r->modes) < below &&
		    (!best || modes_rank(r->modes) > modes_rank(best->modes)))
			best = r;
	return best;
}

const char *
access_founder(const struct channel *c)
{
	const struct right *r =
	    access_registered(c) ? highest(c, MEMBER_ALL + 1) : NULL;

	return r && r->modes & MEMBER_FOUNDER ? r->account : NULL;
}

size_t
access_founded(const struct world *w, const char *account)
{
	const struct channel *c;
	size_t n = 0;

	for (c = w->channels; c; c = c->hh.next)
		n += access_registered(c) &&
		    access_rank(c, account) == MEMBER_FOUNDER;
	return n;
}

const char *
access_heir(const struct channel *c)
{
	const struct right *r = highest(c, MEMBER_FOUNDER);

	return r && r->modes & (MEMBER_ADMIN | MEMBER_OP) ? r->account : NULL;
}

void
access_set(struct channel *c, const char *account, unsigned rank)
{
	channel_right_set(c, account, access_modes(rank));
}

/* Of those who had several founders each, and of ranks as MODE piles them up,
 * the highest counts. */
void
access_register(struct channel *c, const char *founder, int64_t time_ms)
{
	char *name = mem_strdup(founder); /* it may stand in the list */
	struct right *r;

	for (r = c->rights; r; r = r->next) {
		unsigned rank = modes_rank(r->modes);

		r->modes =
		    access_modes(rank == MEMBER_FOUNDER ? MEMBER_ADMIN : rank);
	}
	if (channel_rights_full(c) && !channel_rights(c, name))
		channel_right_set(c, c->rights->prev->account, 0);
	access_set(c, name, MEMBER_FOUNDER);
	free(name);
	if (!access_registered(c))
		c->registered_ms = time_ms;
	channel_offer(c, NULL);
}

void
access_unregister(struct channel *c)
{
	c->registered_ms = 0;
	channel_offer(c, NULL);
	while (c->rights)
		channel_right_set(c, c->rights->account, 0);
}
