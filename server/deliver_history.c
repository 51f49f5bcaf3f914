/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/block.h"
#include "common/mem.h"
#include "common/utf8.h"
#include "server/caps.h"
#include "server/deliver.h"
#include "server/reply.h"
#include "server/rights.h"

/* The lines that one session is about to be shown. */
struct page {
	const struct session *s;
	const struct channel *channel;
	struct view view;
	struct block **lines;
	size_t count, max;
};

static void
add_time(struct buf *out, int64_t time_ms)
{
	time_t seconds = time_ms / 1000;
	struct tm local;
	char text[32];

	if (!localtime_r(&seconds, &local))
		return;
	strftime(text, sizeof(text), "[%Y-%m-%d %H:%M] ", &local);
	buf_adds(out, text);
}

/* The time in front of the text (of its first line), and inside of an
 * ACTION. */
static void
add_dated(struct buf *out, const struct event *e)
{
	static const char action[] = "\001ACTION ";
	const char *body = e->body ? e->body : "";
	size_t lead = strlen(action), len, room;

	if (strncmp(body, action, lead) != 0)
		lead = 0;
	buf_add(out, body, lead);
	add_time(out, e->time_ms);
	room = dialect_irc_room(&e->source,
	    e->kind == EVENT_NOTICE ? "NOTICE" : "PRIVMSG", e->target);
	room = room > out->len ? room - out->len : 0;
	body += lead;
	len = strcspn(body, "\r\n");
	buf_add(out, body, utf8_cut(body, len, room));
	buf_adds(out, body + len);
	if (lead && out->data[out->len - 1] != '\001')
		buf_addc(out, '\001');
}

static void
add_line(const struct event *kept, void *context)
{
	struct page *p = context;
	struct event e = *kept;
	struct buf out = {0}, dated = {0};

	if (p->count == p->max)
		return;
	e.target = p->channel->name; /* whatever it was called then */
	if (!session_has(p->s, CAP_SERVER_TIME)) {
		add_dated(&dated, &e);
		e.body = dated.data;
	}
	p->s->dialect->encode(&out, &e, &p->view);
	if (out.len > 0)
		p->lines[p->count++] = block_new(out.data, out.len);
	buf_free(&out);
	buf_free(&dated);
}

/* Where to begin so that the page takes at most half of what the session
 * may be sent at once: to come in must not throw anybody out. */
static size_t
page_start(const struct page *p)
{
	size_t room = p->s->conn.out_max / 2, i = p->count;

	if (p->s->conn.out_max == 0)
		return 0;
	while (i > 0 && p->lines[i - 1]->len <= room)
		room -= p->lines[--i]->len;
	return i;
}

static void
page_send(struct server *srv, struct session *s, const struct page *p,
    const struct channel *c)
{
	if (p->view.batch)
		reply_batch_line(srv, s, p->view.batch, "chathistory", c->name);
	for (size_t i = page_start(p); i < p->count; i++)
		session_send(s, p->lines[i]);
	if (p->view.batch)
		reply_batch_line(srv, s, p->view.batch, NULL, NULL);
}

void
deliver_history(struct server *srv, struct session *s, const struct channel *c,
    struct store_point before)
{
	struct store_range range = {.channel_id = c->id,
	    .after = STORE_FIRST,
	    .before = before,
	    .newest = true,
	    .said = true};
	struct page p = {.s = s, .channel = c, .view = session_view(s)};

	p.max = (size_t)srv->settings->history_lines;
	range.max = p.max;
	if (p.max == 0 || can_act(s->user, ACT_READ, c, NULL) != 0)
		return;
	/* a program would do again what it was told to do then */
	if (s->user->modes & USER_BOT)
		return;
	if (session_has(s, CAP_BATCH))
		p.view.batch = session_batch_ref(s);
	p.lines = mem_alloc(p.max * sizeof(*p.lines));
	srv->store->ops->read(srv->store, &range, add_line, &p);
	if (p.count > 0)
		page_send(srv, s, &p, c);
	for (size_t i = 0; i < p.count; i++)
		block_release(p.lines[i]);
	free(p.lines);
}
