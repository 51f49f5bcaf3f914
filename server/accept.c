/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/accept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

#include "common/buf.h"
#include "common/log.h"
#include "common/mem.h"
#include "common/sock.h"
#include "common/sock_owner.h"
#include "server/admission.h"
#include "server/answer.h"
#include "server/banning.h"
#include "server/caps.h"
#include "server/cmd_cap.h"
#include "server/handshake.h"
#include "server/holding.h"
#include "server/limit.h"
#include "server/logins.h"
#include "server/monitor.h"
#include "server/plain_port.h"
#include "server/registration.h"
#include "server/seal.h"
#include "server/share.h"
#include "server/stray.h"

/* Descriptors that are the server's own: its threads and its files must find
 * some when there are no more for people. */
enum {
	ACCEPTS_A_TURN = 64,
	PAUSE_MS = 1000,
	SAID_MS = 60000,
	DRAIN_READS = 4,
	DESCRIPTORS_KEPT = 8
};

struct guest {
	int fd;
	bool local, loopback, forwarded;
	uid_t uid;
	struct limit_key key;
	char address[SOCK_NAME_MAX];
};

void
accept_open_spare(struct server *srv)
{
	srv->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool
accept_ready(const struct server *srv)
{
	return srv->now_ms >= srv->accept_after_ms;
}

/* It gets one line. What it has said already is read, as closing with input
 * unread would make the system throw that line away. */
static void
refuse(const struct listener *l, int fd, const char *why)
{
	struct reply r = {.command = "ERROR"};
	struct buf text = {0}, line = {0};
	struct view v = {.caps = 0};
	char scrap[4096];

	buf_addf(&text, "Closing link: %s", why);
	r.text = text.data;
	l->dialect->reply(&line, NULL, &r, &v, 0);
	(void)send(fd, line.data, line.len, MSG_NOSIGNAL);
	buf_free(&text);
	buf_free(&line);
	(void)shutdown(fd, SHUT_WR);
	for (int i = 0; i < DRAIN_READS; i++)
		if (recv(fd, scrap, sizeof(scrap), 0) <= 0)
			break;
	close(fd);
}

static void
admit(struct server *srv, const struct listener *l, const struct guest *g)
{
	struct session *s = session_new(++srv->last_session_id, g->fd,
	    &transport_plain, l->dialect, (size_t)srv->settings->output_max);
	struct cap_offer offer;

	s->local = s->secure = g->local;
	s->loopback = g->loopback;
	s->forwarded = g->forwarded;
	s->uid = g->uid;
	/* as others see it, it is no matter how they came */
	if (g->loopback)
		mem_replace(&s->host, "localhost");
	s->limit_key = g->key;
	offer = cap_offer(srv->settings, s);
	s->caps = caps_offered(s->caps, &offer);
	memcpy(s->address, g->address, sizeof(s->address));
	s->since_ms = s->heard_ms = srv->now_ms;
	s->unmet = true;
	share_join(srv, s);
	DL_APPEND(srv->sessions, s);
	HASH_ADD(hh, srv->by_id, id, sizeof(s->id), s);
	srv->nsessions++;
	log_debug(
	    "connection %llu from %s", (unsigned long long)s->id, s->address);
	registration_begin(srv, s);
	if (l->tls)
		handshake_begin(srv, s);
	else if (l->plain)
		plain_port_begin(srv, s);
}

void
accept_forget(struct server *srv, struct session *s)
{
	answers_drop(srv, s);
	holding_forget(srv, s);
	stray_forget(srv, s);
	monitor_clear(srv, s);
	share_leave(srv, s);
	walks_skip(srv->session_walks, s, s == srv->sessions ? NULL : s->prev,
	    s->next);
	DL_DELETE(srv->sessions, s);
	HASH_DEL(srv->by_id, s);
	srv->nsessions--;
}

void
accept_recount(
    struct server *srv, struct session *s, const struct limit_key *key)
{
	struct buf why = {0};
	bool welcome;

	share_leave(srv, s);
	welcome = admission_moved(srv, key, &why);
	s->limit_key = *key;
	share_join(srv, s);
	if (!welcome)
		session_doom(s, "%s", why.data);
	buf_free(&why);
}

static void
say_full(struct server *srv, int error)
{
	if (srv->now_ms < srv->full_said_ms + SAID_MS && srv->full_said_ms)
		return;
	srv->full_said_ms = srv->now_ms;
	log_warn("connections are refused: %s", strerror(error));
}

/* The spare descriptor lets one in, to be told; 0, or -1 with errno. */
static int
refuse_by_spare(struct server *srv, const struct listener *l)
{
	struct sockaddr_storage peer;
	socklen_t len;
	int fd, error;

	if (srv->spare_fd >= 0)
		close(srv->spare_fd);
	fd = sock_accept(l->fd, &peer, &len);
	error = errno;
	if (fd >= 0)
		refuse(l, fd, "This server is full");
	accept_open_spare(srv);
	errno = error;
	return fd >= 0 ? 0 : -1;
}

/* Whether it makes sense to accept the next one now. */
static bool
accept_failed(struct server *srv, const struct listener *l)
{
	if (errno == EMFILE || errno == ENFILE) {
		say_full(srv, errno);
		if (refuse_by_spare(srv, l) == 0)
			return true;
	}
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return false;
	if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO)
		return true;
	say_full(srv, errno);
	srv->accept_after_ms = srv->now_ms + PAUSE_MS;
	return false;
}

