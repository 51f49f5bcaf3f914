/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/backfill.h"
#include "client/history_place.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

static const unsigned needed = CAP_CHATHISTORY | CAP_BATCH | CAP_SERVER_TIME;

bool
history_can(const struct network *n)
{
	return n->status == NETWORK_ONLINE && !n->no_history &&
	    (n->caps & needed) == needed;
}

size_t
history_limit(const struct network *n)
{
	bool fewer = n->history_max && n->history_max < HISTORY_PAGE;

	return fewer ? n->history_max : HISTORY_PAGE;
}

/* Whether the server can be asked for that of a window. */
static bool
has_history(const struct room *r)
{
	bool here = r->kind == ROOM_CHANNEL && r->joined;

	return (here || r->kind == ROOM_QUERY) && history_can(r->network);
}

static void
want(struct room *r, enum room_ask ask)
{
	r->past.wants |= 1U << ask;
}

static void
want_gap(struct room *r, uint64_t gap, bool down, unsigned pages)
{
	if (r->past.gap != gap || r->past.down != down) {
		mem_replace(&r->past.gap_id, NULL);
		r->past.gap_ms = 0;
	}
	r->past.gap = gap;
	r->past.down = down;
	r->past.pages = pages;
	if (gap)
		want(r, ASK_GAP);
}

/* Whether something of its history is before line `at`. */
static bool
has_past(const struct room *r, size_t at)
{
	while (at-- > 0)
		if (room_line(r, at)->flags & LINE_KEPT ||
		    room_line(r, at)->kind == SAID_GAP)
			return true;
	return false;
}

/* Where something is known already, what came since is a gap before `at`. */
static void
want_newest(struct room *r, size_t at)
{
	if (!has_history(r))
		return;
	if (has_past(r, at)) {
		want_gap(r, gap_insert(r, at), false, HISTORY_GAP_PAGES);
		return;
	}
	r->past.at = at < r->count ? room_line(r, at)->id : 0;
	want(r, ASK_OPEN);
}

void
history_opened(struct room *r)
{
	r->mark_ask = r->kind == ROOM_QUERY;
	want_newest(r, r->count ? r->count - 1 : 0);
}

void
history_missed(struct room *r)
{
	want_newest(r, room_index(r, r->left_line + 1));
}

/* Nothing to refer to: the newest page is what is older than nothing. */
static void
want_older(struct room *r)
{
	if (r->past.top == TOP_BEGIN || r->past.asked == ASK_OLDER ||
	    r->past.asked == ASK_OPEN)
		return;
	r->past.top = TOP_UNKNOWN;
	r->past.pages = HISTORY_EMPTY_PAGES;
	if (r->past.top_id || history_oldest(r) < r->count) {
		want(r, ASK_OLDER);
	} else {
		r->past.at = r->count ? room_line(r, 0)->id : 0;
		want(r, ASK_OPEN);
	}
}

void
history_look(struct room *r, size_t first, size_t last, bool up)
{
	bool busy = r->past.asked == ASK_GAP || r->past.wants & 1U << ASK_GAP;

	if (!has_history(r))
		return;
	if (up && first <= last - first)
		want_older(r);
	for (size_t i = first; i <= last && i < r->count && !busy; i++)
		if (room_line(r, i)->kind == SAID_GAP) {
			want_gap(r, room_line(r, i)->id, !up, 1);
			return;
		}
}

bool
history_goto(struct room *r, const char *msgid, int64_t time_ms)
{
	size_t i = *msgid ? room_find_msgid(r, msgid) : r->count;

	if (i == r->count && !*msgid)
		i = history_moment(r, time_ms);
	if (i < r->count) {
		history_show(r, i);
		return true;
	}
	if (!has_history(r))
		return false;
	mem_replace(&r->past.around_id, *msgid ? msgid : NULL);
	r->past.around_ms = time_ms;
	want(r, ASK_AROUND);
	return true;
}

/* One that a line can hold. */
static bool
is_id(const char *msgid)
{
	return msgid && *msgid && strlen(msgid) <= ROOM_MSGID_MAX &&
	    !strpbrk(msgid, " \r\n");
}

/* A message as CHATHISTORY takes it. By time, those with the same time must
 * not be left out, so it is `beyond` that: what comes twice is not shown
 * twice. */
static void
add_reference(struct buf *out, const struct room *r, const char *msgid,
    int64_t time_ms, int64_t beyond)
{
	char iso[CLOCK_ISO_LEN];

	buf_reset(out);
	if (is_id(msgid) && !r->past.by_time && !r->network->no_msgids) {
		buf_addf(out, "msgid=%s", msgid);
		return;
	}
	clock_iso(time_ms + beyond, iso);
	buf_addf(out, "timestamp=%s", iso);
}

