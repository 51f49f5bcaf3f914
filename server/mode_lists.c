/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mode_lists.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/answer.h"
#include "server/modes.h"
#include "server/reply.h"
#include "server/rights.h"

enum { NUMBER_LEN = 24, MS = 1000 };

static const struct list_numerics {
	char letter;
	enum numeric entry, end;
} list_numerics[] = {
    {'b', RPL_BANLIST, RPL_ENDOFBANLIST},
    {'e', RPL_EXCEPTLIST, RPL_ENDOFEXCEPTLIST},
    {'I', RPL_INVEXLIST, RPL_ENDOFINVEXLIST},
};

struct mode_lists {
	struct answer answer;
	uint64_t channel_id;
	char *name; /* where the channel is no more to be seen */
	char letters[MODES_LISTS + 1];
	const char *at; /* the list that is shown */
	bool begun;
	struct walk walk;
};

static const struct list_numerics *
numerics_of(char letter)
{
	size_t n = sizeof(list_numerics) / sizeof(*list_numerics);

	for (size_t i = 0; i < n; i++)
		if (list_numerics[i].letter == letter)
			return &list_numerics[i];
	return NULL;
}

static void
show_mask(struct server *srv, struct session *s, const struct channel *c,
    const struct mask *m, enum numeric n)
{
	char time[NUMBER_LEN];

	snprintf(time, sizeof(time), "%" PRId64, m->time_ms / MS);
	reply(srv, s, n, c->name, m->mask, m->by ? m->by : "*", time, NULL);
}

static void
begin_list(struct mode_lists *l, struct channel *c)
{
	const struct mode_def *def = mode_find(channel_modes, *l->at);

	l->begun = true;
	if (c)
		channel_walk_list(c, def->bit, &l->walk);
}

static bool
lists_step(struct server *srv, struct session *s, struct answer *a)
{
	struct mode_lists *l = (struct mode_lists *)a;
	struct channel *c = world_channel_by_id(&srv->world, l->channel_id);
	const struct list_numerics *n = numerics_of(*l->at);
	const struct mask *m;

	assert(n);
	if (!l->begun)
		begin_list(l, c);
	m = channel_walk_mask(&l->walk);
	if (c && !can_see(s->user, c))
		c = NULL;
	if (m && c) {
		show_mask(srv, s, c, m, n->entry);
		return true;
	}
	reply(srv, s, n->end, c ? c->name : l->name, NULL);
	walk_end(&l->walk);
	l->begun = false;
	return *++l->at;
}

static void
lists_end(struct answer *a)
{
	struct mode_lists *l = (struct mode_lists *)a;

	walk_end(&l->walk);
	free(l->name);
	free(l);
}

static const struct answer_kind lists_kind = {lists_step, lists_end};

void
mode_lists_send(struct server *srv, struct session *s, struct channel *c,
    const char *letters)
{
	struct mode_lists *l = mem_alloc(sizeof(*l));

	assert(*letters && strlen(letters) <= MODES_LISTS);
	l->answer.kind = &lists_kind;
	l->channel_id = c->id;
	l->name = mem_strdup(c->name);
	memcpy(l->letters, letters, strlen(letters) + 1);
	l->at = l->letters;
	answer_begin(srv, s, &l->answer);
}
