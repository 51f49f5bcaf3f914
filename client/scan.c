/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/scan.h"

#include <string.h>
#include <utlist.h>

#include "client/style.h"

void
scan_text(struct buf *out, const char *text, size_t len)
{
	struct styled styled = {0};

	style_parse(&styled, text, len);
	buf_add(out, styled.text.data ? styled.text.data : "", styled.text.len);
	style_free(&styled);
}

static bool
is_talk(const struct line *l)
{
	return l->kind <= SAID_NOTICE && *l->nick && !(l->flags & LINE_COPY);
}

/* Text that has no codes is not copied to be looked at. */
static const char *
clean_text(const struct line *l, struct buf *clean, size_t *len)
{
	bool coded = false;

	for (size_t i = 0; i < l->len && !coded; i++)
		coded = (unsigned char)l->text[i] < ' ';
	*len = l->len;
	if (!coded)
		return l->text;
	buf_reset(clean);
	scan_text(clean, l->text, l->len);
	*len = clean->len;
	return clean->data ? clean->data : "";
}

bool
scan_has(const struct line *l, const struct pattern *p, struct buf *clean)
{
	size_t len;
	const char *text = clean_text(l, clean, &len);
	struct match m;

	return pattern_find(p, text, len, 0, &m);
}

static bool
takes(const struct query *q, const struct room *r, const struct line *l,
    struct buf *clean)
{
	struct query_subject m = {l->nick, r->name, l->time_ms, NULL, 0};

	m.text = clean_text(l, clean, &m.len);
	return query_takes(q, &m);
}

static void
add(struct found *f, const struct room *r, const struct line *l,
    struct buf *clean)
{
	buf_reset(clean);
	scan_text(clean, l->text, l->len);
	found_add(f,
	    &(struct result){.time_ms = l->time_ms,
		.rank = l->id,
		.kind = l->kind,
		.self = l->flags & LINE_SELF,
		.room = r->name,
		.nick = (char *)l->nick,
		.text = clean->data ? clean->data : (char *)"",
		.msgid = (char *)l->msgid,
		.room_id = r->id,
		.room_line = l->id});
}

static void
scan_room(const struct room *r, struct found *f, struct buf *clean)
{
	/* What comes first is found first: the rest is not even looked at. */
	for (size_t i = 0; i < r->count; i++) {
		const struct line *l =
		    room_line(r, f->forward ? i : r->count - 1 - i);

		if (is_talk(l) && found_has_room(f, l->time_ms, l->id) &&
		    takes(&f->query, r, l, clean))
			add(f, r, l, clean);
	}
}

void
scan(const struct state *s, const struct network *n, struct found *f)
{
	struct buf clean = {0};
	struct room *r;

	DL_FOREACH (s->rooms, r)
		if (r->network == n &&
		    (r->kind == ROOM_CHANNEL || r->kind == ROOM_QUERY))
			scan_room(r, f, &clean);
	buf_free(&clean);
}

static bool
is_it(const struct line *l, const struct result *res)
{
	return l->time_ms == res->time_ms && l->kind == res->kind &&
	    !strcmp(l->nick, res->nick);
}

/* The number of the line, or r->count. */
static size_t
index_of(const struct room *r, const struct result *res)
{
	size_t at = res->room_line ? room_index(r, res->room_line) : r->count;

	if (res->room_id == r->id && at < r->count &&
	    room_line(r, at)->id == res->room_line)
		return at;
	if (*res->msgid)
		return room_find_msgid(r, res->msgid);
	for (size_t i = r->count; i > 0; i--)
		if (is_it(room_line(r, i - 1), res))
			return i - 1;
	return r->count;
}

const struct line *
scan_line(const struct room *r, const struct result *res)
{
	size_t at = index_of(r, res);

	return at < r->count ? room_line(r, at) : NULL;
}
