/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/room.h"

#include <stdlib.h>
#include <string.h>

#include "client/network.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"

static char *
folded(const char *s)
{
	char *out = mem_alloc(strlen(s) + 1);

	text_fold(out, s);
	return out;
}

struct room *
room_new(
    struct network *n, enum room_kind kind, const char *name, size_t max_lines)
{
	struct room *r = mem_alloc(sizeof(*r));

	r->network = n;
	r->kind = kind;
	r->name = mem_strdup(name);
	r->folded = folded(name);
	r->topic = mem_strdup("");
	r->modes = mem_strdup("");
	r->key = mem_strdup("");
	r->max = max_lines ? max_lines : 1;
	r->next_id = 1;
	return r;
}

void
room_free(struct room *r)
{
	room_clear(r);
	room_part_all(r);
	free(r->ring);
	free(r->sorted);
	free(r->name);
	free(r->folded);
	free(r->topic);
	free(r->modes);
	free(r->key);
	free(r->seen);
	free(r->draft);
	free(r);
}

void
room_set_name(struct room *r, const char *name)
{
	mem_replace(&r->name, name);
	free(r->folded);
	r->folded = folded(name);
}

static struct line *
line_new(struct room *r, const struct said_line *said)
{
	const char *nick = said->nick ? said->nick : "";
	size_t nick_len = strlen(nick), len = strlen(said->text);
	struct line *l;
	char *text;

	if (len > ROOM_TEXT_MAX)
		len = utf8_cut(said->text, len, ROOM_TEXT_MAX);
	l = mem_alloc(sizeof(*l) + nick_len + len + 2);
	text = l->data + nick_len + 1;
	memcpy(l->data, nick, nick_len);
	memcpy(text, said->text, len);
	for (char *p = text; (p = strpbrk(p, "\r\n"));)
		*p = ' ';
	l->nick = l->data;
	l->text = text;
	l->len = len;
	l->id = r->next_id++;
	l->time_ms = said->time_ms ? said->time_ms : clock_wall_ms();
	l->kind = said->kind;
	l->flags = said->flags;
	l->prefix = said->prefix;
	return l;
}

static size_t
line_bytes(const struct line *l)
{
	return sizeof(*l) + strlen(l->nick) + l->len + 2;
}

void
room_forget(struct room *r)
{
	r->bytes -= line_bytes(r->ring[r->first]);
	free(r->ring[r->first]);
	r->first = (r->first + 1) % r->cap;
	r->count--;
}

static void
ring_set_cap(struct room *r, size_t cap)
{
	struct line **ring = mem_alloc(cap * sizeof(struct line *));

	for (size_t i = 0; i < r->count; i++)
		ring[i] = r->ring[(r->first + i) % r->cap];
	free(r->ring);
	r->ring = ring;
	r->cap = cap;
	r->first = 0;
}

uint64_t
room_add(struct room *r, const struct said_line *said)
{
	struct line *l = line_new(r, said);

	if (r->count == r->max)
		room_forget(r);
	if (r->count == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 16;

		ring_set_cap(r, cap < r->max ? cap : r->max);
	}
	r->ring[(r->first + r->count++) % r->cap] = l;
	r->bytes += line_bytes(l);
	while (r->bytes / ROOM_LINE_BYTES > r->max && r->count > 1)
		room_forget(r);
	return l->id;
}

const struct line *
room_line(const struct room *r, size_t i)
{
	return r->ring[(r->first + i) % r->cap];
}

size_t
room_index(const struct room *r, uint64_t id)
{
	uint64_t oldest = r->next_id - r->count;

	return id < oldest ? 0 : id >= r->next_id ? r->count : id - oldest;
}

void
room_clear(struct room *r)
{
	while (r->count)
		room_forget(r);
	r->anchor = 0;
	r->anchor_hidden = 0;
}

void
room_resize(struct room *r, size_t max_lines)
{
	r->max = max_lines ? max_lines : 1;
	while (r->count > r->max)
		room_forget(r);
	if (r->cap > r->max)
		ring_set_cap(r, r->max);
}

void
room_scroll(struct room *r, uint64_t id, unsigned hidden)
{
	r->anchor = id;
	r->anchor_hidden = hidden;
}

