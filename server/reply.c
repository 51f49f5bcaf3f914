/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/block.h"
#include "common/buf.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "server/caps.h"
#include "server/speaker.h"

enum { PIECE_LEAST = 16 };

static size_t
reply_len(const struct reply *r, const char *server)
{
	size_t len = strlen(": ") + strlen(server) + strlen(r->command);

	for (size_t i = 0; i < r->nparams; i++)
		len += 1 + strlen(r->params[i]);
	return len + (r->text ? strlen(" :") + strlen(r->text) : 0);
}

/* Of the words and the text. */
static const char **
longest(struct reply *r)
{
	size_t best = 0;

	for (size_t i = 1; i < r->nparams; i++)
		if (strlen(r->params[i]) > strlen(r->params[best]))
			best = i;
	if (r->text && strlen(r->text) > strlen(r->params[best]))
		return &r->text;
	return &r->params[best];
}

/* Cuts by up to `over` bytes; the copy is the caller's. */
static char *
shorten(const char **piece, size_t over)
{
	size_t len = strlen(*piece);
	size_t keep = len > over + PIECE_LEAST ? len - over : PIECE_LEAST;
	char *copy = mem_strndup(*piece, utf8_cut(*piece, len, keep));

	*piece = copy;
	return copy;
}

/* As part of the open batch, if there is one. */
static struct view
reply_view(const struct session *s)
{
	struct view v = session_view(s);

	v.batch = *s->reply_batch ? s->reply_batch : NULL;
	return v;
}

static void
send_reply(struct server *srv, struct session *s, const struct reply *r)
{
	struct view v = reply_view(s);
	struct buf out = {0};
	struct block *b;

	if (!speaker_hears(s, r))
		return;
	s->dialect->reply(
	    &out, srv->settings->server_name, r, &v, event_now(&srv->clock));
	b = block_new(out.data, out.len);
	session_send(s, b);
	block_release(b);
	buf_free(&out);
}

static void
send_fitting(struct server *srv, struct session *s, struct reply *r)
{
	const char *server = srv->settings->server_name;
	char *copies[IRC_PARAMS_MAX + 1];
	size_t n = 0, len;

	while ((len = reply_len(r, server)) > IRC_BODY_MAX) {
		const char **piece = longest(r);

		if (strlen(*piece) <= PIECE_LEAST)
			break;
		assert(n < sizeof(copies) / sizeof(*copies));
		copies[n++] = shorten(piece, len - IRC_BODY_MAX);
	}
	send_reply(srv, s, r);
	while (n > 0)
		free(copies[--n]);
}

static void
add_word(struct reply *r, const char *word)
{
	assert(r->nparams < IRC_PARAMS_MAX);
	r->params[r->nparams++] = word;
}

static void
add_words(struct reply *r, const char *const *words)
{
	for (; words && *words; words++)
		add_word(r, *words);
}

/* The command of a numeric, into room for it, and whom it is for. */
static void
begin_numeric(
    struct reply *r, char number[4], enum numeric n, const struct session *s)
{
	snprintf(number, 4, "%03u", (unsigned)n % 1000);
	memset(r, 0, sizeof(*r));
	r->command = number;
	add_word(r, session_name(s));
}

void
reply(struct server *srv, struct session *s, enum numeric n, ...)
{
	const struct numeric_def *def = numeric_find(n);
	struct reply r;
	char number[4];
	const char *word;
	va_list ap;

	assert(def);
	begin_numeric(&r, number, n, s);
	va_start(ap, n);
	while ((word = va_arg(ap, const char *)))
		add_word(&r, word);
	va_end(ap);
	r.text = def->text;
	send_fitting(srv, s, &r);
}

void
reply_text(struct server *srv, struct session *s, enum numeric n,
    const char *const *words, const char *fmt, ...)
{
	struct buf text = {0};
	struct reply r;
	char number[4];
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	begin_numeric(&r, number, n, s);
	add_words(&r, words);
	r.text = text.data ? text.data : "";
	send_fitting(srv, s, &r);
	buf_free(&text);
}

