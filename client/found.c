/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/found.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"

struct found *
found_new(const char *typed, struct query *query)
{
	struct found *f = mem_alloc(sizeof(*f));

	f->typed = mem_strdup(typed);
	f->query = *query;
	*query = (struct query){0};
	f->forward = f->query.after_ms > 0;
	f->items = mem_alloc(FOUND_MAX * sizeof(*f->items));
	f->showing = FOUND_PAGE;
	return f;
}

static void
result_free(struct result *r)
{
	free(r->room);
	free(r->nick);
	free(r->text);
	free(r->msgid);
	free(r);
}

void
found_free(struct found *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++)
		result_free(f->items[i]);
	free(f->items);
	query_free(&f->query);
	free(f->typed);
	free(f->trouble);
	free(f->note);
	free(f);
}

static struct result *
copy(const struct result *r)
{
	struct result *own = mem_alloc(sizeof(*own));

	*own = *r;
	own->room = mem_strdup(r->room);
	own->nick = mem_strdup(r->nick);
	own->text = mem_strndup(
	    r->text, utf8_cut(r->text, strlen(r->text), FOUND_TEXT_MAX));
	own->msgid = mem_strdup(r->msgid);
	return own;
}

static bool
is_before(const struct result *a, const struct result *b)
{
	return a->time_ms != b->time_ms ? a->time_ms < b->time_ms
					: a->rank < b->rank;
}

static bool
same(const struct result *a, const struct result *b)
{
	if (*a->msgid && *b->msgid)
		return !strcmp(a->msgid, b->msgid);
	if (a->room_id && b->room_id)
		return a->room_id == b->room_id && a->room_line == b->room_line;
	return !strcmp(a->nick, b->nick) && !strcmp(a->room, b->room) &&
	    !strcmp(a->text, b->text);
}

/* How many are before r. */
static size_t
place_of(const struct found *f, const struct result *r)
{
	size_t low = 0, high = f->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (is_before(f->items[mid], r))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool
is_there(const struct found *f, size_t at, const struct result *r)
{
	for (size_t i = at; i > 0 && f->items[i - 1]->time_ms == r->time_ms;
	     i--)
		if (same(f->items[i - 1], r))
			return true;
	for (size_t i = at; i < f->count && f->items[i]->time_ms == r->time_ms;
	     i++)
		if (same(f->items[i], r))
			return true;
	return false;
}

static void
take_out(struct found *f, size_t i)
{
	result_free(f->items[i]);
	f->count--;
	memmove(
	    &f->items[i], &f->items[i + 1], (f->count - i) * sizeof(*f->items));
}

bool
found_has_room(const struct found *f, int64_t time_ms, uint64_t rank)
{
	const struct result r = {.time_ms = time_ms, .rank = rank};

	if (f->count < FOUND_MAX)
		return true;
	return f->forward ? is_before(&r, f->items[f->count - 1])
			  : is_before(f->items[0], &r);
}

bool
found_add(struct found *f, const struct result *r)
{
	size_t at = place_of(f, r);

	if (is_there(f, at, r))
		return false;
	if (f->count == FOUND_MAX) {
		if (!found_has_room(f, r->time_ms, r->rank))
			return false;
		take_out(f, f->forward ? f->count - 1 : 0);
		at -= !f->forward;
	}
	memmove(&f->items[at + 1], &f->items[at],
	    (f->count - at) * sizeof(*f->items));
	f->items[at] = copy(r);
	f->count++;
	return true;
}

size_t
found_shown(const struct found *f, size_t *first)
{
	size_t n = f->count < f->showing ? f->count : f->showing;

	*first = f->forward ? 0 : f->count - n;
	return n;
}

const struct result *
found_last(const struct found *f)
{
	if (!f->count)
		return NULL;
	return f->items[f->forward ? f->count - 1 : 0];
}
