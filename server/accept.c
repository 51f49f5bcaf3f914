/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/accept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

#include "common/log.h"
#include "common/sock.h"
#include "server/answer.h"
#include "server/holding.h"
#include "server/limit.h"
#include "server/monitor.h"
#include "server/registration.h"
#include "server/stray.h"

enum { ACCEPTS_A_TURN = 64, PAUSE_MS = 1000, SAID_MS = 60000, DRAIN_READS = 4 };

struct guest {
	int fd;
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
refuse(int fd, const char *why)
{
	char line[256], scrap[4096];
	int len =
	    snprintf(line, sizeof(line), "ERROR :Closing link: %s\r\n", why);

	(void)send(fd, line, (size_t)len, MSG_NOSIGNAL);
	(void)shutdown(fd, SHUT_WR);
	for (int i = 0; i < DRAIN_READS; i++)
		if (recv(fd, scrap, sizeof(scrap), 0) <= 0)
			break;
	close(fd);
}

/* Anybody of this machine can come over loopback as often as they like: a
 * quarter of all is for those who come otherwise. */
static bool
loopback_full(const struct server *srv, const struct limit_key *key)
{
	size_t most = (size_t)srv->settings->sessions;

	return key->kind == LIMIT_NOBODY && most &&
	    srv->nloopback >= most - most / 4;
}

static const char *
too_many_alike(const struct server *srv, const struct limit_key *key)
{
	const struct settings *set = srv->settings;
	size_t same = limit_get(srv->counts, key);
	int64_t most = key->kind == LIMIT_LOGIN ? set->sessions_per_login
						: set->sessions_per_address;

	if (!most || same < (size_t)most)
		return NULL;
	return key->kind == LIMIT_LOGIN
	    ? "Too many connections from your login"
	    : "Too many connections from your address";
}

/* What stands in the way of one more from there; NULL: nothing. */
static const char *
over_share(const struct server *srv, const struct limit_key *key)
{
	if (loopback_full(srv, key))
		return "This server is full for loopback; use its Unix socket";
	return too_many_alike(srv, key);
}

static const char *
over_limit(const struct server *srv, const struct guest *g)
{
	const struct settings *set = srv->settings;

	if (set->sessions && srv->nsessions >= (size_t)set->sessions)
		return "This server is full";
	return over_share(srv, &g->key);
}

static void
count_in(struct server *srv, const struct session *s)
{
	limit_add(&srv->counts, &s->limit_key);
	srv->nloopback += s->limit_key.kind == LIMIT_NOBODY;
}

static void
count_out(struct server *srv, const struct session *s)
{
	limit_drop(&srv->counts, &s->limit_key);
	srv->nloopback -= s->limit_key.kind == LIMIT_NOBODY;
}

static void
admit(struct server *srv, const struct listener *l, const struct guest *g)
{
	struct session *s = session_new(++srv->last_session_id, g->fd,
	    &transport_plain, l->dialect, (size_t)srv->settings->output_max);

	s->local = l->local;
	s->uid = g->uid;
	s->limit_key = g->key;
	memcpy(s->address, g->address, sizeof(s->address));
	s->since_ms = s->heard_ms = srv->now_ms;
	allowance_init(&s->allowance, srv->settings->flood_burst, srv->now_ms);
	count_in(srv, s);
	DL_APPEND(srv->sessions, s);
	HASH_ADD(hh, srv->by_id, id, sizeof(s->id), s);
	srv->nsessions++;
	log_debug(
	    "connection %llu from %s", (unsigned long long)s->id, s->address);
	registration_begin(srv, s);
}

void
accept_forget(struct server *srv, struct session *s)
{
	answers_drop(srv, s);
	holding_forget(srv, s);
	stray_forget(srv, s);
	monitor_clear(srv, s);
	count_out(srv, s);
	walks_skip(srv->session_walks, s, s == srv->sessions ? NULL : s->prev,
	    s->next);
	DL_DELETE(srv->sessions, s);
	HASH_DEL(srv->by_id, s);
	srv->nsessions--;
}

const char *
accept_recount(
    struct server *srv, struct session *s, const struct limit_key *key)
{
	const char *why;

	count_out(srv, s);
	why = over_share(srv, key);
	s->limit_key = *key;
	count_in(srv, s);
	return why;
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
		refuse(fd, "This server is full");
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

static bool
accept_one(struct server *srv, const struct listener *l)
{
	struct sockaddr_storage peer;
	struct guest g = {0};
	socklen_t len;
	const char *why = NULL;

	g.fd = sock_accept(l->fd, &peer, &len);
	if (g.fd < 0)
		return accept_failed(srv, l);
	sock_address((struct sockaddr *)&peer, g.address);
	limit_key_address(&g.key, (struct sockaddr *)&peer);
	if (l->local && sock_peer_uid(g.fd, &g.uid) < 0)
		why = "The system does not say who you are";
	else if (l->local)
		limit_key_login(&g.key, g.uid);
	if (!why)
		why = over_limit(srv, &g);
	if (why)
		refuse(g.fd, why);
	else
		admit(srv, l, &g);
	return true;
}

void
accept_waiting(struct server *srv, const struct listener *l)
{
	for (int i = 0; i < ACCEPTS_A_TURN; i++)
		if (!accept_one(srv, l))
			return;
}
