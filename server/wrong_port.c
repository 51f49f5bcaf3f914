/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wrong_port.h"

#include <sys/socket.h>

#include "common/buf.h"
#include "common/sock.h"
#include "server/listen.h"
#include "server/session.h"
#include "server/stranger.h"
#include "server/trouble.h"

/* Where it has come to, as nc is told. */
static void
add_way_in(struct buf *out, const struct session *s)
{
	struct sockaddr_storage ss = {0};
	struct sockaddr *sa = (struct sockaddr *)&ss;
	char address[SOCK_NAME_MAX];
	socklen_t len = sizeof(ss);

	(void)getsockname(s->conn.fd, sa, &len);
	sock_address(sa, address);
	buf_addf(out, ": come in with nc %s %u", address, sock_port(sa));
}

/* The line, and the end of the header. */
static void
answer_http(struct buf *out, const struct session *s)
{
	buf_addf(out, "HTTP/1.0 400 This is %s, not a web server",
	    s->speech ? "a chat" : "IRC");
	if (s->speech)
		add_way_in(out, s);
	buf_adds(out, "\r\n\r\n");
}

static bool
is_irc(const struct listener *l)
{
	return !l->plain && !l->local;
}

static void
answer_irc(struct buf *out, const struct server *srv)
{
	const struct listener *l = listen_find(srv, is_irc);

	buf_adds(out, "ERROR :Closing link: This port is for nc and telnet");
	if (l)
		buf_addf(out, "; IRC%s is at port %s", l->tls ? " by TLS" : "",
		    l->url.port);
	buf_adds(out, "\r\n");
}

/* In its own words, so the dialect has none. */
static void
tell(struct session *s, const struct buf *answer)
{
	(void)conn_queue_bytes(&s->conn, answer->data, answer->len);
	s->told = true;
}

static void
refuse(struct server *srv, struct session *s, enum stranger who)
{
	static const char *const names[] = {
	    [STRANGER_HTTP] = "speaks HTTP to a port of the chat",
	    [STRANGER_IRC] = "speaks IRC to a port for plain lines",
	    [STRANGER_OTHER] = "speaks no plain lines to a port for these"};
	struct buf answer = {0};

	trouble_say(srv, &srv->strangers, s, names[who]);
	if (who == STRANGER_HTTP)
		answer_http(&answer, s);
	else if (who == STRANGER_IRC)
		answer_irc(&answer, srv);
	if (answer.len > 0)
		tell(s, &answer);
	buf_free(&answer);
	session_doom(s, "This port is for people with nc or telnet");
}

void
wrong_port_heed(struct server *srv, struct session *s)
{
	const struct lines *in = &s->conn.in;
	size_t held = in->len - in->start;
	enum stranger who;

	if (!s->unmet || s->doom || held == 0)
		return;
	who = stranger_look(
	    in->data + in->start, held, s->conn.ended || held > in->max);
	s->unmet = who == STRANGER_LATER;
	if (who == STRANGER_HTTP || (who > STRANGER_NONE && s->speech))
		refuse(srv, s, who);
}
