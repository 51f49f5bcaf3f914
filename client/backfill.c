/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/backfill.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/mem.h"

enum {
	NEAR = 300, /* lines around the place where one without id is sought */
	ECHO_MS = 120000, /* from sending a line to the server's time of it */
	JOINED_MS = 5000  /* the same for a join */
};

/* Mine, as I sent it, without the server's id and time. */
static bool
is_sent(const struct line *l, const struct said_line *said)
{
	int64_t apart = l->time_ms - said->time_ms;

	return l->flags & said->flags & LINE_SELF && !(l->flags & LINE_KEPT) &&
	    l->kind == said->kind && apart < ECHO_MS && -apart < ECHO_MS &&
	    !strcmp(l->text, said->text);
}

static bool
is_same(const struct line *l, const struct said_line *said)
{
	if (*l->msgid && *said->msgid)
		return !strcmp(l->msgid, said->msgid);
	if (is_sent(l, said))
		return true;
	return l->time_ms == said->time_ms && l->kind == said->kind &&
	    !strcmp(l->nick, said->nick) && !strcmp(l->text, said->text);
}

/* "You joined" is there already. */
static bool
is_my_join(const struct room *r, const struct said_line *said)
{
	unsigned both = LINE_SELF | LINE_ARRIVED;
	int64_t apart = said->time_ms - r->joined_ms;

	return r->joined && (said->flags & both) == both && apart < JOINED_MS &&
	    -apart < JOINED_MS;
}

/* The line that says the same, or r->count. */
static size_t
find_same(const struct room *r, const struct said_line *said, size_t at)
{
	size_t i = *said->msgid ? room_find_msgid(r, said->msgid) : r->count;
	size_t from = at > NEAR ? at - NEAR : 0;
	size_t to = at + NEAR < r->count ? at + NEAR : r->count;

	if (i < r->count)
		return i;
	for (i = from; i < to; i++)
		if (is_same(room_line(r, i), said))
			return i;
	return r->count;
}

/* The next line of a message that was said in several, which may be there in
 * part only: the connection was lost, or the oldest lines are gone. */
static size_t
find_next(const struct room *r, const struct said_line *said, size_t before,
    size_t at)
{
	size_t i = before;

	if (before >= r->count)
		return before > r->count ? before : find_same(r, said, at);
	while (++i < r->count)
		if (room_line(r, i)->flags & LINE_KEPT)
			break;
	return i < r->count && !*room_line(r, i)->msgid &&
		is_same(room_line(r, i), said)
	    ? i
	    : r->count;
}

/* An id that stands in the page before, as no server gives it twice. */
static bool
is_repeated(const struct page *p, size_t i)
{
	const char *msgid = p->lines[i].msgid;

	for (size_t before = i; *msgid && before-- > 0;)
		if (!strcmp(p->lines[before].msgid, msgid))
			return true;
	return false;
}

size_t *
backfill_known(const struct room *r, const struct page *p, size_t at)
{
	size_t *known = mem_alloc(p->count * sizeof(*known) + 1);

	for (size_t i = 0; i < p->count; i++)
		if (page_continues(p, i))
			known[i] = find_next(r, &p->lines[i], known[i - 1], at);
		else if (is_my_join(r, &p->lines[i]) || is_repeated(p, i))
			known[i] = BACKFILL_NOWHERE;
		else
			known[i] = find_same(r, &p->lines[i], at);
	return known;
}

void
backfill_dedupe(
    const struct room *r, struct page *p, size_t at, bool *above, bool *below)
{
	size_t *known = backfill_known(r, p, at);
	size_t from = 0, to = p->count;

	for (size_t i = p->count; i-- > 0;)
		if (known[i] >= at && known[i] < r->count)
			to = i;
	for (size_t i = 0; i < to; i++)
		if (known[i] < at)
			from = i + 1;
	*above = from > 0;
	*below = to < p->count;
	for (size_t i = p->count; i-- > 0;)
		if (i < from || i >= to || known[i] != r->count)
			page_drop(p, i);
	free(known);
}

size_t
backfill_before(const struct room *r, size_t i)
{
	while (i-- > 0) {
		const struct line *l = room_line(r, i);

		if (l->kind == SAID_GAP)
			break;
		if (l->flags & LINE_KEPT)
			return i;
	}
	return r->count;
}

size_t
backfill_after(const struct room *r, size_t i)
{
	while (++i < r->count) {
		const struct line *l = room_line(r, i);

		if (l->kind == SAID_GAP)
			break;
		if (l->flags & LINE_KEPT)
			return i;
	}
	return r->count;
}

static bool
is_gap(const struct room *r, size_t i)
{
	return i < r->count && room_line(r, i)->kind == SAID_GAP;
}

/* Drops the gaps next to line i that no kept line parts from it; the number
 * of those that stood before it. */
static size_t
drop_others(struct room *r, size_t i)
{
	size_t before = 0, at = i;

	while (at-- > 0 && !(room_line(r, at)->flags & LINE_KEPT))
		if (is_gap(r, at)) {
			room_remove(r, at);
			before++;
		}
	for (at = i - before + 1; at < r->count;) {
		if (room_line(r, at)->flags & LINE_KEPT)
			break;
		if (is_gap(r, at))
			room_remove(r, at);
		else
			at++;
	}
	return before;
}

uint64_t
gap_insert(struct room *r, size_t at)
{
	struct said_line said = {.kind = SAID_GAP, .text = ""};
	uint64_t id;

	if (at < r->count)
		said.time_ms = room_line(r, at)->time_ms;
	if (!room_insert(r, at, &said, 1, ORDER_MIDDLE))
		return 0;
	id = room_line(r, at)->id;
	at -= drop_others(r, at);
	gap_word(r, at, GAP_OPEN, NULL);
	return id;
}

/* "14:02", with the day where that is not today. */
static void
add_moment(struct buf *out, int64_t wall_ms)
{
	time_t t = (time_t)(wall_ms / 1000);
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm tm, today;
	char text[64];

	localtime_r(&t, &tm);
	localtime_r(&now, &today);
	if (tm.tm_year != today.tm_year || tm.tm_yday != today.tm_yday)
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	else
		strftime(text, sizeof(text), "%H:%M", &tm);
	buf_adds(out, text);
}

void
gap_word(struct room *r, size_t i, enum gap_state state, const char *why)
{
	size_t before = backfill_before(r, i), after = backfill_after(r, i);
	struct buf text = {0};

	buf_adds(&text, "\xe2\x80\x94 ");
	buf_adds(&text, state == GAP_LOADING ? "loading messages" : "messages");
	if (before < r->count) {
		buf_adds(&text, " between ");
		add_moment(&text, room_line(r, before)->time_ms);
		buf_adds(&text, " and ");
	} else {
		buf_adds(&text, " before ");
	}
	add_moment(&text, room_line(r, after < r->count ? after : i)->time_ms);
	if (state == GAP_OPEN)
		buf_adds(&text, " are not loaded yet");
	else if (state == GAP_FAILED)
		buf_adds(&text, " could not be loaded");
	if (state == GAP_FAILED && why)
		buf_addf(&text, " (%s)", why);
	buf_adds(&text, " \xe2\x80\x94");
	room_reword(r, i, text.data);
	buf_free(&text);
}

size_t
gap_find(const struct room *r, uint64_t id)
{
	size_t i = room_index(r, id);

	return id && i < r->count && room_line(r, i)->id == id ? i : r->count;
}