/* The lowest number that is free is taken, so it tells how many there are. */
static bool
is_full(struct server *srv, int fd)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0 ||
	    (rlim_t)fd + DESCRIPTORS_KEPT < files.rlim_cur)
		return false;
	say_full(srv, EMFILE);
	return true;
}

/* Over TCP only people are their login: a daemon, or root's, may forward
 * others. */
static void
find_owner(const struct server *srv, struct guest *g)
{
	if (!srv->settings->loopback_logins || sock_owner(g->fd, &g->uid) < 0)
		return;
	g->loopback = logins_person(srv->logins, g->uid);
	g->forwarded = !g->loopback;
}

/* Whether the system says where somebody comes from. */
static bool
identify(const struct server *srv, const struct listener *l, struct guest *g,
    const struct sockaddr *peer)
{
	sock_address(peer, g->address);
	admission_key(srv, &g->key, peer);
	if (!l->local)
		find_owner(srv, g);
	g->local = l->local || g->loopback;
	if (l->local && sock_peer_uid(g->fd, &g->uid) < 0)
		return false;
	if (g->local)
		limit_key_login(&g->key, g->uid);
	return true;
}

static bool
is_banned(struct server *srv, const struct guest *g, struct buf *why)
{
	const struct ban_subject who = {.local = g->local,
	    .uid = g->uid,
	    .address = g->local ? NULL : g->address};

	return banning_at_door(srv, &who, why);
}

static bool
accept_one(struct server *srv, const struct listener *l)
{
	struct sockaddr_storage peer;
	struct guest g = {0};
	struct buf why = {0};
	socklen_t len;

	g.fd = sock_accept(l->fd, &peer, &len);
	if (g.fd < 0)
		return accept_failed(srv, l);
	if (is_full(srv, g.fd))
		refuse(l, g.fd, "This server is full");
	else if (!identify(srv, l, &g, (struct sockaddr *)&peer))
		refuse(l, g.fd, "The system does not say who you are");
	else if (l->tls && !seal_context(srv))
		refuse(l, g.fd, "This port has no certificate yet");
	else if (!admission_connect(srv, &g.key, g.address, &why) ||
	    is_banned(srv, &g, &why))
		refuse(l, g.fd, why.data);
	else
		admit(srv, l, &g);
	buf_free(&why);
	return true;
}

void
accept_waiting(struct server *srv, const struct listener *l)
{
	for (int i = 0; i < ACCEPTS_A_TURN; i++)
		if (!accept_one(srv, l))
			return;
}
