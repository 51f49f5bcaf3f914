/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/history_place.h"

#include <stdlib.h>
#include <string.h>

#include "client/backfill.h"
#include "client/marker.h"
#include "common/mem.h"

size_t
history_oldest(const struct room *r)
{
	return backfill_after(r, SIZE_MAX);
}

/* The first one that history knows at that moment or after it. */
static size_t
first_since(const struct room *r, int64_t time_ms)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct line *l = room_line(r, i);

		if (l->flags & LINE_KEPT && l->time_ms >= time_ms)
			return i;
	}
	return r->count;
}

size_t
history_moment(const struct room *r, int64_t time_ms)
{
	size_t i = first_since(r, time_ms);

	if (i == r->count)
		return history_oldest(r) < r->count ? r->count - 1 : r->count;
	if (room_line(r, i)->time_ms == time_ms ||
	    backfill_before(r, i) < r->count)
		return i;
	return i == history_oldest(r) && r->past.top == TOP_BEGIN ? i
								  : r->count;
}

void
history_show(struct room *r, size_t i)
{
	r->jump = r->selected = room_line(r, i)->id;
}

/* Not yet read, as far as the marker of all devices and our own presence
 * tell. */
static bool
is_unread(const struct room *r, const struct said_line *said)
{
	int64_t seen_ms = r->read_ms > r->left_ms ? r->read_ms : r->left_ms;

	if (!seen_ms && !(r->kind == ROOM_QUERY && r->read_known))
		return false;
	return said->time_ms > seen_ms;
}

/* Where the window is full, what is older than the page makes way. */
static size_t
make_space(struct room *r, size_t at, const struct page *p)
{
	for (; at > 1 && !room_has_space(r, p->count); at--)
		room_forget(r);
	return at;
}

static size_t
insert(struct state *s, struct room *r, size_t at, struct page *p,
    enum order_lean lean)
{
	size_t in;

	if (p->count && state_is_full(s, r))
		return 0;
	at = make_space(r, at, p);
	in = room_insert(r, at, p->lines, p->count, lean);

	for (size_t i = p->count - in; i < p->count; i++) {
		state_tap(s, r, &p->lines[i]);
		if (r != s->current && is_unread(r, &p->lines[i]))
			state_count(r, &p->lines[i]);
	}
	if (r != s->current || !r->marker)
		marker_place(r);
	s->dirty = true;
	return in;
}

static bool
is_same_moment(const struct room *r, const struct moment *m)
{
	const char *top = r->past.top_id;

	if (!r->past.top_ms || r->past.top_ms != m->time_ms)
		return false;
	return !strcmp(top ? top : "", m->msgid ? m->msgid : "");
}

static void
set_top(struct room *r, const struct page *p, bool whole)
{
	bool still = is_same_moment(r, &p->first);
	bool exact = r->past.exact || r->past.used_id;

	mem_replace(&r->past.top_id, NULL);
	r->past.top_ms = 0;
	r->past.exact = still;
	if (!whole) {
		r->past.top = TOP_FULL;
	} else if (p->end || !p->messages) {
		r->past.top = TOP_BEGIN;
	} else if (still && exact) {
		r->past.top = TOP_FAILED;
	} else {
		r->past.top = TOP_UNKNOWN;
		mem_replace(&r->past.top_id, p->first.msgid);
		r->past.top_ms = p->first.time_ms;
	}
}

void
place_open(struct state *s, struct room *r, struct page *p)
{
	size_t at = r->past.at ? room_index(r, r->past.at) : 0;
	bool first = backfill_before(r, at) == r->count;
	bool above, below, whole;

	backfill_dedupe(r, p, at, &above, &below);
	whole = insert(s, r, at, p, ORDER_DOWN) == p->count;
	if (first)
		set_top(r, p, whole);
}

/* Where a gap ends. */
struct shore {
	bool there;
	int64_t time_ms;
};

static struct shore
shore_at(const struct room *r, size_t i)
{
	if (i == r->count)
		return (struct shore){0};
	return (struct shore){true, room_line(r, i)->time_ms};
}

/* Its newer end (down), or its older one. */
static struct shore
shore(const struct room *r, size_t gap, bool down)
{
	return shore_at(
	    r, down ? backfill_after(r, gap) : backfill_before(r, gap));
}

/* What is well beyond a shore was known, though it has no line, or answers
 * another question. */
static void
drop_beyond(struct page *p, struct shore far, bool down)
{
	for (size_t i = p->count; far.there && i-- > 0;) {
		int64_t beyond = p->lines[i].time_ms - far.time_ms;

		if ((down ? beyond : -beyond) > HISTORY_SKEW_MS)
			page_drop(p, i);
	}
}