struct member *
room_member(const struct room *r, const char *nick)
{
	char *key = folded(nick);
	struct member *m;

	HASH_FIND_STR(r->members, key, m);
	free(key);
	return m;
}

struct member *
room_join(struct room *r, const char *nick)
{
	struct member *m = room_member(r, nick);

	if (m || r->nmembers == ROOM_MEMBERS_MAX ||
	    r->network->nmembers == NETWORK_MEMBERS_MAX ||
	    strlen(nick) > ROOM_NAME_MAX)
		return m;
	m = mem_alloc(sizeof(*m));
	m->nick = mem_strdup(nick);
	m->folded = folded(nick);
	HASH_ADD_KEYPTR(hh, r->members, m->folded, strlen(m->folded), m);
	r->nmembers++;
	r->network->nmembers++;
	r->resort = true;
	return m;
}

static void
member_free(struct member *m)
{
	free(m->nick);
	free(m->folded);
	free(m);
}

void
room_part(struct room *r, const char *nick)
{
	struct member *m = room_member(r, nick);

	if (!m)
		return;
	HASH_DEL(r->members, m);
	member_free(m);
	r->nmembers--;
	r->network->nmembers--;
	r->resort = true;
}

void
room_part_all(struct room *r)
{
	struct member *m, *next;

	HASH_ITER (hh, r->members, m, next) {
		HASH_DEL(r->members, m);
		member_free(m);
		r->nmembers--;
		r->network->nmembers--;
	}
	r->resort = true;
}

void
room_rename(struct room *r, const char *from, const char *to)
{
	struct member *m = room_member(r, from), *old = room_member(r, to);

	if (!m)
		return;
	if (old && old != m)
		room_part(r, to);
	HASH_DEL(r->members, m);
	mem_replace(&m->nick, to);
	free(m->folded);
	m->folded = folded(to);
	HASH_ADD_KEYPTR(hh, r->members, m->folded, strlen(m->folded), m);
	r->resort = true;
}

void
room_prefix(struct room *r, const char *nick, char prefix, bool on)
{
	struct member *m = room_member(r, nick);
	size_t len = 0;
	char had[sizeof(m->prefixes)];

	if (!m)
		return;
	memcpy(had, m->prefixes, sizeof(had));
	for (const char *p = r->network->prefixes; *p; p++)
		if ((*p == prefix ? on : !!strchr(had, *p)) &&
		    len + 1 < sizeof(m->prefixes))
			m->prefixes[len++] = *p;
	m->prefixes[len] = '\0';
	r->resort = true;
}

static size_t
rank(const struct member *m, const char *prefixes)
{
	const char *p =
	    m->prefixes[0] ? strchr(prefixes, m->prefixes[0]) : NULL;

	return p ? (size_t)(p - prefixes) : strlen(prefixes);
}

static int
by_rank(const void *a, const void *b)
{
	const struct member *x = *(struct member *const *)a;
	const struct member *y = *(struct member *const *)b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->folded, y->folded);
}

struct member *const *
room_sorted(struct room *r)
{
	struct member *m, *next;
	size_t i = 0;

	if (!r->resort)
		return r->sorted;
	r->sorted =
	    mem_resize(r->sorted, r->nmembers * sizeof(struct member *));
	HASH_ITER (hh, r->members, m, next) {
		m->rank = rank(m, r->network->prefixes);
		r->sorted[i++] = m;
	}
	qsort(r->sorted, i, sizeof(struct member *), by_rank);
	r->resort = false;
	return r->sorted;
}

/* FNV-1a; a collision would only hide one replayed message. */
static uint64_t
hash(const char *s)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	return h ? h : 1;
}

bool
room_seen(struct room *r, const char *msgid)
{
	uint64_t h = hash(msgid);

	if (!*msgid)
		return false;
	if (!r->seen)
		r->seen = mem_alloc(ROOM_SEEN * sizeof(*r->seen));
	for (size_t i = 0; i < ROOM_SEEN; i++)
		if (r->seen[i] == h)
			return true;
	r->seen[r->nseen++ % ROOM_SEEN] = h;
	return false;
}

void
room_set_draft(struct room *r, const char *text, size_t point)
{
	mem_replace(&r->draft, text);
	r->draft_point = point;
}
