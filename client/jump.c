/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/jump.h"

#include <string.h>

#include "client/history.h"
#include "client/history_place.h"
#include "client/when.h"
#include "common/buf.h"
#include "common/clock.h"

void
jump_marker(struct state *s)
{
	struct room *r = s->current;
	size_t i = room_index(r, r->marker + 1);

	if (r->marker && i < r->count)
		history_show(r, i);
	else if (r->marker || !r->read_ms || !history_goto(r, "", r->read_ms))
		state_say(s, r, SAID_CLIENT, "Everything here was read");
}

/* The first mention from line i on. */
static size_t
mention(const struct room *r, size_t i)
{
	while (i < r->count && !(room_line(r, i)->flags & LINE_MENTION))
		i++;
	return i;
}

static size_t
last_mention(const struct room *r)
{
	for (size_t i = r->count; i-- > 0;)
		if (mention(r, i) == i)
			return i;
	return r->count;
}

void
jump_mention(struct state *s)
{
	struct room *r = s->current;
	uint64_t at = r->anchor ? r->anchor : r->marker;
	uint64_t from = r->selected ? r->selected : at;
	size_t i = from ? mention(r, room_index(r, from + 1)) : r->count;

	if (i == r->count && !r->anchor)
		i = last_mention(r);
	if (i < r->count)
		history_show(r, i);
	else if (r->anchor)
		jump_end(s);
	else
		state_say(s, r, SAID_CLIENT, "Nobody spoke to you here");
}

void
jump_end(struct state *s)
{
	room_scroll(s->current, 0, 0);
	s->current->selected = 0;
}

bool
jump_date(struct state *s, const char *when)
{
	size_t day = strcspn(when, " ");
	struct buf text = {0};
	int64_t time_ms;

	buf_add(&text, when, day);
	when += day + strspn(when + day, " ");
	if (*when)
		buf_addf(&text, "T%s", when);
	time_ms = when_parse(text.data ? text.data : "", clock_wall_ms());
	buf_free(&text);
	if (time_ms < 0)
		return false;
	if (!history_goto(s->current, "", time_ms))
		state_say(s, s->current, SAID_ERROR,
		    "Nothing from then is in this window, and no server can "
		    "be asked for more of it");
	return true;
}
