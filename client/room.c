/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/room.h"

#include <stdlib.h>
#include <string.h>

#include "client/ask.h"
#include "client/found.h"
#include "client/network.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"

struct room *
room_new(
    struct network *n, enum room_kind kind, const char *name, size_t max_lines)
{
	struct room *r = mem_alloc(sizeof(*r));

	r->network = n;
	r->kind = kind;
	r->name = mem_strdup(name);
	r->folded = text_folded(name);
	r->topic = mem_strdup("");
	r->modes = mem_strdup("");
	r->key = mem_strdup("");
	r->max = max_lines ? max_lines : 1;
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
	found_free(r->found);
	ask_free(r->ask);
	free(r->past.gap_id);
	free(r->past.around_id);
	free(r);
}

void
room_set_name(struct room *r, const char *name)
{
	mem_replace(&r->name, name);
	free(r->folded);
	r->folded = text_folded(name);
}

static const char *
msgid_of(const struct said_line *said)
{
	bool good = said->msgid && strlen(said->msgid) <= ROOM_MSGID_MAX;

	return good ? said->msgid : "";
}

/* Copies s behind what is in data already; where it is then. */
static char *
store(char **data, const char *s, size_t len)
{
	char *at = *data;

	memcpy(at, s, len);
	at[len] = '\0';
	*data += len + 1;
	return at;
}

static struct line *
line_new(const struct said_line *said, uint64_t id)
{
	const char *nick = said->nick ? said->nick : "";
	const char *msgid = msgid_of(said);
	size_t len = strlen(said->text);
	struct line *l;
	char *data, *text;

	if (len > ROOM_TEXT_MAX)
		len = utf8_cut(said->text, len, ROOM_TEXT_MAX);
	l = mem_alloc(sizeof(*l) + strlen(nick) + strlen(msgid) + len + 3);
	data = l->data;
	l->nick = store(&data, nick, strlen(nick));
	l->msgid = store(&data, msgid, strlen(msgid));
	l->text = text = store(&data, said->text, len);
	for (char *p = text; (p = strpbrk(p, "\r\n"));)
		*p = ' ';
	l->len = len;
	l->id = id;
	l->time_ms = said->time_ms ? said->time_ms : clock_wall_ms();
	l->kind = said->kind;
	l->flags = said->flags;
	l->prefix = said->prefix;
	return l;
}

static size_t
line_bytes(const struct line *l)
{
	return sizeof(*l) + strlen(l->nick) + strlen(l->msgid) + l->len + 3;
}

static struct line **
slot(const struct room *r, size_t i)
{
	return &r->ring[(r->first + i) % r->cap];
}

static void
line_in(struct room *r, struct line *l)
{
	struct line *other;

	r->bytes += line_bytes(l);
	if (!*l->msgid)
		return;
	HASH_FIND_STR(r->by_msgid, l->msgid, other);
	if (other)
		return;
	HASH_ADD_KEYPTR(hh, r->by_msgid, l->msgid, strlen(l->msgid), l);
	l->indexed = true;
}

static void
line_out(struct room *r, struct line *l)
{
	r->bytes -= line_bytes(l);
	if (l->indexed)
		HASH_DEL(r->by_msgid, l);
	free(l);
}

static void
forget_top(struct room *r)
{
	r->past.top = TOP_UNKNOWN;
	mem_replace(&r->past.top_id, NULL);
	r->past.top_ms = 0;
}

void
room_forget(struct room *r)
{
	line_out(r, r->ring[r->first]);
	r->first = (r->first + 1) % r->cap;
	r->count--;
	forget_top(r);
}

static void
ring_set_cap(struct room *r, size_t cap)
{
	struct line **ring = mem_alloc(cap * sizeof(struct line *));

	for (size_t i = 0; i < r->count; i++)
		ring[i] = *slot(r, i);
	free(r->ring);
	r->ring = ring;
	r->cap = cap;
	r->first = 0;
}

static void
ring_grow(struct room *r, size_t count)
{
	size_t cap = r->cap ? r->cap : 16;

	while (cap < r->count + count)
		cap *= 2;
	if (cap > r->cap)
		ring_set_cap(r, cap);
}

/* How many lines it may hold now. */
static size_t
most(const struct room *r)
{
	return r->max + (r->anchor ? ROOM_MORE_MAX : 0);
}

static bool
is_over(const struct room *r)
{
	return r->count > most(r) ||
	    (r->bytes / ROOM_LINE_BYTES > most(r) && r->count > 1);
}

uint64_t
room_newest(const struct room *r)
{
	return r->count ? room_line(r, r->count - 1)->id : 0;
}

