/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/client_secure.h"

#include <arpa/inet.h>
#include <check.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/dial.h"
#include "client/input.h"
#include "common/sock.h"
#include "common/tls.h"
#include "common/tls_peer.h"

enum { LINE_MAX_LEN = 1 << 16, QUIET_MS = 60, YEAR_S = 365 * 86400 };

static void
start_listening(struct secure_client *c)
{
	struct sockaddr_in sin = {.sin_family = AF_INET};
	socklen_t len = sizeof(sin);

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	c->listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    bind(c->listener, (struct sockaddr *)&sin, sizeof(sin)), 0);
	ck_assert_int_eq(listen(c->listener, 8), 0);
	getsockname(c->listener, (struct sockaddr *)&sin, &len);
	snprintf(c->port, sizeof(c->port), "%d", ntohs(sin.sin_port));
	snprintf(c->where, sizeof(c->where), "127.0.0.1:%s", c->port);
	snprintf(c->elsewhere, sizeof(c->elsewhere), "0.0.0.0:%s", c->port);
}

void
secure_setup(struct secure_client *c)
{
	char path[128];

	*c = (struct secure_client){.now_ms = 1000000, .peer = {.fd = -1}};
	strcpy(c->dir, "/tmp/tcpchat-test.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(c->dir));
	snprintf(c->state_dir, sizeof(c->state_dir), "%s/tcpchat", c->dir);
	mkdir(c->state_dir, 0700);
	snprintf(c->pem, sizeof(c->pem), "%s/server.pem", c->dir);
	snprintf(path, sizeof(path), "%s/ca.pem", c->dir);
	setenv("XDG_STATE_HOME", c->dir, 1);
	setenv("SSL_CERT_FILE", path, 1);
	setenv("SSL_CERT_DIR", c->dir, 1);
	c->authority = authority_new(path);
	start_listening(c);
	conf_defaults(&client_spec, &c->settings);
	state_init(&c->state, &c->settings);
	c->n = state_add_network(&c->state, "x", "");
	c->links = links_open(&c->state);
}

void
secure_teardown(struct secure_client *c)
{
	char command[128];

	links_close(c->links);
	state_free(&c->state);
	settings_free(&c->settings);
	conn_close(&c->peer);
	close(c->listener);
	authority_free(c->authority);
	buf_free(&c->heard);
	snprintf(command, sizeof(command), "rm -rf %s", c->dir);
	ck_assert_int_eq(system(command), 0);
}

void
secure_self_signed(struct secure_client *c, const char *name)
{
	authority_issue(NULL,
	    &(struct issue){.path = c->pem,
		.name = name,
		.from_s = -3600,
		.until_s = YEAR_S});
}

void
secure_signed(
    struct secure_client *c, const char *name, int64_t from_s, int64_t until_s)
{
	authority_issue(c->authority,
	    &(struct issue){.path = c->pem,
		.name = name,
		.from_s = from_s,
		.until_s = until_s});
}

void
secure_dial(struct secure_client *c, const char *scheme)
{
	char url[64];

	snprintf(url, sizeof(url), "%s://%s", scheme, c->where);
	dial_set(&c->state, c->n, url);
}

static void
secure_over(struct secure_client *c)
{
	struct tls_context *ctx;
	struct identity *id;
	struct buf err = {0};

	id = identity_load(c->pem, c->pem, &err);
	ck_assert_msg(id != NULL, "%s", err.data ? err.data : "");
	ctx = tls_context_server(id, &err);
	ck_assert_ptr_nonnull(ctx);
	ck_assert_int_eq(tls_accept(&c->peer, ctx), 0);
	tls_context_free(ctx);
	identity_free(id);
}

static void
take_peer(struct secure_client *c, bool tls)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	int fd = sock_accept(c->listener, &from, &len);

	ck_assert_int_ge(fd, 0);
	conn_close(&c->peer);
	conn_open(&c->peer, fd, &transport_plain, LINE_MAX_LEN, 0);
	if (tls)
		secure_over(c);
}

static void
hear(struct secure_client *c)
{
	unsigned char digest[IDENTITY_DIGEST_LEN];
	enum conn_result result;
	char *line;
	size_t len;

	do
		result = conn_fill(&c->peer);
	while (conn_pending(&c->peer));
	c->certified |= tls_peer_key(&c->peer, digest);
	while (conn_next_line(&c->peer, &line, &len) == LINE_READY) {
		buf_add(&c->heard, line, len);
		buf_addc(&c->heard, '\n');
	}
	if (result != CONN_OK)
		conn_close(&c->peer);
	else
		conn_flush(&c->peer);
}

/* One turn of both. False where nothing came for a while. */
static bool
turn(struct secure_client *c, bool tls)
{
	struct pollfd fds[LINKS_POLL_MAX + 2];
	size_t count = links_poll(c->links, fds);
	int ready;

	fds[count] = (struct pollfd){.fd = c->listener, .events = POLLIN};
	fds[count + 1] = (struct pollfd){.fd = c->peer.fd, .events = POLLIN};
	if (c->peer.fd >= 0)
		fds[count + 1].events = conn_events(&c->peer, true);
	ready = poll(fds, count + 2, QUIET_MS);
	links_act(c->links, fds, count, c->now_ms);
	links_turn(c->links, c->now_ms);
	if (fds[count].revents)
		take_peer(c, tls);
	else if (c->peer.fd >= 0 && fds[count + 1].revents)
		hear(c);
	return ready > 0;
}

static void
settle(struct secure_client *c, bool tls)
{
	buf_reset(&c->heard);
	turn(c, tls);
	while (turn(c, tls))
		;
}

void
secure_settle(struct secure_client *c)
{
	settle(c, true);
}

void
secure_settle_plain(struct secure_client *c)
{
	settle(c, false);
}

void
secure_say(struct secure_client *c, const char *line)
{
	ck_assert_int_eq(conn_queue_bytes(&c->peer, line, strlen(line)), 0);
	ck_assert_int_eq(conn_queue_bytes(&c->peer, "\r\n", 2), 0);
	conn_flush(&c->peer);
	settle(c, tls_is(&c->peer));
}

void
secure_hang_up(struct secure_client *c)
{
	bool tls = tls_is(&c->peer);

	conn_close(&c->peer);
	settle(c, tls);
}

bool
secure_told(const struct secure_client *c, const char *text)
{
	const struct room *r = c->n->room;

	for (size_t i = 0; i < r->count; i++)
		if (strstr(room_line(r, i)->text, text))
			return true;
	return false;
}

void
secure_type(struct secure_client *c, const char *line)
{
	input_line(&c->state, line);
}

static void
file_path(const struct secure_client *c, const char *name, char path[160])
{
	snprintf(path, 160, "%s/%s", c->state_dir, name);
}

const char *
secure_file(struct secure_client *c, const char *name)
{
	static char text[1 << 16];
	char path[160];
	size_t len = 0;
	FILE *fp;

	file_path(c, name, path);
	fp = fopen(path, "r");
	if (fp) {
		len = fread(text, 1, sizeof(text) - 1, fp);
		fclose(fp);
	}
	text[len] = '\0';
	return text;
}

void
secure_write(struct secure_client *c, const char *name, const char *text)
{
	char path[160];
	FILE *fp;

	file_path(c, name, path);
	fp = fopen(path, "w");
	ck_assert_ptr_nonnull(fp);
	fputs(text, fp);
	fclose(fp);
	chmod(path, 0600);
}