void
place_older(struct state *s, struct room *r, struct page *p)
{
	size_t oldest = history_oldest(r);
	bool above, below, whole;

	backfill_dedupe(r, p, 0, &above, &below);
	drop_beyond(p, shore_at(r, oldest), true);
	whole = insert(s, r, 0, p, ORDER_DOWN) == p->count;
	set_top(r, p, whole);
	if (r->past.top == TOP_UNKNOWN && !p->count && r->past.pages-- > 1)
		r->past.wants |= 1U << ASK_OLDER;
}

static bool
is_past(const struct page *p, struct shore far, bool down)
{
	if (!far.there || !p->messages)
		return false;
	return down ? p->last.time_ms > far.time_ms
		    : p->first.time_ms < far.time_ms;
}

/* More is missing: from where to go on. False where the server stays at the
 * same place. */
static bool
go_on(struct room *r, const struct page *p)
{
	struct room_past *past = &r->past;
	const struct moment *m = past->down ? &p->last : &p->first;
	bool still = past->gap_ms == m->time_ms && past->gap_id &&
	    !strcmp(past->gap_id, m->msgid);

	mem_replace(&past->gap_id, m->msgid);
	past->gap_ms = m->time_ms;
	return !still;
}

static void
gap_next(struct room *r, const struct page *p, struct shore far, bool whole)
{
	size_t gap = gap_find(r, r->past.gap);
	bool over = p->end || !p->messages;

	if (over && !far.there)
		room_remove(r, gap);
	else if (over || !go_on(r, p))
		gap_word(r, gap, GAP_FAILED, "the server has them no more");
	else if (!whole || r->past.pages <= 1)
		gap_word(r, gap, GAP_OPEN, NULL);
	else {
		r->past.pages--;
		r->past.wants |= 1U << ASK_GAP;
		gap_word(r, gap, GAP_LOADING, NULL);
	}
}

/* Who was here until the connection was lost has read what is before. */
static void
mark_missed(struct state *s, struct room *r, const struct page *p)
{
	if (r == s->current && !r->anchor && p->count && r->left_ms &&
	    p->lines[p->count - 1].time_ms > r->left_ms - HISTORY_SKEW_MS)
		r->marker = r->past.gap;
}

void
place_gap(struct state *s, struct room *r, struct page *p)
{
	size_t gap = gap_find(r, r->past.gap);
	bool down = r->past.down, above, below, whole, reached;
	struct shore far;

	if (gap == r->count)
		return;
	far = shore(r, gap, down);
	backfill_dedupe(r, p, gap, &above, &below);
	drop_beyond(p, far, down);
	drop_beyond(p, shore(r, gap, !down), !down);
	reached = (down ? below : above) || is_past(p, far, down);
	whole = insert(s, r, down ? gap : gap + 1, p,
		    down ? ORDER_UP : ORDER_DOWN) == p->count;
	if (!down)
		mark_missed(s, r, p);
	if (reached && whole)
		room_remove(r, gap_find(r, r->past.gap));
	else
		gap_next(r, p, far, whole);
}

static const uint64_t NOWHERE = UINT64_MAX;

/* Lines of a page that are new and stand together. */
struct island {
	struct page part; /* borrows the lines */
	uint64_t above;   /* the known lines right before */
	uint64_t below;   /* and right after it, or 0 */
	size_t at;        /* where it goes; behind the gap that it is in */
	uint64_t gap;     /* that, or 0 */
};

/* The gap right before (after) the place before line i, with only the client's
 * own words between, or r->count. */
static size_t
gap_beside(const struct room *r, size_t i, bool after)
{
	while (after ? i < r->count : i > 0) {
		size_t at = after ? i++ : --i;

		if (room_line(r, at)->kind == SAID_GAP)
			return at;
		if (room_line(r, at)->flags & LINE_KEPT)
			break;
	}
	return r->count;
}

static bool
is_ordered(const struct room *r, size_t i, int64_t from_ms, int64_t to_ms)
{
	size_t before = backfill_before(r, i), after = backfill_after(r, i);

	return (before == r->count ||
		   room_line(r, before)->time_ms <= from_ms) &&
	    (after == r->count || room_line(r, after)->time_ms >= to_ms);
}

/* The gap that a page lies in, the moments at its ends included: what has the
 * time of the line before (after) it too is nowhere else. */
static size_t
gap_around(const struct room *r, const struct page *part)
{
	int64_t from_ms = part->lines[0].time_ms;
	int64_t to_ms = part->lines[part->count - 1].time_ms;

	for (size_t i = 0; i < r->count; i++)
		if (room_line(r, i)->kind == SAID_GAP &&
		    is_ordered(r, i, from_ms, to_ms))
			return i;
	return r->count;
}

