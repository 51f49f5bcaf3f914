/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/marker.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"

static struct marker *
find(const struct markers *m, const struct marker_place *p)
{
	struct marker *one;

	DL_FOREACH (m->list, one)
		if (one->channel_id == p->channel_id &&
		    !strcmp(one->peer, p->peer))
			return one;
	return NULL;
}

int64_t
marker_get(const struct markers *m, const struct marker_place *p)
{
	const struct marker *one = find(m, p);

	return one ? one->time_ms : 0;
}

static void
drop(struct markers *m, struct marker *one)
{
	DL_DELETE(m->list, one);
	m->count--;
	free(one->peer);
	free(one);
}

static void
drop_oldest(struct markers *m)
{
	struct marker *oldest = m->list, *one;

	DL_FOREACH (m->list, one)
		if (one->time_ms < oldest->time_ms)
			oldest = one;
	drop(m, oldest);
}

static struct marker *
add(struct markers *m, const struct marker_place *p)
{
	struct marker *one;

	if (m->count >= MARKERS_GUEST_MAX)
		drop_oldest(m);
	one = mem_alloc(sizeof(*one));
	one->channel_id = p->channel_id;
	one->peer = mem_strdup(p->peer);
	DL_APPEND(m->list, one);
	m->count++;
	return one;
}

void
marker_set(struct markers *m, const struct marker_place *p, int64_t time_ms)
{
	struct marker *one = find(m, p);

	if (!one)
		one = add(m, p);
	if (time_ms > one->time_ms)
		one->time_ms = time_ms;
}

void
markers_free(struct markers *m)
{
	while (m->list)
		drop(m, m->list);
}
