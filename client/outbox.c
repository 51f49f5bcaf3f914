/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/cleaning.h"
#include "common/mem.h"
#include "common/split.h"
#include "common/text.h"

void
outbox_init(struct outbox *o, const char *seed)
{
	*o = (struct outbox){0};
	snprintf(o->seed, sizeof(o->seed), "%s", seed);
}

static size_t
weight(const struct out_line *line)
{
	return sizeof(*line) + line->len + strlen(line->target) + 2;
}

static void
drop_line(struct outbox *o, struct out_line *line)
{
	DL_DELETE(o->lines, line);
	o->bytes -= weight(line);
	free(line->target);
	free(line->text);
	free(line);
}

void
outbox_free(struct outbox *o)
{
	while (o->lines)
		drop_line(o, o->lines);
	while (o->messages)
		outbox_remove(o, o->messages);
}

bool
outbox_add(struct outbox *o, const struct out_line *line)
{
	struct buf text = {0};
	struct out_line *copy;

	cleaning_add(&text, line->text, line->len);
	if (!text.len) {
		buf_free(&text);
		return false;
	}
	copy = mem_alloc(sizeof(*copy));
	*copy = *line;
	copy->target = mem_strdup(line->target);
	copy->text = text.data;
	copy->len = text.len;
	copy->at = 0;
	o->bytes += weight(copy);
	DL_APPEND(o->lines, copy);
	return true;
}

bool
outbox_is_empty(const struct outbox *o)
{
	return !o->lines && !o->messages;
}

bool
outbox_is_held(const struct outbox *o)
{
	const struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->state == OUT_READY || m->state == OUT_DOUBT)
			return true;
	return false;
}

struct out *
outbox_again(const struct outbox *o)
{
	struct out *m, *first = NULL;

	if (o->doubtful)
		return NULL;
	DL_FOREACH (o->messages, m)
		if (m->state == OUT_READY && !first)
			first = m;
		else if (m->state == OUT_FLYING && first)
			return NULL;
	return first;
}

static size_t
skip_spaces(const struct out_line *line, size_t at)
{
	while (at < line->len && line->text[at] == ' ')
		at++;
	return at;
}

/* Whether a row of so many bytes goes into it as well; before it stands a LF,
 * or nothing that counts. */
static bool
has_room(const struct out_plan *p, const struct out_limits *most, size_t bytes)
{
	return !p->rows ||
	    (p->rows < most->rows && p->size + bytes <= most->bytes);
}

static void
add_row(struct out_plan *p, const char *text, size_t len, bool goes_on)
{
	if (p->rows)
		buf_addc(&p->body, goes_on ? '\r' : '\n');
	p->size += len + (p->rows && !goes_on);
	buf_add(&p->body, text, len);
	p->rows++;
}

/* As much of the plan's line as fits; true: all that is left of it. */
static bool
plan_line(struct out_plan *p, const struct out_limits *most)
{
	const struct out_line *line = p->line;
	bool goes_on = false;

	while (p->at < line->len) {
		const char *text = line->text + p->at;
		size_t left = line->len - p->at, len;
		size_t row = most->rows > 1 && most->bytes < most->row
		    ? most->bytes
		    : most->row;

		len = split_length(text, left, row);
		if (!has_room(p, most, len + !goes_on))
			break;
		add_row(p, text, len, goes_on);
		p->at += len;
		goes_on = true;
	}
	/* A row that goes on keeps the space between two words. */
	p->at = p->at < line->len ? skip_spaces(line, p->at) : p->at;
	if (goes_on)
		p->last = line->ref;
	return p->at == line->len;
}

static bool
belongs(const struct out_line *line, const struct out_line *first)
{
	return line->group && line->group == first->group &&
	    line->command == first->command &&
	    !strcmp(line->target, first->target);
}

void
outbox_plan(
    const struct outbox *o, const struct out_limits *most, struct out_plan *p)
{
	const struct out_line *first = o->lines;

	*p = (struct out_plan){
	    .line = o->lines, .at = first->at, .first = first->ref};
	while (plan_line(p, most)) {
		struct out_line *done = p->line;

		p->line = done->next;
		p->at = 0;
		if (most->rows == 1 || p->rows >= most->rows)
			return;
		if (!p->line)
			p->hold_ms = done->hold_ms;
		if (!p->line || !belongs(p->line, first) ||
		    !has_room(p, most, 1))
			return;
	}
}

void
outbox_drop_plan(struct out_plan *p)
{
	buf_free(&p->body);
}

struct out *
outbox_make(struct outbox *o, struct out_plan *p)
{
	struct out *m = mem_alloc(sizeof(*m));

	m->id = ++o->last_id;
	snprintf(m->nonce, sizeof(m->nonce), "%s-%llu", o->seed,
	    (unsigned long long)m->id);
	m->target = mem_strdup(o->lines->target);
	m->command = o->lines->command;
	m->body = mem_strdup(p->body.data);
	m->rows = p->rows;
	m->first = p->first;
	m->last = p->last;
	DL_APPEND(o->messages, m);
	while (o->lines != p->line)
		drop_line(o, o->lines);
	if (o->lines)
		o->lines->at = p->at;
	outbox_drop_plan(p);
	return m;
}

void
outbox_set(struct outbox *o, struct out *m, enum out_state state)
{
	if (m->state == OUT_FLYING)
		o->flying -= m->rows;
	if (m->state == OUT_DOUBT)
		o->doubtful--;
	m->state = state;
	if (m->state == OUT_FLYING)
		o->flying += m->rows;
	if (m->state == OUT_DOUBT)
		o->doubtful++;
}

void
outbox_remove(struct outbox *o, struct out *m)
{
	outbox_set(o, m, OUT_READY);
	DL_DELETE(o->messages, m);
	free(m->target);
	free(m->body);
	free(m->owner);
	free(m->nick);
	free(m);
}

void
outbox_lost(struct outbox *o)
{
	struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->state == OUT_FLYING)
			outbox_set(o, m, OUT_DOUBT);
}

void
outbox_rename(struct outbox *o, const char *from, const char *to)
{
	struct out_line *line;
	struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->state != OUT_FLYING && !text_casecmp(m->target, from))
			mem_replace(&m->target, to);
	DL_FOREACH (o->lines, line) {
		if (text_casecmp(line->target, from) != 0)
			continue;
		o->bytes -= weight(line);
		mem_replace(&line->target, to);
		o->bytes += weight(line);
	}
}

struct out *
outbox_find(const struct outbox *o, uint64_t id)
{
	struct out *m;

	DL_FOREACH (o->messages, m)
		if (m->id == id)
			return m;
	return NULL;
}

size_t
outbox_row(const char *body, size_t i, const char **row)
{
	while (i--)
		body += strcspn(body, "\n\r") + 1;
	*row = body;
	return strcspn(body, "\n\r");
}
