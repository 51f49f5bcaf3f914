/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/block.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/mem.h"
#include "common/text.h"

enum { HEAD_MAX = BLOCK_WHO_MAX + 4 };

static void
block_free(struct block *b)
{
	buf_free(&b->who);
	buf_free(&b->head);
	style_free(&b->text);
	wrap_free(&b->rows);
	*b = (struct block){0};
}

void
blocks_free(struct blocks *b)
{
	for (size_t i = 0; i < BLOCK_CACHE; i++)
		block_free(&b->slots[i]);
}

void
blocks_form(struct blocks *b, const struct block_form *form)
{
	const struct block_form *f = &b->form;

	if (f->width == form->width && f->time_cells == form->time_cells &&
	    f->who_cells == form->who_cells &&
	    !strcmp(f->time_format, form->time_format))
		return;
	for (size_t i = 0; i < BLOCK_CACHE; i++)
		b->slots[i].line = 0;
	b->form = *form;
}

void
block_time(struct buf *out, int64_t wall_ms, const char *format)
{
	time_t t = (time_t)(wall_ms / 1000);
	char text[128];
	struct tm tm;

	localtime_r(&t, &tm);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	/* The format is the user's own setting. */
	if (!strftime(text, sizeof(text), format, &tm))
#pragma GCC diagnostic pop
		strftime(text, sizeof(text), "%H:%M", &tm);
	text_visible(out, text, strlen(text), NULL);
}

/* Appends a name as it may be shown, all of it at most max cells. */
static void
add_name(struct buf *out, const char *prefix, const char *name,
    const char *suffix, int max)
{
	struct buf visible = {0};
	size_t n;
	int cells;

	max -= text_width(prefix, strlen(prefix));
	max -= text_width(suffix, strlen(suffix));
	text_visible(&visible, name, strlen(name), NULL);
	buf_adds(out, prefix);
	for (size_t at = 0; at < visible.len; at += n) {
		n = text_cluster(visible.data + at, visible.len - at, &cells);
		max -= cells;
		if (max < 0)
			break;
		buf_add(out, visible.data + at, n);
	}
	buf_adds(out, suffix);
	buf_free(&visible);
}

static const char *
sign_of(const struct line *line, bool ascii)
{
	if (line->kind == SAID_ACTION)
		return "*";
	if (line->kind == SAID_ERROR)
		return "!";
	if (line->kind == SAID_GAP)
		return ascii ? ":" : "\xe2\x8b\xae";
	if (line->flags & LINE_ARRIVED)
		return ascii ? "->" : "\xe2\x86\x92";
	if (line->flags & LINE_LEFT)
		return ascii ? "<-" : "\xe2\x86\x90";
	return "-";
}

/* A nick in its column, or a sign for lines that are nobody's. */
static void
fill_who(struct block *b, const struct line *line, int max, bool ascii)
{
	char prefix[2] = {line->prefix, '\0'};

	if (line->kind == SAID_MESSAGE)
		add_name(&b->who, prefix, line->nick, "", max);
	else if (line->kind == SAID_NOTICE && *line->nick)
		add_name(&b->who, "-", line->nick, "-", max);
	else
		add_name(&b->who, "", sign_of(line, ascii), "", max);
	if (line->kind == SAID_ACTION) {
		add_name(&b->head, "", line->nick, " ", max + 1);
		b->head_is_nick = true;
	}
}

/* The same, before the text. */
static void
fill_head(struct block *b, const struct line *line, int max, bool ascii)
{
	char prefix[3] = {line->prefix, '\0'};

	b->head_is_nick = line->kind <= SAID_NOTICE && *line->nick;
	if (line->kind == SAID_MESSAGE)
		add_name(&b->head, prefix, line->nick, ": ", max);
	else if (line->kind == SAID_NOTICE && *line->nick)
		add_name(&b->head, "-", line->nick, "- ", max);
	else if (line->kind == SAID_ACTION)
		add_name(&b->head, "* ", line->nick, " ", max);
	else
		add_name(&b->head, sign_of(line, ascii), "", " ", max);
}

static int
at_least_one(int cells)
{
	return cells > 0 ? cells : 1;
}

static void
fill(struct block *b, const struct block_form *form, const struct line *line)
{
	struct buf time = {0};
	int room;

	b->indent = form->time_cells ? form->time_cells + 1 : 0;
	b->indent += form->who_cells ? form->who_cells + 1 : 0;
	room = form->width - b->indent;
	if (form->time_cells)
		block_time(&time, line->time_ms, form->time_format);
	snprintf(b->time, sizeof(b->time), "%s", time.len ? time.data : "");
	buf_free(&time);
	if (form->who_cells)
		fill_who(b, line, form->who_cells, form->ascii);
	else
		fill_head(b, line, room / 2 < HEAD_MAX ? room / 2 : HEAD_MAX,
		    form->ascii);
	b->head_cells =
	    text_width(b->head.data ? b->head.data : "", b->head.len);
	style_parse(&b->text, line->text, line->len);
	wrap_text(&b->rows, b->text.text.data ? b->text.text.data : "",
	    b->text.text.len, at_least_one(room - b->head_cells),
	    at_least_one(room));
}

const struct block *
blocks_get(struct blocks *b, const struct room *r, const struct line *line)
{
	/* ids of neighbours differ in high bits, or in low ones */
	uint64_t mixed = (line->id * 0x9e3779b97f4a7c15) >> 32;
	struct block *slot = &b->slots[(mixed + r->id * 131) % BLOCK_CACHE];

	if (slot->line == line->id && slot->room == r->id &&
	    slot->version == line->version)
		return slot;
	buf_reset(&slot->who);
	buf_reset(&slot->head);
	slot->head_is_nick = false;
	slot->room = r->id;
	slot->line = line->id;
	slot->version = line->version;
	fill(slot, &b->form, line);
	return slot;
}