uint64_t
room_add(struct room *r, const struct said_line *said)
{
	uint64_t last = r->last_id ? r->last_id : order_first;
	struct line *l = line_new(said, last + order_step);

	ring_grow(r, 1);
	*slot(r, r->count++) = l;
	r->last_id = l->id;
	line_in(r, l);
	while (is_over(r))
		room_forget(r);
	return l->id;
}

bool
room_has_space(const struct room *r, size_t lines)
{
	return r->count + lines <= most(r) &&
	    r->bytes / ROOM_LINE_BYTES + lines <= most(r);
}

/* How many of the newest lines of a page fit. */
static size_t
fitting(const struct room *r, const struct said_line *said, size_t count)
{
	size_t bytes = r->bytes, n = 0;

	for (; n < count && r->count + n < most(r); n++) {
		bytes += sizeof(struct line) + strlen(said[count - 1 - n].text);
		if (bytes / ROOM_LINE_BYTES > most(r))
			break;
	}
	return n;
}

static bool
ids_for(const struct room *r, size_t at, uint64_t *ids, size_t count,
    enum order_lean lean)
{
	uint64_t after = at ? room_line(r, at - 1)->id : 0;
	uint64_t before = at < r->count ? room_line(r, at)->id : UINT64_MAX;

	if (!r->count)
		after = order_first;
	if (at == r->count)
		lean = ORDER_UP;
	else if (at == 0)
		lean = ORDER_DOWN;
	return order_between(after, before, ids, count, lean);
}

/* Moves the lines from `at` on by count places towards the end. */
static void
make_way(struct room *r, size_t at, size_t count)
{
	ring_grow(r, count);
	for (size_t i = r->count; i > at; i--)
		*slot(r, i - 1 + count) = *slot(r, i - 1);
	r->count += count;
}

size_t
room_insert(struct room *r, size_t at, const struct said_line *said,
    size_t count, enum order_lean lean)
{
	size_t fit = fitting(r, said, count);
	uint64_t *ids;

	if (!fit)
		return 0;
	ids = mem_alloc(fit * sizeof(*ids));
	if (!ids_for(r, at, ids, fit, lean))
		fit = 0;
	said += count - fit;
	make_way(r, at, fit);
	for (size_t i = 0; i < fit; i++) {
		*slot(r, at + i) = line_new(&said[i], ids[i]);
		line_in(r, *slot(r, at + i));
	}
	if (room_newest(r) > r->last_id)
		r->last_id = room_newest(r);
	free(ids);
	return fit;
}

const struct line *
room_line(const struct room *r, size_t i)
{
	return *slot(r, i);
}

size_t
room_index(const struct room *r, uint64_t id)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (room_line(r, mid)->id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t
room_find_msgid(const struct room *r, const char *msgid)
{
	struct line *l;

	HASH_FIND_STR(r->by_msgid, msgid, l);
	return l ? room_index(r, l->id) : r->count;
}

void
room_reword(struct room *r, size_t i, const char *text)
{
	struct line *old = *slot(r, i);
	struct said_line said = {.kind = old->kind,
	    .flags = old->flags,
	    .time_ms = old->time_ms,
	    .nick = old->nick,
	    .prefix = old->prefix,
	    .text = text,
	    .msgid = old->msgid};
	struct line *l = line_new(&said, old->id);

	l->version = old->version + 1;
	*slot(r, i) = l;
	line_out(r, old);
	line_in(r, l);
}

void
room_remove(struct room *r, size_t i)
{
	line_out(r, *slot(r, i));
	for (; i + 1 < r->count; i++)
		*slot(r, i) = *slot(r, i + 1);
	r->count--;
}

void
room_clear(struct room *r)
{
	while (r->count)
		room_forget(r);
	r->anchor = 0;
	r->anchor_hidden = 0;
	r->jump = 0;
	r->selected = 0;
	r->marker = 0;
	forget_top(r);
}

const char *
room_top(const struct room *r)
{
	if (r->past.asked == ASK_OPEN || r->past.asked == ASK_OLDER)
		return "loading older messages";
	switch (r->past.top) {
	case TOP_BEGIN:
		return "beginning of history";
	case TOP_FAILED:
		return "older messages could not be loaded";
	case TOP_FULL:
		return "this window holds no more";
	case TOP_UNKNOWN:
		break;
	}
	return NULL;
}

void
room_resize(struct room *r, size_t max_lines)
{
	r->max = max_lines ? max_lines : 1;
	while (is_over(r))
		room_forget(r);
}

void
room_scroll(struct room *r, uint64_t id, unsigned hidden)
{
	r->anchor = id;
	r->anchor_hidden = hidden;
	while (is_over(r))
		room_forget(r);
}

struct member *
room_member(const struct room *r, const char *nick)
{
	char *key = text_folded(nick);
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
	m->folded = text_folded(nick);
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
	m->folded = text_folded(to);
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
	if (room_find_msgid(r, msgid) < r->count)
		return true;
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
