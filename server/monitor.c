/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/monitor.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"
#include "server/reply.h"

size_t
monitor_count(const struct session *s)
{
	return HASH_COUNT(s->watches);
}

static struct monitor_target *
find_target(const struct server *srv, const char *nick)
{
	char *folded = text_folded(nick);
	struct monitor_target *t;

	HASH_FIND_STR(srv->monitored, folded, t);
	free(folded);
	return t;
}

static struct monitor_watch *
find_watch(const struct server *srv, const struct session *s, const char *nick)
{
	struct monitor_target *t = find_target(srv, nick);
	struct monitor_watch *w = NULL;

	if (t)
		HASH_FIND_PTR(s->watches, &t, w);
	return w;
}

bool
monitor_watches(
    const struct server *srv, const struct session *s, const char *nick)
{
	return find_watch(srv, s, nick);
}

static struct monitor_target *
make_target(struct server *srv, const char *nick)
{
	struct monitor_target *t = mem_alloc(sizeof(*t));

	t->folded = text_folded(nick);
	HASH_ADD_KEYPTR(hh, srv->monitored, t->folded, strlen(t->folded), t);
	return t;
}

void
monitor_add(struct server *srv, struct session *s, const char *nick)
{
	struct monitor_target *t = find_target(srv, nick);
	struct monitor_watch *w;

	if (t && find_watch(srv, s, nick))
		return;
	if (!t)
		t = make_target(srv, nick);
	w = mem_alloc(sizeof(*w));
	w->session = s;
	w->target = t;
	w->nick = mem_strdup(nick);
	DL_APPEND(t->watches, w);
	HASH_ADD_PTR(s->watches, target, w);
}

static void
end_watch(struct server *srv, struct monitor_watch *w)
{
	struct monitor_target *t = w->target;

	HASH_DEL(w->session->watches, w);
	DL_DELETE(t->watches, w);
	free(w->nick);
	free(w);
	if (t->watches)
		return;
	HASH_DEL(srv->monitored, t);
	free(t->folded);
	free(t);
}

void
monitor_drop(struct server *srv, struct session *s, const char *nick)
{
	struct monitor_watch *w = find_watch(srv, s, nick);

	if (w)
		end_watch(srv, w);
}

void
monitor_clear(struct server *srv, struct session *s)
{
	struct monitor_watch *w, *next;

	HASH_ITER (hh, s->watches, w, next)
		end_watch(srv, w);
}

const struct monitor_watch *
monitor_of(const struct server *srv, const char *nick)
{
	const struct monitor_target *t = find_target(srv, nick);

	return t ? t->watches : NULL;
}

/* No part of what the watcher may be waiting for under a label. */
static void
tell(struct server *srv, const char *nick, enum numeric n, const char *text)
{
	const struct monitor_watch *w = monitor_of(srv, nick);

	for (; w; w = w->next) {
		bool was = session_label_pause(w->session);

		reply_text(srv, w->session, n, NULL, "%s", text);
		session_label_resume(w->session, was);
	}
}

static void
tell_online(struct server *srv, const struct event_actor *a, const char *nick)
{
	struct buf mask = {0};

	buf_addf(&mask, "%s!%s@%s", nick, a->user ? a->user : "",
	    a->host ? a->host : "");
	tell(srv, nick, RPL_MONONLINE, mask.data);
	buf_free(&mask);
}

void
monitor_tell(struct server *srv, const struct event *e)
{
	const char *nick = e->source.nick;

	switch (e->kind) {
	case EVENT_CONNECT:
		tell_online(srv, &e->source, nick);
		break;
	case EVENT_QUIT:
		tell(srv, nick, RPL_MONOFFLINE, nick);
		break;
	case EVENT_NICK:
		if (!text_casecmp(nick, e->arg))
			break;
		tell(srv, nick, RPL_MONOFFLINE, nick);
		tell_online(srv, &e->source, e->arg);
		break;
	default:
		break;
	}
}