static void
find_place(const struct room *r, struct island *isle)
{
	int64_t time_ms = isle->part.lines[0].time_ms;
	size_t gap;

	if (isle->above) {
		isle->at = room_index(r, isle->above + 1);
		gap = gap_beside(r, isle->at, true);
	} else if (isle->below) {
		isle->at = room_index(r, isle->below);
		gap = gap_beside(r, isle->at, false);
	} else {
		gap = gap_around(r, &isle->part);
		isle->at =
		    first_since(r, 0) < r->count ? first_since(r, time_ms) : 0;
	}
	if (gap == r->count)
		return;
	isle->gap = room_line(r, gap)->id;
	isle->at = gap + 1;
}

/* What is missing after an island is a gap; that one goes on being filled whose
 * end it has. False where none fits. */
static bool
bound_below(struct room *r, const struct island *isle, size_t after)
{
	struct room_past *past = &r->past;
	bool last = backfill_after(r, after - 1) == r->count;
	uint64_t gap;

	if (isle->below || (last && isle->above && !isle->gap))
		return true;
	gap = gap_insert(r, after);
	if (gap && isle->gap && isle->gap == past->gap &&
	    (isle->above || !past->down))
		past->gap = gap;
	return gap != 0;
}

/* What is missing on both sides of it is a gap; false where none fits. */
static bool
bound_island(struct room *r, const struct island *isle, size_t count)
{
	if (!bound_below(r, isle, isle->at + count))
		return false;
	if (isle->gap && isle->above)
		room_remove(r, gap_find(r, isle->gap));
	else if (!isle->gap && !isle->above &&
	    backfill_before(r, isle->at) == r->count)
		set_top(r, &isle->part, true);
	return true;
}

static void
add_island(struct state *s, struct room *r, struct island *isle)
{
	size_t in, after;

	find_place(r, isle);
	after = r->count - isle->at;
	in = insert(s, r, isle->at, &isle->part, ORDER_MIDDLE);
	isle->at = r->count - after - in;
	/* Never as if nothing were missing there. */
	if (in && !bound_island(r, isle, in))
		for (; in > 0; in--)
			room_remove(r, isle->at);
}

/* What the lines of a page are known as: ids, 0 for those that are new. */
static uint64_t *
known_ids(const struct room *r, const struct page *p)
{
	size_t *known = backfill_known(r, p, first_since(r, p->first.time_ms));
	uint64_t *ids = mem_alloc(p->count * sizeof(*ids) + 1);

	for (size_t i = 0; i < p->count; i++)
		if (known[i] == BACKFILL_NOWHERE)
			ids[i] = NOWHERE;
		else if (known[i] < r->count)
			ids[i] = room_line(r, known[i])->id;
	free(known);
	return ids;
}

/* The newest first: what is known before them stays where it is. */
static void
add_islands(struct state *s, struct room *r, const struct page *p)
{
	uint64_t *known = known_ids(r, p), below = 0;
	size_t to = p->count, from;

	for (; to > 0; to = from) {
		struct island isle = {.part = *p, .below = below};

		from = to - 1;
		if (known[from] != NOWHERE)
			below = known[from];
		if (known[from])
			continue;
		while (from > 0 && !known[from - 1])
			from--;
		for (size_t i = from; i > 0 && !isle.above; i--)
			if (known[i - 1] != NOWHERE)
				isle.above = known[i - 1];
		isle.part.lines = p->lines + from;
		isle.part.count = to - from;
		add_island(s, r, &isle);
	}
	free(known);
}

static void
show_around(struct state *s, struct room *r, const struct page *p)
{
	const char *id = r->past.around_id;
	size_t i =
	    id ? room_find_msgid(r, id) : first_since(r, r->past.around_ms);

	if (i == r->count && p->messages && !id)
		i = first_since(r, p->first.time_ms);
	if (i < r->count)
		history_show(r, i);
	else
		state_say(
		    s, r, SAID_ERROR, "The server has kept nothing from there");
}

void
place_around(struct state *s, struct room *r, struct page *p)
{
	if (p->count && !r->anchor && !room_has_space(r, p->count))
		room_scroll(r, room_newest(r), 0);
	if (r->past.top == TOP_BEGIN && p->first.time_ms &&
	    first_since(r, p->first.time_ms) == history_oldest(r))
		r->past.top = TOP_UNKNOWN;
	add_islands(s, r, p);
	show_around(s, r, p);
}
