/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/block.h"
#include "common/buf.h"
#include "common/mem.h"
#include "server/caps.h"
#include "server/session.h"

void
session_label_begin(struct session *s, const char *label)
{
	struct capture *c = &s->capture;

	if (!label || !*label || strlen(label) >= sizeof(c->label) ||
	    c->active || !session_has(s, CAP_LABELED_RESPONSE))
		return;
	c->active = true;
	memcpy(c->label, label, strlen(label) + 1);
}

static size_t
lines_in(const struct block *b)
{
	size_t n = 0;

	for (uint32_t i = 0; i < b->len; i++)
		n += b->data[i] == '\n';
	return n;
}

static size_t
capture_lines(const struct capture *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		n += lines_in(c->lines[i]);
	return n;
}

/* The label in front of what stands in `lines`. */
static void
add_labelled(struct session *s, struct buf *out, const struct buf *lines)
{
	s->dialect->retag(
	    out, lines->data, lines->len, "label", s->capture.label);
}

static void
answer_ack(struct session *s, struct buf *out, const char *server_name)
{
	struct reply r = {.command = "ACK"};
	struct view v = {0};
	struct buf line = {0};

	s->dialect->reply(&line, server_name, &r, &v, 0);
	add_labelled(s, out, &line);
	buf_free(&line);
}

/* One that is a batch of its own has the label on its start (multiline). */
static void
answer_block(struct session *s, struct buf *out)
{
	const struct block *b = s->capture.lines[0];
	const char *end = memchr(b->data, '\n', b->len);
	size_t first = end ? (size_t)(end - b->data) + 1 : b->len;

	s->dialect->retag(out, b->data, first, "label", s->capture.label);
	buf_add(out, b->data + first, b->len - first);
}

static bool
is_one_answer(const struct session *s, size_t lines)
{
	const struct capture *c = &s->capture;

	return lines == 1 ||
	    (c->count == 1 &&
		s->dialect->batched(c->lines[0]->data, c->lines[0]->len));
}

/* The label stands on the start of the batch only (labeled-response). */
static void
open_batch(struct session *s, struct buf *out, const char *server_name)
{
	struct capture *c = &s->capture;
	struct view v = session_view(s);
	struct buf start = {0};

	snprintf(c->ref, sizeof(c->ref), "%s", session_batch_ref(s));
	s->dialect->batch(
	    &start, server_name, c->ref, "labeled-response", NULL, &v);
	add_labelled(s, out, &start);
	buf_free(&start);
	for (size_t i = 0; i < c->count; i++)
		s->dialect->retag(
		    out, c->lines[i]->data, c->lines[i]->len, "batch", c->ref);
}

static void
close_batch(struct session *s, struct buf *out, const char *server_name)
{
	struct view v = session_view(s);

	s->dialect->batch(out, server_name, s->capture.ref, NULL, NULL, &v);
}

static void
capture_release(struct capture *c)
{
	for (size_t i = 0; i < c->count; i++)
		block_release(c->lines[i]);
	free(c->lines);
	c->lines = NULL;
	c->count = c->cap = c->bytes = 0;
}

/* Frees the bytes. */
static struct block *
make_block(struct buf *out)
{
	struct block *b = block_new(out->data ? out->data : "", out->len);

	buf_free(out);
	return b;
}

static void
send_out(struct session *s, struct buf *out)
{
	struct block *b = make_block(out);

	session_send_aside(s, b);
	block_release(b);
}

static void
answer_all(struct session *s, struct buf *out, const char *server_name)
{
	size_t lines = capture_lines(&s->capture);

	if (s->capture.open) {
		close_batch(s, out, server_name);
	} else if (lines == 0) {
		answer_ack(s, out, server_name);
	} else if (is_one_answer(s, lines)) {
		answer_block(s, out);
	} else {
		open_batch(s, out, server_name);
		close_batch(s, out, server_name);
	}
}

static void
remember(struct session *s, struct block *sent)
{
	struct answered *a = mem_alloc(sizeof(*a));

	a->capture = s->capture;
	a->sent = block_hold(sent);
	LL_PREPEND(s->answered, a);
}

void
session_label_end(struct session *s, const char *server_name)
{
	struct buf out = {0};
	struct block *b;

	if (!s->capture.active)
		return;
	answer_all(s, &out, server_name);
	b = make_block(&out);
	if (s->capture.noted)
		remember(s, b);
	else
		capture_release(&s->capture);
	memset(&s->capture, 0, sizeof(s->capture));
	session_send_aside(s, b);
	block_release(b);
}

void
session_label_stream(struct session *s, const char *server_name)
{
	struct capture *c = &s->capture;
	struct buf out = {0};

	if (!c->active || c->open || c->count == 0)
		return;
	open_batch(s, &out, server_name);
	capture_release(c);
	c->open = true;
	send_out(s, &out);
}

void
session_label_send(struct session *s, const struct block *b)
{
	struct buf out = {0};

	s->dialect->retag(&out, b->data, b->len, "batch", s->capture.ref);
	send_out(s, &out);
}

bool
session_label_pause(struct session *s)
{
	bool was = s->capture.active;

	s->capture.active = false;
	return was;
}

void
session_label_resume(struct session *s, bool was)
{
	s->capture.active = was;
}

char *
session_label_take(struct session *s)
{
	struct capture *c = &s->capture;
	char *label;

	if (!c->active)
		return NULL;
	label = mem_strdup(c->label);
	capture_release(c);
	memset(c, 0, sizeof(*c));
	return label;
}

unsigned
session_label_note(struct session *s)
{
	struct capture *c = &s->capture;

	if (c->active && !c->noted)
		c->noted = ++s->notes;
	return c->active ? c->noted : 0;
}

/* An answer has no void lines. */
static void
capture_drop_void(struct capture *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->count; i++)
		if (c->lines[i]->len)
			c->lines[kept++] = c->lines[i];
		else
			block_release(c->lines[i]);
	c->count = kept;
}

bool
session_label_reopen(struct session *s, unsigned noted)
{
	struct answered *a;

	LL_FOREACH (s->answered, a)
		if (a->capture.noted == noted)
			break;
	if (!a)
		return false;
	s->reopened = a;
	a->aside = s->capture;
	s->capture = a->capture;
	capture_drop_void(&s->capture);
	return true;
}

void
session_label_close(struct session *s, const char *server_name)
{
	struct answered *a = s->reopened;
	struct buf out = {0};
	struct block *b;

	answer_all(s, &out, server_name);
	b = make_block(&out);
	outq_replace(&s->conn.out, a->sent, b);
	block_release(a->sent);
	a->sent = b;
	a->capture = s->capture;
	s->capture = a->aside;
	s->reopened = NULL;
}

void
session_label_forget(struct session *s)
{
	struct answered *a, *next;

	LL_FOREACH_SAFE (s->answered, a, next) {
		capture_release(&a->capture);
		block_release(a->sent);
		free(a);
	}
	s->answered = NULL;
}
