/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reap.h"

#include <stdbool.h>
#include <sys/socket.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/log.h"
#include "server/absence.h"
#include "server/accept.h"
#include "server/attach.h"
#include "server/devices.h"
#include "server/hub.h"
#include "server/serve.h"

enum { DRAIN_READS = 16 };

/* What others are told; the first word says whether the peer itself chose
 * to go, so that nobody can pretend to a timeout. */
static void
reason(struct buf *out, const struct session *s)
{
	buf_addf(out, "%s%s", s->quit ? "Quit: " : "", s->doom);
}

static void
say_error(const struct server *srv, struct session *s, const char *why)
{
	struct buf text = {0}, line = {0};
	struct reply r = {.command = "ERROR"};
	struct view v = session_view(s);

	if (s->told)
		return;
	buf_addf(&text, "Closing link: %s", why);
	r.text = text.data;
	s->dialect->reply(&line, NULL, &r, &v, event_now(&srv->clock));
	/* where its output is full, that is why it ends */
	(void)conn_queue_bytes(&s->conn, line.data, line.len);
	buf_free(&line);
	buf_free(&text);
}

static void
leave(struct server *srv, struct session *s, const char *why)
{
	struct user *u = s->user;
	struct event e;

	if (!u)
		return;
	e = hub_event(srv, EVENT_QUIT, s);
	e.body = why;
	devices_went(srv, s);
	session_detach(s);
	log_info("%s (%s@%s) is gone%s: %s", u->nick, u->name, s->address,
	    u->sessions ? " with one device" : "", why);
	if (u->sessions)
		attach_left(srv, u);
	else if (!absence_begin(srv, u, s, why))
		hub_publish(srv, &e);
}

static void
bury(struct server *srv, struct session *s)
{
	struct buf why = {0};

	reason(&why, s);
	leave(srv, s, why.data ? why.data : "");
	say_error(srv, s, why.data ? why.data : "");
	buf_free(&why);
}

/* Closing with input unread would make the system throw away what was
 * written last. */
static void
close_softly(struct session *s)
{
	char scrap[4096];

	if (conn_finish(&s->conn) == CONN_OK)
		for (int i = 0; i < DRAIN_READS; i++)
			if (recv(s->conn.fd, scrap, sizeof(scrap), 0) <= 0)
				break;
	session_free(s);
}

/* Moves the doomed to `dead`; telling one's neighbours may doom them. */
static bool
collect(struct server *srv, struct session **dead)
{
	struct session *s, *next;
	bool any = false;

	DL_FOREACH_SAFE (srv->sessions, s, next) {
		if (!s->doom)
			continue;
		bury(srv, s);
		accept_forget(srv, s);
		DL_APPEND(*dead, s);
		any = true;
		serve_relief(srv);
	}
	return any;
}

void
reap(struct server *srv)
{
	struct session *dead = NULL, *s, *next;

	while (collect(srv, &dead))
		continue;
	if (!dead)
		return;
	hub_commit(srv);
	DL_FOREACH_SAFE (dead, s, next) {
		DL_DELETE(dead, s);
		close_softly(s);
	}
}
