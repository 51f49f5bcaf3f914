/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/session.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/block.h"
#include "common/buf.h"
#include "common/mem.h"
#include "server/caps.h"
#include "server/catchup.h"
#include "server/exchange.h"
#include "server/metadata.h"
#include "server/multiline.h"

struct session *
session_new(uint64_t id, int fd, const struct transport *t,
    const struct dialect *d, size_t out_max)
{
	struct session *s = mem_alloc(sizeof(*s));

	s->id = id;
	s->dialect = d;
	s->caps = d->caps;
	s->speech = d->speech ? d->speech->open(id) : NULL;
	s->allowance = &s->own_allowance;
	conn_open(&s->conn, fd, t, d->line_max, out_max);
	return s;
}

void
session_free(struct session *s)
{
	assert(!s->answer && !s->user && !s->watches);
	conn_close(&s->conn);
	if (s->speech)
		s->dialect->speech->close(s->speech);
	session_label_forget(s);
	for (size_t i = 0; i < s->capture.count; i++)
		block_release(s->capture.lines[i]);
	free(s->capture.lines);
	free(s->nick);
	free(s->username);
	free(s->realname);
	mem_replace(&s->refused_login, NULL);
	mem_wipe(&s->password);
	mem_wipe(&s->next_password);
	free(s->wanted_nick);
	free(s->gateway);
	free(s->claim);
	free(s->host);
	free(s->account);
	free(s->login);
	exchange_free(s->exchange);
	free(s->certificate);
	free(s->sts);
	session_subscribe_none(s);
	metadata_free(&s->metadata);
	free(s->away);
	free(s->doom);
	multiline_free(s->multiline);
	catchup_free(s->catchup);
	free(s->device);
	free(s);
}

void
session_send_aside(struct session *s, struct block *b)
{
	if (s->doom || b->len == 0)
		return;
	s->said++;
	if (conn_queue(&s->conn, b) < 0)
		session_lose(s, "SendQ exceeded");
}

void
session_drop_void(struct session *s)
{
	uint64_t end;

	outq_drop_void(&s->conn.out);
	end = s->conn.written + s->conn.out.bytes;
	if (s->answer_end > end)
		s->answer_end = end;
}

static void
capture_hold(struct session *s, struct block *b)
{
	struct capture *c = &s->capture;

	if (s->conn.out_max && c->bytes + b->len > s->conn.out_max) {
		session_lose(s, "SendQ exceeded");
		return;
	}
	if (c->count == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 4;
		c->lines = mem_resize(c->lines, c->cap * sizeof(*c->lines));
	}
	c->lines[c->count++] = block_hold(b);
	c->bytes += b->len;
}

void
session_send(struct session *s, struct block *b)
{
	if (!s->capture.active)
		session_send_aside(s, b);
	else if (s->capture.open)
		session_label_send(s, b);
	else if (!s->doom && b->len > 0)
		capture_hold(s, b);
}

static void
doom(struct session *s, bool lost, const char *fmt, va_list ap)
{
	struct buf reason = {0};

	if (s->doom)
		return;
	buf_addv(&reason, fmt, ap);
	s->lost = lost;
	s->doom = mem_strdup(reason.data ? reason.data : "");
	buf_free(&reason);
}

void
session_doom(struct session *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	doom(s, false, fmt, ap);
	va_end(ap);
}

void
session_expel(struct session *s, const char *fmt, ...)
{
	va_list ap;

	mem_replace(&s->doom, NULL);
	s->quit = false;
	va_start(ap, fmt);
	doom(s, false, fmt, ap);
	va_end(ap);
}

void
session_lose(struct session *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	doom(s, true, fmt, ap);
	va_end(ap);
}

void
session_ping(struct session *s, const char *token, int64_t time_ms)
{
	struct reply r = {.command = "PING", .text = token};
	struct view v = session_view(s);
	struct buf line = {0};
	struct block *b;

	s->dialect->reply(&line, NULL, &r, &v, time_ms);
	b = block_new(line.data, line.len);
	session_send_aside(s, b);
	block_release(b);
	buf_free(&line);
}

void
session_attach(struct session *s, struct user *u)
{
	assert(!s->user);
	s->user = u;
	DL_APPEND2(u->sessions, s, user_prev, user_next);
}

void
session_detach(struct session *s)
{
	if (!s->user)
		return;
	DL_DELETE2(s->user->sessions, s, user_prev, user_next);
	s->user = NULL;
}

struct view
session_view(const struct session *s)
{
	struct view v = {0};

	v.caps = caps_effective(s->caps) & s->dialect->views;
	return v;
}

bool
session_has(const struct session *s, uint64_t cap)
{
	return (caps_effective(s->caps) & cap) == cap;
}

bool
session_catches_up(const struct session *s)
{
	return s->user && !session_has(s, CAP_CHATHISTORY) &&
	    !(s->user->modes & USER_BOT);
}

const char *
session_batch_ref(struct session *s)
{
	snprintf(s->batch_ref, sizeof(s->batch_ref), "%" PRIu32, ++s->batches);
	return s->batch_ref;
}

const char *
session_account(const struct session *s)
{
	return s->user ? s->user->account : s->account;
}

const char *
session_name(const struct session *s)
{
	return s->user ? s->user->nick : "*";
}

const char *
session_host(const struct session *s)
{
	return s->host ? s->host : s->address;
}

struct standing
session_standing(const struct session *s)
{
	enum limit_kind kind = (enum limit_kind)s->limit_key.kind;

	return (struct standing){.here = s->local ||
		(kind == LIMIT_NOBODY && !s->gateway && !s->forwarded),
	    .secure = s->secure || s->local,
	    .proved = s->certificate || s->login};
}
