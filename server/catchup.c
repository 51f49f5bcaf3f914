/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/catchup.h"

#include <assert.h>
#include <stdlib.h>
#include <utlist.h>

#include "common/mem.h"

struct catchup *
catchup_new(struct session *s, const char *owner, const char *device)
{
	struct catchup *c = mem_alloc(sizeof(*c));

	c->session = s;
	c->owner = mem_strdup(owner);
	c->device = device;
	return c;
}

void
catchup_free(struct catchup *c)
{
	if (!c)
		return;
	assert(!c->held && !c->runs);
	while (c->unsure)
		catchup_sure(c, c->unsure);
	free(c->owner);
	free(c->talks);
	free(c);
}

const char *
catchup_owner(const struct catchup *c, uint64_t channel_id)
{
	return channel_id == 0 && c->talks ? c->talks : c->owner;
}

void
catchup_talks(struct catchup *c, const char *owner)
{
	struct catchup_unsure *u, *next;

	mem_replace(&c->talks, owner);
	c->talk_seq = 0;
	DL_FOREACH_SAFE (c->unsure, u, next)
		if (u->channel_id == 0)
			catchup_sure(c, u);
}

struct catchup_run *
catchup_under_way(const struct catchup *c, uint64_t channel_id)
{
	struct catchup_run *r;

	DL_FOREACH (c->runs, r)
		if (r->channel_id == channel_id)
			return r;
	return NULL;
}

struct catchup_unsure *
catchup_unsure(const struct catchup *c, uint64_t channel_id)
{
	struct catchup_unsure *u, *last = NULL;

	DL_FOREACH (c->unsure, u)
		if (u->channel_id == channel_id)
			last = u;
	return last;
}

void
catchup_sure(struct catchup *c, struct catchup_unsure *u)
{
	DL_DELETE(c->unsure, u);
	c->nunsure--;
	free(u);
}

static struct catchup_unsure *
oldest_left(const struct catchup *c)
{
	struct catchup_unsure *u;

	DL_FOREACH (c->unsure, u)
		if (u->left && u->asked != CATCHUP_NEVER)
			return u;
	return NULL;
}

struct catchup_unsure *
catchup_doubt(
    struct catchup *c, uint64_t channel_id, struct store_point shown, bool left)
{
	struct catchup_unsure *u = catchup_unsure(c, channel_id);

	if (u && c->waits && u->asked < c->asked)
		u = NULL; /* the answer that is on its way is about it */
	if (!u && c->nunsure >= CATCHUP_UNSURE_MAX)
		u = oldest_left(c);
	if (u)
		catchup_sure(c, u);
	u = mem_alloc(sizeof(*u));
	u->channel_id = channel_id;
	u->shown = shown;
	u->left = left;
	u->asked = c->asked;
	DL_APPEND(c->unsure, u);
	c->nunsure++;
	return u;
}
