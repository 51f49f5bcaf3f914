/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/dialect_lines.h"

#include <string.h>

#include "server/caps.h"

/* Longer client-only tags would make many times their bytes. */
enum { TAGS_REPEATED = 256 };

static void
set_body(struct event *one, struct buf *text, const struct event_line *l)
{
	buf_reset(text);
	buf_add(text, l->text, l->len);
	one->body = l->len ? text->data : "";
}

static void
in_batch(struct buf *out, const struct event *e, const struct view *v,
    const struct lines_form *form)
{
	const struct view inside = {
	    .caps = CAP_BATCH | CAP_MESSAGE_TAGS, .batch = e->id};
	struct event_line l = {.rest = e->body};
	struct event one = *e;
	struct buf text = {0};

	one.id[0] = '\0';
	one.source.account = NULL;
	one.source.bot = false;
	form->batch(out, e, v, true);
	while (event_next_line(&l)) {
		set_body(&one, &text, &l);
		one.tags = l.joined ? "draft/multiline-concat" : NULL;
		form->line(out, &one, &inside);
	}
	form->batch(out, e, v, false);
	buf_free(&text);
}

static void
one_by_one(struct buf *out, const struct event *e, const struct view *v,
    const struct lines_form *form)
{
	struct event_line l = {.rest = e->body};
	struct event one = *e;
	struct buf text = {0};

	while (event_next_line(&l)) {
		if (l.len == 0)
			continue;
		set_body(&one, &text, &l);
		form->line(out, &one, v);
		one.id[0] = '\0';
		if (one.tags && strlen(one.tags) > TAGS_REPEATED)
			one.tags = NULL;
	}
	buf_free(&text);
}

void
lines_encode(struct buf *out, const struct event *e, const struct view *v,
    const struct lines_form *form)
{
	if (v->caps & CAP_MULTILINE && e->id[0])
		in_batch(out, e, v, form);
	else
		one_by_one(out, e, v, form);
}
