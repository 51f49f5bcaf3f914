/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/marker.h"

#include <utlist.h>

#include "common/buf.h"
#include "common/clock.h"

static bool
is_message(const struct line *l)
{
	return l->flags & LINE_KEPT && l->kind <= SAID_NOTICE;
}

/* Number of the last message, r->count where there is none; where limit_ms
 * is not 0, of those until then. */
static size_t
last_message(const struct room *r, int64_t limit_ms)
{
	for (size_t i = r->count; i-- > 0;)
		if (is_message(room_line(r, i)) &&
		    (!limit_ms || room_line(r, i)->time_ms <= limit_ms))
			return i;
	return r->count;
}

void
marker_touch(struct state *s)
{
	struct room *r = s->current;
	unsigned newer = 1U << ASK_OPEN | 1U << ASK_GAP;
	size_t i;

	if (!r || r->kind == ROOM_SERVER || r->anchor || !r->read_known ||
	    (r->past.wants | 1U << r->past.asked) & newer)
		return;
	i = last_message(r, 0);
	if (i < r->count && room_line(r, i)->time_ms > r->mark_ms)
		r->mark_ms = room_line(r, i)->time_ms;
}

static bool
is_news(const struct line *l)
{
	return is_message(l) && !(l->flags & LINE_SELF);
}

/* Nothing is new about what I said, and about who came and went. */
void
marker_place(struct room *r)
{
	size_t i = r->read_ms ? last_message(r, r->read_ms) : r->count;

	while (i + 1 < r->count && !is_news(room_line(r, i + 1)))
		i++;
	if (i < r->count && room_line(r, i)->id > r->marker)
		r->marker = room_line(r, i)->id;
}

/* What was counted is not more than what stands below the marker. */
static void
recount(struct room *r)
{
	size_t unread = 0, mentions = 0;

	for (size_t i = room_index(r, r->marker + 1); i < r->count; i++) {
		const struct line *l = room_line(r, i);

		if (l->flags & LINE_SELF || l->kind > SAID_NOTICE)
			continue;
		unread++;
		mentions += (l->flags & LINE_MENTION) != 0;
	}
	if (unread < r->unread)
		r->unread = unread;
	if (mentions < r->mentions)
		r->mentions = mentions;
	if (!unread)
		r->active = false;
}

void
marker_told(struct state *s, struct room *r, int64_t time_ms)
{
	r->read_known = true;
	if (time_ms <= r->read_ms)
		return;
	r->read_ms = time_ms;
	marker_place(r);
	recount(r);
	s->dirty = true;
}

static bool
can(const struct room *r)
{
	return r->network->status == NETWORK_ONLINE &&
	    r->network->caps & CAP_READ_MARKER;
}

static bool
is_behind(const struct room *r)
{
	return can(r) && r->read_known && r->mark_ms > r->read_ms;
}

static void
tell(struct room *r)
{
	char iso[CLOCK_ISO_LEN];
	struct buf when = {0};

	clock_iso(r->mark_ms, iso);
	buf_addf(&when, "timestamp=%s", iso);
	network_send(r->network, "MARKREAD", r->name, when.data, NULL);
	buf_free(&when);
	r->read_ms = r->mark_ms;
	r->mark_due_ms = 0;
}

void
marker_turn(struct state *s, int64_t now_ms)
{
	struct room *r;

	DL_FOREACH (s->rooms, r) {
		if (r->mark_ask && can(r)) {
			r->mark_ask = false;
			network_send(r->network, "MARKREAD", r->name, NULL);
		}
		if (!is_behind(r))
			r->mark_due_ms = 0;
		else if (!r->mark_due_ms && !s->quitting)
			r->mark_due_ms = now_ms + MARKER_REST_MS;
		else if (now_ms >= r->mark_due_ms || s->quitting)
			tell(r);
	}
}

int64_t
marker_deadline(const struct state *s)
{
	int64_t first = -1;
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->mark_due_ms && (first < 0 || r->mark_due_ms < first))
			first = r->mark_due_ms;
	return first;
}
