/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/said.h"

#include <stdlib.h>
#include <utlist.h>

#include "common/block.h"
#include "common/mem.h"
#include "server/reply.h"

enum { FIRST = 16 };

bool
said_refuses(const struct server *srv)
{
	return srv->settings->history_failure == SETTINGS_FAILURE_REFUSE;
}

static struct said *
add(struct said_turn *t)
{
	struct said *it;

	if (t->count == t->cap) {
		t->cap = t->cap ? t->cap * 2 : FIRST;
		t->items = mem_resize(t->items, t->cap * sizeof(*t->items));
	}
	it = &t->items[t->count++];
	*it = (struct said){0};
	return it;
}

void
said_begin(struct server *srv, const struct event *e)
{
	struct session *s;
	struct said *it;

	if (!event_said(e) || !e->seq)
		return;
	it = add(&srv->said);
	it->kind = e->kind;
	it->seq = e->seq;
	it->session_id = e->session_id;
	it->target = mem_strdup(e->target);
	s = server_session(srv, e->session_id);
	it->answer = s ? session_label_note(s) : 0;
	srv->said.open = true;
}

void
said_end(struct server *srv)
{
	srv->said.open = false;
}

void
said_rendered(struct server *srv, struct block *b)
{
	struct said *it;

	if (!srv->said.open || !said_refuses(srv))
		return;
	it = &srv->said.items[srv->said.count - 1];
	it->blocks =
	    mem_resize(it->blocks, (it->nblocks + 1) * sizeof(*it->blocks));
	it->blocks[it->nblocks++] = block_hold(b);
}

static void
release(struct said *it)
{
	for (size_t i = 0; i < it->nblocks; i++)
		block_release(it->blocks[i]);
	free(it->blocks);
	free(it->target);
}

static void
tell(struct server *srv, struct session *s, enum event_kind kind,
    const char *target)
{
	const char *command = kind == EVENT_NOTICE ? "NOTICE" : "PRIVMSG";
	bool refused = said_refuses(srv);

	reply_notice(srv, s, "FAIL", command, refused ? "NOT_SENT" : "NOT_KEPT",
	    target,
	    refused ? "Your message to %s was not sent: history cannot be "
		      "written now"
		    : "Your message to %s was sent, but is not kept: history "
		      "cannot be written now",
	    target);
}

void
said_unkept(struct server *srv, const struct event *e)
{
	struct session *s = server_session(srv, e->session_id);

	if (s)
		tell(srv, s, e->kind, e->target);
}

/* The answer has gone into the output already, or there is none. */
static void
tell_late(struct server *srv, struct session *s, const struct said *it)
{
	bool was;

	if (session_label_reopen(s, it->answer)) {
		tell(srv, s, it->kind, it->target);
		session_label_close(s, srv->settings->server_name);
		return;
	}
	was = session_label_pause(s);
	tell(srv, s, it->kind, it->target);
	session_label_resume(s, was);
}

static bool
is_kept(const struct server *srv, const struct said *it)
{
	return it->seq <= srv->store->kept_seq;
}

/* Takes what is not kept out of every output. */
static void
take_back(struct server *srv)
{
	const struct said_turn *t = &srv->said;
	struct session *s;

	for (size_t i = 0; i < t->count; i++)
		for (size_t b = 0; b < t->items[i].nblocks; b++)
			if (!is_kept(srv, &t->items[i]))
				block_void(t->items[i].blocks[b]);
	DL_FOREACH (srv->sessions, s)
		session_drop_void(s);
}

static bool
all_kept(const struct server *srv)
{
	const struct said_turn *t = &srv->said;

	return t->count == 0 || is_kept(srv, &t->items[t->count - 1]);
}

static void
fail(struct server *srv)
{
	const struct said_turn *t = &srv->said;
	struct session *s;

	if (said_refuses(srv))
		take_back(srv);
	for (size_t i = 0; i < t->count; i++) {
		s = server_session(srv, t->items[i].session_id);
		if (s && !is_kept(srv, &t->items[i]))
			tell_late(srv, s, &t->items[i]);
	}
}

void
said_settle(struct server *srv)
{
	struct said_turn *t = &srv->said;
	struct session *s;

	if (!all_kept(srv))
		fail(srv);
	for (size_t i = 0; i < t->count; i++) {
		s = t->items[i].answer
		    ? server_session(srv, t->items[i].session_id)
		    : NULL;
		if (s)
			session_label_forget(s);
		release(&t->items[i]);
	}
	t->count = 0;
}

void
said_free(struct said_turn *t)
{
	for (size_t i = 0; i < t->count; i++)
		release(&t->items[i]);
	free(t->items);
	*t = (struct said_turn){0};
}
