/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/state.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/decode.h"
#include "common/mem.h"
#include "common/text.h"

void
state_init(struct state *s, struct settings *settings)
{
	*s = (struct state){.settings = settings, .next_id = 1, .dirty = true};
}

void
state_free(struct state *s)
{
	struct network *n, *next_n;
	struct room *r, *next_r;

	DL_FOREACH_SAFE (s->rooms, r, next_r)
		room_free(r);
	DL_FOREACH_SAFE (s->networks, n, next_n)
		network_free(n);
	*s = (struct state){0};
}

static struct room *
new_room(
    struct state *s, struct network *n, enum room_kind kind, const char *name)
{
	struct room *r =
	    room_new(n, kind, name, (size_t)s->settings->scrollback);

	r->id = s->next_id++;
	s->nrooms++;
	s->dirty = true;
	return r;
}

struct network *
state_add_network(struct state *s, const char *name, const char *server)
{
	struct network *n;

	if (s->nnetworks == STATE_NETWORKS_MAX || s->nrooms >= STATE_ROOMS_MAX)
		return NULL;
	n = network_new(name, server);
	n->id = s->next_id++;
	mem_replace(&n->realname, s->settings->realname);
	DL_APPEND(s->networks, n);
	s->nnetworks++;
	n->room = new_room(s, n, ROOM_SERVER, name);
	DL_APPEND(s->rooms, n->room);
	if (!s->current)
		s->current = n->room;
	return n;
}

/* A name that others know. */
static bool
has_name(const struct room *r)
{
	return r->kind == ROOM_CHANNEL || r->kind == ROOM_QUERY;
}

struct room *
state_find(const struct state *s, const struct network *n, const char *name)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && has_name(r) &&
		    !text_casecmp(r->name, name))
			return r;
	return NULL;
}

struct room *
state_by_id(const struct state *s, uint64_t id)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->id == id)
			return r;
	return NULL;
}

/* Behind the last one of its network. */
static struct room *
insert_room(
    struct state *s, struct network *n, enum room_kind kind, const char *name)
{
	struct room *r = new_room(s, n, kind, name), *last = n->room, *it;

	DL_FOREACH (n->room, it) {
		if (it->network != n)
			break;
		last = it;
	}
	DL_APPEND_ELEM(s->rooms, last, r);
	return r;
}

struct room *
state_open(
    struct state *s, struct network *n, enum room_kind kind, const char *name)
{
	struct room *r = state_find(s, n, name);

	if (r || s->nrooms >= STATE_ROOMS_MAX || strlen(name) > ROOM_NAME_MAX)
		return r;
	return insert_room(s, n, kind, name);
}

struct room *
state_results(struct state *s, struct network *n)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n && r->kind == ROOM_RESULTS)
			return r;
	if (s->nrooms >= STATE_ROOMS_MAX)
		return NULL;
	return insert_room(s, n, ROOM_RESULTS, "/search");
}

struct room *
state_here(const struct state *s, const struct network *n)
{
	struct room *r = s->current;

	return r->network == n && r->kind != ROOM_RESULTS ? r : n->room;
}

int
state_close(struct state *s, struct room *r)
{
	struct room *to = state_previous(s);

	if (r->kind == ROOM_SERVER)
		return -1;
	if (s->current == r)
		state_switch(s, to && to != r ? to : r->network->room);
	if (s->previous == r->id)
		s->previous = 0;
	DL_DELETE(s->rooms, r);
	s->nrooms--;
	room_free(r);
	s->dirty = true;
	return 0;
}

/* What is below the reading position was not read. */
static void
left(struct room *r)
{
	uint64_t read = r->anchor ? r->anchor : room_newest(r);

	if (read > r->marker)
		r->marker = read;
}

void
state_switch(struct state *s, struct room *r)
{
	if (r == s->current)
		return;
	if (s->current) {
		s->previous = s->current->id;
		left(s->current);
		if (s->current->kind != ROOM_RESULTS)
			s->current->selected = 0;
	}
	s->current = r;
	r->unread = 0;
	r->mentions = 0;
	r->active = false;
	s->dirty = true;
}

struct room *
state_room_at(const struct state *s, size_t number)
{
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (number-- == 1)
			return r;
	return NULL;
}

size_t
state_number(const struct state *s, const struct room *room)
{
	struct room *r;
	size_t number = 1;

	DL_FOREACH (s->rooms, r) {
		if (r == room)
			return number;
		number++;
	}
	return 0;
}

struct room *
state_step(const struct state *s, int by)
{
	long n = (long)s->nrooms, at = (long)state_number(s, s->current) - 1;

	return state_room_at(s, (size_t)(((at + by) % n + n) % n) + 1);
}

static int
urgency(const struct room *r)
{
	return r->mentions ? 3 : r->unread ? 2 : r->active ? 1 : 0;
}

struct room *
state_next_unread(const struct state *s)
{
	struct room *best = NULL, *r = s->current;

	for (size_t i = 1; i < s->nrooms; i++) {
		r = r->next ? r->next : s->rooms;
		if (urgency(r) > (best ? urgency(best) : 0))
			best = r;
	}
	return best;
}

struct room *
state_previous(const struct state *s)
{
	return s->previous ? state_by_id(s, s->previous) : NULL;
}

void
state_count(struct room *r, const struct said_line *said)
{
	if (said->flags & LINE_SELF)
		return;
	r->active = true;
	if (said->kind == SAID_MESSAGE || said->kind == SAID_ACTION ||
	    (said->kind == SAID_NOTICE && r->kind != ROOM_SERVER))
		r->unread++;
	if (said->flags & LINE_MENTION)
		r->mentions++;
}

static size_t
text_bytes(const struct state *s)
{
	size_t bytes = 0;
	struct room *r;

	DL_FOREACH (s->rooms, r)
		bytes += r->bytes;
	return bytes;
}

bool
state_is_full(const struct state *s, const struct room *r)
{
	return r->bytes > STATE_TEXT_SHARE && text_bytes(s) > STATE_TEXT_MAX;
}

static void
bound_text(const struct state *s, struct room *r)
{
	size_t others;

	if (r->bytes <= STATE_TEXT_SHARE)
		return;
	others = text_bytes(s) - r->bytes;
	while (
	    others + r->bytes > STATE_TEXT_MAX && r->bytes > STATE_TEXT_SHARE)
		room_forget(r);
}

void
state_tap(struct state *s, struct room *r, const struct said_line *said)
{
	if (s->tap)
		s->tap(s->tap_arg, r, said);
}

void
state_add(struct state *s, struct room *r, const struct said_line *said)
{
	bool follow = false;
	uint64_t id;

	if (!r)
		r = s->current;
	/* Who has read all that is here reads on. */
	if (r == s->current && r->marker && r->marker == room_newest(r))
		follow = true;
	id = room_add(r, said);
	if (follow)
		r->marker = id;
	bound_text(s, r);
	state_tap(s, r, said);
	if (r != s->current && !(said->flags & LINE_HISTORY))
		state_count(r, said);
	s->dirty = true;
}

void
state_say(struct state *s, struct room *r, enum said kind, const char *fmt, ...)
{
	struct buf text = {0}, clean = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	decode(&clean, text.data ? text.data : "", text.len);
	state_add(s, r,
	    &(struct said_line){
		.kind = kind, .text = clean.data ? clean.data : ""});
	buf_free(&text);
	buf_free(&clean);
}
