/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/results.h"

#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"

enum { OTHER_LINES = 100, SNIPPET = 500, SNIPPET_BEFORE = 100 };

#define MARK "\x16" /* mIRC's code for reverse */
#define DOTS "\xe2\x80\xa6"

/* Where the piece of a long text begins that has the first match. */
static size_t
snippet_start(const struct found *f, const char *text, size_t len)
{
	struct match m;

	if (len <= SNIPPET || !query_find(&f->query, text, len, 0, &m) ||
	    m.start <= SNIPPET_BEFORE)
		return 0;
	return utf8_cut(text, len, m.start - SNIPPET_BEFORE);
}

static void
add_marked(struct buf *out, const struct found *f, const char *text, size_t len)
{
	size_t at = 0;
	struct match m;

	for (; query_find(&f->query, text, len, at, &m); at = m.start + m.len) {
		buf_add(out, text + at, m.start - at);
		buf_adds(out, MARK);
		buf_add(out, text + m.start, m.len);
		buf_adds(out, MARK);
	}
	buf_add(out, text + at, len - at);
}

static void
add_text(struct buf *out, const struct found *f, const struct result *res)
{
	size_t len = strlen(res->text);
	size_t start = snippet_start(f, res->text, len);
	size_t n = utf8_cut(res->text + start, len - start, SNIPPET);

	buf_addf(out, "(%s) %s", res->room, start ? DOTS : "");
	add_marked(out, f, res->text + start, n);
	buf_adds(out, start + n < len ? DOTS : "");
}

static void
add_result(struct room *r, struct result *res)
{
	struct buf text = {0};

	add_text(&text, r->found, res);
	res->shown = room_add(r,
	    &(struct said_line){.kind = (enum said)res->kind,
		.flags = res->self ? LINE_SELF : 0,
		.time_ms = res->time_ms,
		.nick = res->nick,
		.text = text.data});
	buf_free(&text);
}

static uint64_t
add_note(struct room *r, enum said kind, int64_t time_ms, const char *text)
{
	return room_add(r,
	    &(struct said_line){
		.kind = kind, .text = text, .time_ms = time_ms});
}

static void
add_paging(struct room *r)
{
	const struct found *f = r->found;
	const struct result *last = found_last(f);
	struct buf text = {0};

	if (!f->more)
		return;
	buf_addf(&text, "There %s %s ones: Enter here shows them",
	    f->server ? "may be" : "are", f->forward ? "newer" : "older");
	r->found->paging = add_note(
	    r, SAID_CLIENT, last ? last->time_ms : f->reached_ms, text.data);
	buf_free(&text);
}

static void
add_count(const struct room *r, struct buf *out)
{
	const struct found *f = r->found;
	size_t first, n = found_shown(f, &first);

	if (!n)
		buf_adds(out, "Nothing was found");
	else
		buf_addf(out, n == 1 ? "%zu result" : "%zu results", n);
	if (!f->server)
		buf_addf(out, " in what your windows hold (%s has no search)",
		    r->network->name);
	if (n == FOUND_MAX)
		buf_addf(out, ", the most of one search; %s:DATE finds others",
		    f->forward ? "after" : "before");
	if (n)
		buf_adds(
		    out, ". Up and Down choose one, Enter goes to its place");
}

/* How the search stands, below what it found. */
static void
add_state(struct room *r)
{
	const struct found *f = r->found;
	struct buf text = {0};

	if (f->trouble) {
		add_note(r, SAID_ERROR, 0, f->trouble);
		return;
	}
	if (f->note)
		add_note(r, SAID_SERVER, 0, f->note);
	if (f->waiting)
		buf_addf(&text, "%s is searching" DOTS, r->network->name);
	else
		add_count(r, &text);
	add_note(r, SAID_CLIENT, 0, text.data);
	buf_free(&text);
}

static void
forget_lines(struct room *r)
{
	room_clear(r);
	r->marker = 0;
	r->found->paging = 0;
	for (size_t i = 0; i < r->found->count; i++)
		r->found->items[i]->shown = 0;
}

void
results_draw(struct state *s, struct room *r, size_t select)
{
	struct found *f = r->found;
	size_t first, n = found_shown(f, &first);

	room_resize(r, FOUND_MAX + OTHER_LINES);
	mem_replace(&r->topic, f->typed);
	forget_lines(r);
	if (!f->forward)
		add_paging(r);
	for (size_t i = first; i < first + n; i++)
		add_result(r, f->items[i]);
	if (f->forward)
		add_paging(r);
	add_state(r);
	if (select < first || select >= first + n)
		select = f->forward ? first : first + n - 1;
	r->selected = n ? f->items[select]->shown : f->paging;
	r->jump = r->selected;
	r->active = r != s->current;
	s->dirty = true;
}

static bool
is_selectable(const struct found *f, uint64_t id)
{
	if (id == f->paging)
		return true;
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i]->shown == id)
			return true;
	return false;
}

void
results_move(struct state *s, struct room *r, int by)
{
	size_t i = room_index(r, r->selected), at = i;
	int step = by < 0 ? -1 : 1;

	if (!r->selected)
		return;
	while (by && (by > 0 ? i + 1 < r->count : i > 0)) {
		i = step > 0 ? i + 1 : i - 1;
		if (!is_selectable(r->found, room_line(r, i)->id))
			continue;
		at = i;
		by -= step;
	}
	r->selected = r->jump = room_line(r, at)->id;
	s->dirty = true;
}

const struct result *
results_selected(const struct room *r, bool *paging)
{
	const struct found *f = r->found;

	*paging = f && r->selected && r->selected == f->paging;
	for (size_t i = 0; f && i < f->count; i++)
		if (r->selected && f->items[i]->shown == r->selected)
			return f->items[i];
	return NULL;
}