static void
refer_to_line(struct buf *out, const struct room *r, size_t i, int64_t beyond)
{
	const struct line *l = room_line(r, i);

	add_reference(out, r, l->msgid, l->time_ms, beyond);
}

static bool
continues(const struct line *l, const struct line *before)
{
	return !*l->msgid && l->time_ms == before->time_ms &&
	    !strcmp(l->nick, before->nick);
}

/* The end of what is loaded before a gap. Of a message of several lines some
 * may be missing: what comes after the one before it, or after a moment. */
static void
refer_to_older(struct buf *out, const struct room *r, size_t i)
{
	size_t last = i, before;
	bool same = true;

	while (same && i < r->count) {
		before = backfill_before(r, i);
		same = before < r->count &&
		    continues(room_line(r, i), room_line(r, before));
		last = i;
		i = before;
	}
	if (i < r->count)
		refer_to_line(out, r, i, -1);
	else if (r->network->timestamps)
		add_reference(out, r, NULL, room_line(r, last)->time_ms, -1);
	else
		refer_to_line(out, r, last, -1);
}

/* What of a gap is asked for: from its newer end the newest, as far as it is
 * filled; from its older end what comes after that. */
static const char *
refer_to_gap(struct buf *out, const struct room *r)
{
	const struct room_past *past = &r->past;
	size_t gap = gap_find(r, past->gap);
	size_t i =
	    past->down ? backfill_before(r, gap) : backfill_after(r, gap);
	int64_t beyond = past->down ? -1 : 1;

	if (past->gap_ms)
		add_reference(out, r, past->gap_id, past->gap_ms, beyond);
	else if (i == r->count)
		return "LATEST";
	else if (past->down)
		refer_to_older(out, r, i);
	else
		refer_to_line(out, r, i, beyond);
	return past->down ? "AFTER" : "BEFORE";
}

static const char *
refer(struct buf *out, const struct room *r, enum room_ask ask)
{
	const struct room_past *past = &r->past;

	buf_adds(out, "*");
	switch (ask) {
	case ASK_GAP:
		return refer_to_gap(out, r);
	case ASK_OLDER:
		if (past->top_ms)
			add_reference(
			    out, r, past->top_id, past->top_ms, !past->exact);
		else
			refer_to_line(out, r, history_oldest(r), 1);
		return "BEFORE";
	case ASK_AROUND:
		add_reference(out, r, past->around_id, past->around_ms, 0);
		return "AROUND";
	case ASK_OPEN:
	case ASK_NONE:
		break;
	}
	return "LATEST";
}

static void
send(struct state *s, struct room *r, enum room_ask ask, int64_t now_ms)
{
	struct network *n = r->network;
	struct buf reference = {0};
	const char *sub = refer(&reference, r, ask);
	char limit[24];

	r->past.wants &= ~(1U << ask);
	r->past.asked = ask;
	r->past.serial = ++s->next_serial;
	r->past.until_ms = now_ms + HISTORY_ANSWER_MS;
	r->past.dropped = false;
	r->past.used_id = !strncmp(reference.data, "msgid=", 6);
	snprintf(limit, sizeof(limit), "%zu", history_limit(n));
	snprintf(n->label, sizeof(n->label), "h%llu",
	    (unsigned long long)r->past.serial);
	network_send(
	    n, "CHATHISTORY", sub, r->name, reference.data, limit, NULL);
	n->label[0] = '\0';
	if (ask == ASK_GAP)
		gap_word(r, gap_find(r, r->past.gap), GAP_LOADING, NULL);
	buf_free(&reference);
	s->dirty = true;
}

/* Something else has brought older messages meanwhile: what is wanted is what
 * came since. */
static void
open_late(struct room *r)
{
	size_t at = r->past.at ? room_index(r, r->past.at) : 0;

	if (!(r->past.wants & 1U << ASK_OPEN) || !has_past(r, at))
		return;
	r->past.wants &= ~(1U << ASK_OPEN);
	want_newest(r, at);
}

/* Of what is wanted, the first; ASK_NONE for nothing that can be asked. */
static enum room_ask
wanted(struct room *r)
{
	open_late(r);
	if (gap_find(r, r->past.gap) == r->count)
		r->past.wants &= ~(1U << ASK_GAP);
	if (!r->past.top_ms && history_oldest(r) == r->count)
		r->past.wants &= ~(1U << ASK_OLDER);
	for (enum room_ask ask = ASK_OPEN; ask <= ASK_GAP; ask++)
		if (r->past.wants & 1U << ask)
			return ask;
	return ASK_NONE;
}

