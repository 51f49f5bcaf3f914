/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail_hear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/mask.h"
#include "common/clock.h"
#include "common/mem.h"

static const char *
tag(const struct incoming *in, const char *key)
{
	const char *value = irc_tag(in->m, key);

	return value ? value : "";
}

static struct tail_batch *
find(struct tail_hear *h, const char *id)
{
	for (size_t i = 0; i < TAIL_BATCHES_MAX; i++)
		if (!strcmp(h->batches[i].id, id))
			return &h->batches[i];
	return NULL;
}

/* The one that a line is part of, or NULL. */
static struct tail_batch *
batch_of(struct tail_hear *h, const struct incoming *in)
{
	const char *id = tag(in, "batch");

	return *id ? find(h, id) : NULL;
}

static void
forget(struct tail_batch *b)
{
	free(b->head);
	buf_free(&b->text);
	*b = (struct tail_batch){.id = ""};
}

/* All of it but the text and its kind. */
static struct tailed
head_of(const struct incoming *in, const char *target)
{
	return (struct tailed){
	    .time_ms = in->time_ms ? in->time_ms : clock_wall_ms(),
	    .id = tag(in, "msgid"),
	    .channel = target,
	    .nick = *in->from.nick ? in->from.nick : in->n->name,
	    .account = tag(in, "account"),
	    .kind = "",
	    .text = "",
	    .tags = in->m->tags,
	    .ntags = in->m->ntags,
	    .self = in->self};
}

static void
begin_past(struct tail_hear *h, const struct incoming *in, struct tail_batch *b)
{
	b->asker = h->ops->asker(h->arg, in_label(in), in_param(in, 2));
	b->origin = b->asker ? TAIL_PAGE : TAIL_REPLAY;
	b->owner = b->asker;
	b->end = in_ends_past(in);
}

static void
begin_lines(const struct incoming *in, struct tail_batch *b)
{
	struct tailed head = head_of(in, in_param(in, 2));

	b->lines = true;
	b->head = tailed_copy(&head);
}

static void
begin(struct tail_hear *h, const struct incoming *in, const char *id)
{
	const struct tail_batch *around = batch_of(h, in);
	struct tail_batch *b = find(h, "");
	const char *type = in_param(in, 1);

	if (!b || find(h, id) || strlen(id) >= sizeof(b->id))
		return;
	snprintf(b->id, sizeof(b->id), "%s", id);
	if (around) {
		b->origin = around->origin;
		b->asker = around->asker;
	}
	if (!strcmp(type, "draft/multiline") || !strcmp(type, "multiline"))
		begin_lines(in, b);
	else if (in_begins_past(in) && !b->asker)
		begin_past(h, in, b);
}

/* A password that a service was told, on another device, is not shown. */
static void
give(struct tail_hear *h, const struct tail_batch *b, struct tailed *m)
{
	struct buf masked = {0};

	if (mask_tells(m->channel, m->text)) {
		mask_text(&masked, m->text);
		m->text = masked.data;
	}
	h->ops->message(
	    h->arg, b ? b->origin : TAIL_LIVE, b ? b->asker : NULL, m);
	buf_free(&masked);
}

static void
end_lines(struct tail_hear *h, const struct tail_batch *b)
{
	struct tailed m = *b->head;

	if (!b->count)
		return;
	m.text = b->text.data ? b->text.data : "";
	give(h, b, &m);
}

static void
end(struct tail_hear *h, struct tail_batch *b)
{
	void *asker = b->owner ? b->asker : NULL;
	bool last = b->end;

	if (b->lines)
		end_lines(h, b);
	forget(b);
	if (!asker)
		return;
	for (size_t i = 0; i < TAIL_BATCHES_MAX; i++)
		if (h->batches[i].asker == asker)
			forget(&h->batches[i]);
	h->ops->answered(h->arg, asker, last);
}

static void
hear_batch(struct tail_hear *h, const struct incoming *in)
{
	const char *reference = in_param(in, 0);
	struct tail_batch *b;

	if (!*reference || !reference[1])
		return;
	b = find(h, reference + 1);
	if (*reference == '+')
		begin(h, in, reference + 1);
	else if (b)
		end(h, b);
}

static void
add_line(const struct incoming *in, struct tail_batch *b)
{
	bool joined = irc_tag(in->m, "draft/multiline-concat") ||
	    irc_tag(in->m, "multiline-concat");
	const char *text = in_param(in, 1);

	if (b->text.len + strlen(text) >= TAIL_TEXT_MAX)
		return;
	if (b->count++ > 0 && !joined)
		buf_addc(&b->text, '\n');
	buf_adds(&b->text, text);
	b->head->kind = strcmp(in->m->command, "NOTICE") ? "message" : "notice";
}

/* CTCP, but what somebody does, is between programs. */
static bool
read_ctcp(struct tailed *m, struct buf *text)
{
	static const char action[] = "\001ACTION ";
	size_t len = strlen(action);

	if (*m->text != '\001')
		return true;
	if (strncmp(m->text, action, len) != 0 || !strcmp(m->kind, "notice"))
		return false;
	buf_add(text, m->text + len, strcspn(m->text + len, "\001"));
	m->kind = "action";
	m->text = text->data ? text->data : "";
	return true;
}

static void
hear_said(struct tail_hear *h, const struct incoming *in)
{
	struct tail_batch *b = batch_of(h, in);
	struct tailed m = head_of(in, in_param(in, 0));
	struct buf text = {0};

	if (b && b->lines) {
		add_line(in, b);
		return;
	}
	m.kind = strcmp(in->m->command, "NOTICE") ? "message" : "notice";
	m.text = in_param(in, 1);
	if (read_ctcp(&m, &text))
		give(h, b, &m);
	else if (b && b->asker)
		h->ops->other(h->arg, b->asker, m.id, m.time_ms);
	buf_free(&text);
}

void
tail_hear(struct tail_hear *h, const struct incoming *in)
{
	const char *command = in->m->command;
	struct tail_batch *b = batch_of(h, in);

	/* What is in none that is known is no part of what is said now. */
	if (*tag(in, "batch") && !b)
		return;
	if (irc_tag(in->m, "draft/chathistory-context"))
		return;
	if (!strcmp(command, "BATCH"))
		hear_batch(h, in);
	else if (!strcmp(command, "PRIVMSG") || !strcmp(command, "NOTICE"))
		hear_said(h, in);
	else if (b && b->asker)
		h->ops->other(h->arg, b->asker, tag(in, "msgid"), in->time_ms);
}

void
tail_hear_lost(struct tail_hear *h)
{
	for (size_t i = 0; i < TAIL_BATCHES_MAX; i++)
		forget(&h->batches[i]);
}
