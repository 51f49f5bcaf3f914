/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/page.h"

#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

static void
moment_set(struct moment *m, const char *msgid, int64_t time_ms)
{
	mem_replace(&m->msgid, msgid);
	m->time_ms = time_ms;
}

struct page *
page_new(uint64_t room, uint64_t serial)
{
	struct page *p = mem_alloc(sizeof(*p));

	p->room = room;
	p->serial = serial;
	return p;
}

static void
line_free(struct said_line *l)
{
	free((char *)l->nick);
	free((char *)l->text);
	free((char *)l->msgid);
}

void
page_free(struct page *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->count; i++)
		line_free(&p->lines[i]);
	free(p->lines);
	free(p->first.msgid);
	free(p->last.msgid);
	free(p);
}

void
page_message(struct page *p, const char *msgid, int64_t time_ms)
{
	p->messages++;
	if (!time_ms)
		return;
	if (!p->first.time_ms || time_ms < p->first.time_ms)
		moment_set(&p->first, msgid, time_ms);
	if (time_ms >= p->last.time_ms)
		moment_set(&p->last, msgid, time_ms);
}

void
page_add(struct page *p, const struct said_line *said)
{
	struct said_line *l;

	if (p->count == PAGE_LINES_MAX)
		return;
	if (p->count == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 64;
		p->lines = mem_resize(p->lines, p->cap * sizeof(*p->lines));
	}
	l = &p->lines[p->count++];
	*l = *said;
	l->nick = mem_strdup(said->nick ? said->nick : "");
	l->text = mem_strdup(said->text);
	l->msgid = mem_strdup(said->msgid ? said->msgid : "");
}

bool
page_continues(const struct page *p, size_t i)
{
	const struct said_line *l = &p->lines[i];
	const struct said_line *before = i > 0 ? l - 1 : l;

	return i > 0 && !*l->msgid && l->kind <= SAID_NOTICE &&
	    (*before->msgid || page_continues(p, i - 1)) &&
	    before->kind == l->kind && before->time_ms == l->time_ms &&
	    !strcmp(before->nick, l->nick);
}

void
page_drop(struct page *p, size_t i)
{
	line_free(&p->lines[i]);
	p->count--;
	memmove(
	    &p->lines[i], &p->lines[i + 1], (p->count - i) * sizeof(*p->lines));
}

static void
turn_round(struct page *p)
{
	for (size_t i = 0; i < p->count / 2; i++) {
		struct said_line l = p->lines[i];

		p->lines[i] = p->lines[p->count - 1 - i];
		p->lines[p->count - 1 - i] = l;
	}
}

/* Those of one time stay as they came. */
static void
sort(struct page *p)
{
	for (size_t i = 1; i < p->count; i++) {
		struct said_line l = p->lines[i];
		size_t to = i;

		while (to > 0 && p->lines[to - 1].time_ms > l.time_ms)
			to--;
		memmove(&p->lines[to + 1], &p->lines[to],
		    (i - to) * sizeof(*p->lines));
		p->lines[to] = l;
	}
}

void
page_complete(struct page *p)
{
	if (!p->count)
		return;
	if (p->lines[0].time_ms > p->lines[p->count - 1].time_ms)
		turn_round(p);
	sort(p);
}