void
reply_words(struct server *srv, struct session *s, enum numeric n,
    const char *const *words)
{
	const struct numeric_def *def = numeric_find(n);
	struct reply r;
	char number[4];

	assert(def);
	begin_numeric(&r, number, n, s);
	add_words(&r, words);
	r.text = def->text;
	send_fitting(srv, s, &r);
}

void
reply_command(struct server *srv, struct session *s, const char *command,
    const char *const *words, const char *text)
{
	struct reply r = {.command = command, .text = text};

	add_words(&r, words);
	send_fitting(srv, s, &r);
}

void
reply_fail(struct server *srv, struct session *s, const char *command,
    const char *code, const char *const *context, const char *fmt, ...)
{
	struct reply r = {.command = "FAIL"};
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	add_words(&r, WORDS(command, code));
	add_words(&r, context);
	r.text = text.data ? text.data : "";
	send_fitting(srv, s, &r);
	buf_free(&text);
}

void
reply_standard(struct server *srv, struct session *s, const char *type,
    const char *command, const char *code, const char *context, const char *fmt,
    ...)
{
	struct reply r = {.command = type};
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	add_words(&r, WORDS(command, code, context));
	r.text = text.data ? text.data : "";
	send_fitting(srv, s, &r);
	buf_free(&text);
}

void
reply_notice(struct server *srv, struct session *s, const char *type,
    const char *command, const char *code, const char *context, const char *fmt,
    ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	if (session_has(s, CAP_STANDARD_REPLIES))
		reply_standard(
		    srv, s, type, command, code, context, "%s", text.data);
	else
		reply_command(
		    srv, s, "NOTICE", WORDS(session_name(s)), text.data);
	buf_free(&text);
}

void
reply_batch_line(struct server *srv, struct session *s, const char *ref,
    const char *type, const char *param)
{
	struct view v = session_view(s);
	struct buf out = {0};
	struct block *b;

	s->dialect->batch(
	    &out, srv->settings->server_name, ref, type, param, &v);
	b = block_new(out.data ? out.data : "", out.len);
	session_send(s, b);
	block_release(b);
	buf_free(&out);
}

void
reply_batch_last(struct server *srv, struct session *s, const char *ref,
    const char *type, const char *param, bool end)
{
	struct view v = session_view(s);
	struct buf line = {0}, out = {0};
	struct block *b;

	s->dialect->batch(
	    &line, srv->settings->server_name, ref, type, param, &v);
	if (end && line.len > 0 && session_has(s, CAP_MESSAGE_TAGS))
		s->dialect->retag(
		    &out, line.data, line.len, "draft/chathistory-end", "");
	else
		buf_add(&out, line.data, line.len);
	b = block_new(out.data ? out.data : "", out.len);
	session_send(s, b);
	block_release(b);
	buf_free(&line);
	buf_free(&out);
}

void
reply_batch_begin(
    struct server *srv, struct session *s, const char *type, const char *param)
{
	assert(!*s->reply_batch);
	if (!session_has(s, CAP_BATCH))
		return;
	snprintf(
	    s->reply_batch, sizeof(s->reply_batch), "%s", session_batch_ref(s));
	reply_batch_line(srv, s, s->reply_batch, type, param);
}

void
reply_batch_pause(struct session *s, struct reply_batch *b)
{
	memcpy(b->ref, s->reply_batch, sizeof(b->ref));
	*s->reply_batch = '\0';
}

void
reply_batch_resume(struct session *s, const struct reply_batch *b)
{
	assert(!*s->reply_batch);
	memcpy(s->reply_batch, b->ref, sizeof(b->ref));
}

void
reply_batch_end(struct server *srv, struct session *s)
{
	if (*s->reply_batch)
		reply_batch_line(srv, s, s->reply_batch, NULL, NULL);
	*s->reply_batch = '\0';
}
