/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/tls_pair.h"

#include <check.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE_MAX_LEN = 1 << 16, OUT_MAX = 64 << 20, DAY_S = 86400 };

struct identity *
pair_identity(void)
{
	static const char *const names[] = {"localhost", "127.0.0.1"};
	struct identity_subject all = {"localhost", names, 2};
	struct buf err = {0};
	struct identity *id = identity_make(&all, DAY_S, &err);

	ck_assert_msg(id != NULL, "%s", err.data ? err.data : "");
	return id;
}

static void
make_contexts(struct tls_pair *p)
{
	struct buf err = {0};

	p->server_id = pair_identity();
	p->client_id = pair_identity();
	p->server_ctx = tls_context_server(p->server_id, &err);
	p->client_ctx = tls_context_client(p->client_id, &err);
	ck_assert_msg(
	    p->server_ctx && p->client_ctx, "%s", err.data ? err.data : "");
}

static void
open_ends(struct tls_pair *p)
{
	int fds[2];

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	conn_open(&p->server, fds[0], &transport_plain, LINE_MAX_LEN, OUT_MAX);
	conn_open(&p->client, fds[1], &transport_plain, LINE_MAX_LEN, OUT_MAX);
	ck_assert_int_eq(tls_accept(&p->server, p->server_ctx), 0);
}

void
pair_connect(struct tls_pair *p, const char *host)
{
	open_ends(p);
	ck_assert_int_eq(tls_connect(&p->client, p->client_ctx, host), 0);
}

void
pair_open(struct tls_pair *p)
{
	make_contexts(p);
	pair_connect(p, "localhost");
}

int
pair_open_server(struct tls_pair *p)
{
	make_contexts(p);
	return pair_reopen_server(p);
}

int
pair_reopen_server(struct tls_pair *p)
{
	open_ends(p);
	return p->client.fd;
}

void
pair_close(struct tls_pair *p)
{
	conn_close(&p->server);
	conn_close(&p->client);
	tls_context_free(p->server_ctx);
	tls_context_free(p->client_ctx);
	identity_free(p->server_id);
	identity_free(p->client_id);
}

/* What poll says is ready of what this end asks for; in its buffers too. */
static short
ready(const struct conn *c)
{
	struct pollfd p = {.fd = c->fd, .events = conn_events(c, true)};

	if (c->ended || c->error)
		return 0;
	if (conn_pending(c))
		return POLLIN;
	poll(&p, 1, 0);
	return p.revents;
}

int
pair_turn(struct conn *c)
{
	short events;
	int turns = 0;

	while ((events = ready(c)) != 0 && turns < 10000) {
		if (events & ~POLLOUT)
			conn_fill(c);
		if (conn_waits(c))
			conn_flush(c);
		turns++;
		/* what waits to be taken would hold up further reads */
		if (c->in.len > c->in.max)
			break;
	}
	return turns;
}

void
pair_settle(struct tls_pair *p)
{
	while (pair_turn(&p->client) + pair_turn(&p->server) > 0)
		continue;
}

void
pair_queue(struct conn *c, const char *text)
{
	ck_assert_int_eq(conn_queue_bytes(c, text, strlen(text)), 0);
}

const char *
pair_line(struct conn *c)
{
	char *line;
	size_t len;

	return conn_next_line(c, &line, &len) == LINE_READY ? line : NULL;
}
