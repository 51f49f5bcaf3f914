/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/talk/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/mem.h"

bool
glob(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
			continue;
		}
		bool escaped = *pattern == '\\' && pattern[1];
		if (*pattern == '?' || pattern[escaped] == *text) {
			pattern += 1 + escaped;
			text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* Moves whole lines from `in` to `lines`. NULs become '?'. */
static void
peer_gather(struct peer *p)
{
	char *from = p->in.data, *end;
	size_t left = p->in.len;

	while ((end = memchr(from, '\n', left))) {
		size_t len = (size_t)(end - from), shown = len;

		if (shown && from[shown - 1] == '\r')
			shown--;
		record(p->name, '<', from, shown);
		for (size_t i = 0; i < shown; i++)
			buf_addc(&p->lines, from[i] ? from[i] : '?');
		buf_addc(&p->lines, '\n');
		from += len + 1;
		left -= len + 1;
	}
	memmove(p->in.data, from, left);
	p->in.len = left;
}

ssize_t
peer_recv(struct peer *p, void *bytes, size_t len)
{
	if (p->tls)
		return peer_tls_recv(p->tls, bytes, len);
	return recv(p->watch.fd, bytes, len, MSG_DONTWAIT);
}

static ssize_t
peer_give(struct peer *p, const void *bytes, size_t len)
{
	if (p->tls)
		return peer_tls_send(p->tls, bytes, len);
	return send(p->watch.fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void
peer_ready(struct watch *w)
{
	struct peer *p = (struct peer *)w;
	char bytes[16384];
	ssize_t n;

	/* what waits inside of TLS makes no event */
	while ((n = peer_recv(p, bytes, sizeof(bytes))) > 0) {
		buf_add(&p->in, bytes, (size_t)n);
		peer_gather(p);
		if (!p->tls)
			return;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	record(p->name, '<', "(end)", 5);
	p->eof = true;
	w->events = 0;
}

static void
peer_end(struct watch *w)
{
	struct peer *p = (struct peer *)w;

	if (p->tls)
		peer_tls_free(p->tls);
	if (w->fd >= 0)
		close(w->fd);
	buf_free(&p->in);
	buf_free(&p->lines);
	free(p->last);
	free(p->value);
	free(p);
}

struct peer *
peer_over(int fd, const char *name)
{
	struct peer *p = mem_alloc(sizeof(*p));

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	p->watch.fd = fd;
	p->watch.events = POLLIN;
	p->watch.ready = peer_ready;
	p->watch.end = peer_end;
	snprintf(p->name, sizeof(p->name), "%s", name);
	watch_add(&p->watch);
	return p;
}

static struct peer *
peer_dial(const struct sockaddr *sa, socklen_t len, const char *name)
{
	int fd = socket(sa->sa_family, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, sa, len) < 0)
		give_up("%s cannot connect: %s", name, strerror(errno));
	return peer_over(fd, name);
}

static struct peer *
peer_dial_port(unsigned port, const char *name)
{
	struct sockaddr_in sin = {
	    .sin_family = AF_INET, .sin_port = htons((in_port_t)port)};

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return peer_dial((struct sockaddr *)&sin, sizeof(sin), name);
}

struct peer *
peer_connect(const struct host *h, const char *name)
{
	return peer_dial_port(h->port, name);
}

struct peer *
peer_connect_plain(const struct host *h, const char *name)
{
	return peer_dial_port(h->plain_port, name);
}

struct peer *
peer_connect_tls_port(const struct host *h, const char *name)
{
	return peer_dial_port(h->tls_port, name);
}

struct peer *
peer_connect_tls(
    const struct host *h, const char *name, const struct peer_tls_options *o)
{
	struct peer *p = peer_connect_tls_port(h, name);

	p->tls = peer_tls_new(p->watch.fd, o);
	if (!p->tls)
		give_up("%s cannot speak TLS with the server", name);
	return p;
}

struct peer *
peer_connect_local(const struct host *h, const char *name)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", h->socket);
	return peer_dial((struct sockaddr *)&sun, sizeof(sun), name);
}

int
peer_raw(struct peer *p, const void *bytes, size_t len)
{
	int64_t deadline = watch_deadline();
	const char *from = bytes;

	while (len) {
		ssize_t n = peer_give(p, from, len);

		if (n >= 0) {
			from += n;
			len -= (size_t)n;
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return -1;
		if (watch_turn_write(p->watch.fd, deadline) < 0)
			give_up("%s: the server does not read", p->name);
	}
	return 0;
}

void
peer_send(struct peer *p, const char *fmt, ...)
{
	struct buf line = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&line, fmt, ap);
	va_end(ap);
	record(p->name, '>', line.data, line.len);
	buf_adds(&line, "\r\n");
	peer_raw(p, line.data, line.len);
	buf_free(&line);
}

void
peer_half_close(struct peer *p)
{
	if (p->tls)
		peer_tls_finish(p->tls);
	shutdown(p->watch.fd, SHUT_WR);
}

void
peer_close(struct peer *p)
{
	close(p->watch.fd);
	p->watch.fd = -1;
	p->watch.events = 0;
	p->eof = true;
}

void
peer_reset(struct peer *p)
{
	struct linger now = {.l_onoff = 1};

	setsockopt(p->watch.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	peer_close(p);
}

void
peer_free(struct peer *p)
{
	watch_end(&p->watch);
}

void
peer_deaf(struct peer *p)
{
	p->watch.events = 0;
}

void
peer_hears(struct peer *p)
{
	p->watch.events = POLLIN;
}

static const char *
body_of(const char *line)
{
	const char *space = strchr(line, ' ');

	return *line == '@' && space ? space + 1 : line;
}

/* Takes the next line into `last`; waits for one. false: there is none. */
static bool
peer_take_any(struct peer *p, int64_t deadline)
{
	char *from, *end;

	while (p->next >= p->lines.len)
		if (p->eof || watch_turn(deadline) < 0)
			return false;
	from = p->lines.data + p->next;
	end = strchr(from, '\n');
	free(p->last);
	p->last = mem_strndup(from, (size_t)(end - from));
	p->next = (size_t)(end + 1 - p->lines.data);
	if (p->next == p->lines.len) {
		buf_reset(&p->lines);
		p->next = 0;
	}
	return true;
}

static bool
is_by_itself(const char *line)
{
	return glob("PING :catch-up-*", line) ||
	    glob(":* NOTICE * :What is said in #* is kept *", line) ||
	    glob(":* NOTE JOIN HISTORY_KEPT *", line);
}

static bool
peer_take(struct peer *p, int64_t deadline)
{
	do
		if (!peer_take_any(p, deadline))
			return false;
	while (!p->hears_all && is_by_itself(body_of(p->last)));
	return true;
}

#define FORMAT(into, fmt)                   \
	do {                                \
		va_list ap;                 \
		va_start(ap, fmt);          \
		buf_addv(&(into), fmt, ap); \
		va_end(ap);                 \
	} while (0)

void
peer_expect(struct peer *p, const char *fmt, ...)
{
	int64_t deadline = watch_deadline();
	struct buf pattern = {0};

	FORMAT(pattern, fmt);
	do {
		if (!peer_take(p, deadline))
			give_up(
			    "%s waited in vain for: %s", p->name, pattern.data);
	} while (!glob(pattern.data, body_of(p->last)));
	buf_free(&pattern);
}

void
peer_next(struct peer *p, const char *fmt, ...)
{
	struct buf pattern = {0};

	FORMAT(pattern, fmt);
	if (!peer_take(p, watch_deadline()))
		give_up(
		    "%s got nothing; wanted next: %s", p->name, pattern.data);
	if (!glob(pattern.data, body_of(p->last)))
		give_up("%s got: %s\nwanted next: %s", p->name, p->last,
		    pattern.data);
	buf_free(&pattern);
}

/* How many lines before the answer to a PING match. */
static size_t
peer_until_pong(struct peer *p, const char *pattern, char **first)
{
	int64_t deadline = watch_deadline();
	char pong[64];
	size_t n = 0;

	snprintf(pong, sizeof(pong), ":* PONG *barrier-%u", ++p->barriers);
	peer_send(p, "PING barrier-%u", p->barriers);
	for (;;) {
		if (!peer_take(p, deadline))
			give_up("%s got no answer to PING", p->name);
		if (glob(pong, body_of(p->last)))
			return n;
		if (pattern && glob(pattern, body_of(p->last)) && !n++ && first)
			*first = mem_strdup(p->last);
	}
}

void
peer_barrier(struct peer *p)
{
	peer_until_pong(p, NULL, NULL);
}

void
peer_expect_none(struct peer *p, const char *fmt, ...)
{
	struct buf pattern = {0};
	char *first = NULL;

	FORMAT(pattern, fmt);
	if (peer_until_pong(p, pattern.data, &first))
		give_up("%s got: %s\nwanted none like: %s", p->name, first,
		    pattern.data);
	buf_free(&pattern);
}

size_t
peer_count(struct peer *p, const char *fmt, ...)
{
	struct buf pattern = {0};
	size_t n;

	FORMAT(pattern, fmt);
	n = peer_until_pong(p, pattern.data, NULL);
	buf_free(&pattern);
	return n;
}

void
peer_expect_end(struct peer *p)
{
	int64_t deadline = watch_deadline();

	while (peer_take(p, deadline))
		continue;
	if (!p->eof)
		give_up("%s is still connected", p->name);
}

void
peer_expect_away(struct peer *p, const char *nick)
{
	do {
		peer_send(p, "USERHOST %s", nick);
		peer_expect(p, ":* 302 * :*");
	} while (!strstr(peer_last(p), "=-"));
}

void
peer_expect_error(struct peer *p, const char *text)
{
	peer_expect(p, "*ERROR :*%s*", text);
	peer_expect_end(p);
}

const char *
peer_last(const struct peer *p)
{
	return body_of(p->last);
}

bool
peer_line(struct peer *p)
{
	if (peer_take(p, watch_deadline()))
		return true;
	if (!p->eof)
		give_up("%s got nothing and no end", p->name);
	return false;
}

static const char *
peer_gives(struct peer *p, const char *from, size_t len)
{
	free(p->value);
	p->value = mem_strndup(from, len);
	return p->value;
}

const char *
peer_tags(struct peer *p)
{
	return *p->last == '@' ? peer_gives(p, p->last, strcspn(p->last, " "))
			       : "";
}

const char *
peer_tag(struct peer *p, const char *key)
{
	const char *at = p->last;
	size_t len = strlen(key);

	while (*at == '@' || *at == ';') {
		size_t tag = strcspn(++at, "; ");

		if (!strncmp(at, key, len) && (at[len] == '=' || tag == len))
			return peer_gives(p, at + len + (at[len] == '='),
			    tag - len - (at[len] == '='));
		at += tag;
	}
	return NULL;
}

const char *
peer_word(struct peer *p, size_t i)
{
	const char *at = body_of(p->last);
	bool source = i == 0;

	for (; i; i--) {
		at += strcspn(at, " ");
		at += strspn(at, " ");
	}
	if (*at != ':')
		return peer_gives(p, at, strcspn(at, " "));
	at++;
	return peer_gives(p, at, source ? strcspn(at, " ") : strlen(at));
}

void
peer_register(struct peer *p, const char *nick)
{
	peer_send(p, "NICK %s", nick);
	peer_send(p, "USER %s 0 * :The real %s", nick, nick);
	peer_expect(p, ":* 001 %s *", nick);
	peer_barrier(p);
}

void
peer_caps(struct peer *p, const char *caps)
{
	peer_send(p, "CAP REQ :%s", caps);
	peer_expect(p, ":* CAP * ACK *");
}

struct peer *
peer_new(const struct host *h, const char *nick)
{
	struct peer *p = peer_connect(h, nick);

	peer_register(p, nick);
	return p;
}

struct peer *
peer_new_local(const struct host *h, const char *nick)
{
	struct peer *p = peer_connect_local(h, nick);

	peer_register(p, nick);
	return p;
}

struct peer *
peer_new_tls(
    const struct host *h, const char *nick, const struct peer_tls_options *o)
{
	struct peer *p = peer_connect_tls(h, nick, o);

	peer_register(p, nick);
	return p;
}

struct peer *
peer_new_caps(const struct host *h, const char *nick, const char *caps)
{
	struct peer *p = peer_connect(h, nick);

	peer_caps(p, caps);
	peer_send(p, "CAP END");
	peer_register(p, nick);
	return p;
}

void
peer_joins(struct peer *p, const char *channel)
{
	peer_send(p, "JOIN %s", channel);
	peer_expect(p, ":* 366 *");
	peer_barrier(p);
}

struct peer *
peer_join(const struct host *h, const char *nick, const char *channel)
{
	struct peer *p = peer_new(h, nick);

	peer_joins(p, channel);
	return p;
}

struct peer *
peer_join_caps(const struct host *h, const char *nick, const char *caps,
    const char *channel)
{
	struct peer *p = peer_new_caps(h, nick, caps);

	peer_joins(p, channel);
	return p;
}