static size_t
in_flight(const struct state *s, const struct network *n)
{
	size_t count = 0;
	struct room *r;

	DL_FOREACH (s->rooms, r)
		count += r->network == n && r->past.asked != ASK_NONE;
	return count;
}

static void
ask(struct state *s, struct room *r, int64_t now_ms)
{
	enum room_ask what;

	if (!r->past.wants || r->past.asked != ASK_NONE || !r->network->ready)
		return;
	if (!has_history(r)) {
		r->past.wants = 0;
		return;
	}
	what = wanted(r);
	if (what != ASK_NONE && in_flight(s, r->network) < HISTORY_AT_ONCE)
		send(s, r, what, now_ms);
}

void
history_turn(struct state *s, int64_t now_ms)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->past.asked != ASK_NONE && now_ms >= r->past.until_ms) {
			history_refused(s, r, "", "the server does not answer");
			r->past.late = !r->past.dropped &&
			    !(r->network->caps & CAP_LABELED_RESPONSE);
		}
	if (s->current)
		ask(s, s->current, now_ms);
	DL_FOREACH (s->rooms, r)
		ask(s, r, now_ms);
}

int64_t
history_deadline(const struct state *s)
{
	int64_t first = -1;
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->past.asked != ASK_NONE &&
		    (first < 0 || r->past.until_ms < first))
			first = r->past.until_ms;
	return first;
}

static bool
is_answer(const struct room *r, const char *label, const char *target)
{
	if (r->past.asked == ASK_NONE)
		return false;
	if (!label)
		return !r->past.late && !text_casecmp(r->name, target);
	return *label == 'h' && strtoull(label + 1, NULL, 10) == r->past.serial;
}

struct room *
history_asker(const struct state *s, const struct network *n, const char *label,
    const char *target)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && is_answer(r, label, target))
			return r;
	return NULL;
}

bool
history_is_late(const struct state *s, const struct network *n,
    const char *label, const char *target)
{
	struct room *r = label ? NULL : state_find(s, n, target);
	bool late = r && r->past.late;

	if (late) {
		r->past.late = false;
		r->past.dropped = true;
	}
	return late || (label && *label == 'h');
}

void
history_answer(struct state *s, struct page *p)
{
	struct room *r = state_by_id(s, p->room);
	enum room_ask asked = r ? r->past.asked : ASK_NONE;

	if (asked == ASK_NONE || r->past.serial != p->serial)
		return;
	page_complete(p);
	r->past.asked = ASK_NONE;
	r->past.by_time = false;
	s->dirty = true;
	if (asked == ASK_OPEN)
		place_open(s, r, p);
	else if (asked == ASK_OLDER)
		place_older(s, r, p);
	else if (asked == ASK_GAP)
		place_gap(s, r, p);
	else
		place_around(s, r, p);
}

/* An id that the server does not know, or takes none: the time may do. */
static bool
try_by_time(struct room *r, enum room_ask asked, const char *code)
{
	if (!r->past.used_id || !*code || !strcmp(code, "INVALID_TARGET") ||
	    (asked == ASK_AROUND && !r->past.around_ms))
		return false;
	if (!strcmp(code, "INVALID_MSGREFTYPE"))
		r->network->no_msgids = true;
	r->past.by_time = true;
	want(r, asked);
	return true;
}

void
history_refused(
    struct state *s, struct room *r, const char *code, const char *why)
{
	enum room_ask asked = r->past.asked;
	size_t gap = gap_find(r, r->past.gap);

	r->past.asked = ASK_NONE;
	s->dirty = true;
	if (try_by_time(r, asked, code))
		return;
	r->past.by_time = false;
	if (asked == ASK_GAP) {
		if (gap < r->count)
			gap_word(r, gap, GAP_FAILED, why);
		return;
	}
	/* Whom one has never written with is no error. */
	if (asked == ASK_OPEN && r->kind == ROOM_QUERY &&
	    !strcmp(code, "INVALID_TARGET"))
		return;
	if (asked != ASK_AROUND)
		r->past.top = TOP_FAILED;
	state_say(s, r, SAID_ERROR, "%s could not be loaded: %s",
	    asked == ASK_AROUND ? "That" : "Older messages", why);
}

void
history_lost(struct room *r)
{
	bool wanted = r->past.wants & 1U << ASK_GAP;
	size_t gap = gap_find(r, r->past.gap);

	if ((wanted || r->past.asked == ASK_GAP) && gap < r->count)
		gap_word(r, gap, GAP_OPEN, NULL);
	r->past.asked = ASK_NONE;
	r->past.wants = 0;
	r->past.by_time = false;
	r->past.late = false;
}
