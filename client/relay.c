/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/places.h"
#include "common/sock.h"

enum { HELD_MAX = 16384 };

/* Bytes on one way. */
struct way {
	int from, to;
	char held[HELD_MAX];
	size_t start, len;
	bool ended; /* no more comes */
	bool shut;  /* and the other side was told */
};

static int
try_path(const char *path)
{
	struct sockaddr_un sun;
	int fd;

	if (sock_unix_address(path, &sun) < 0)
		return -1;
	fd = sock_connect((struct sockaddr *)&sun, sizeof(sun));
	if (fd < 0)
		fprintf(
		    stderr, "tcpchat: unix:%s: %s\n", path, strerror(errno));
	return fd;
}

static int
find_server(const char *path)
{
	struct url places[PLACES_MAX];
	size_t count = places_local(places);
	int fd = -1;

	if (*path)
		return try_path(path);
	for (size_t i = 0; i < count && fd < 0; i++)
		if (places[i].scheme == URL_UNIX)
			fd = try_path(places[i].path);
	return fd;
}

static bool
is_later(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* -1 where that way is broken. */
static int
fill(struct way *w)
{
	ssize_t n;

	if (w->len || w->ended)
		return 0;
	n = read(w->from, w->held, sizeof(w->held));
	if (n < 0)
		return is_later() ? 0 : -1;
	w->start = 0;
	w->len = (size_t)n;
	w->ended = n == 0;
	return 0;
}

static int
drain(struct way *w)
{
	ssize_t n;

	if (!w->len)
		return 0;
	n = write(w->to, w->held + w->start, w->len);
	if (n < 0)
		return is_later() ? 0 : -1;
	w->start += (size_t)n;
	w->len -= (size_t)n;
	return 0;
}

static int
move(struct way *w)
{
	return fill(w) < 0 || drain(w) < 0 ? -1 : 0;
}

/* What is held waits for where it goes; else for where it comes from. */
static struct pollfd
wait_for(const struct way *w)
{
	if (w->len)
		return (struct pollfd){.fd = w->to, .events = POLLOUT};
	return (struct pollfd){.fd = w->ended ? -1 : w->from, .events = POLLIN};
}

/* What the server closed its ears to is dropped; its last words are not. */
static void
move_up(struct way *up)
{
	if (move(up) < 0) {
		up->len = 0;
		up->ended = true;
	}
	if (up->ended && !up->len && !up->shut) {
		shutdown(up->to, SHUT_WR);
		up->shut = true;
	}
}

static int
run(struct way *up, struct way *down)
{
	while (!down->ended || down->len) {
		struct pollfd fds[] = {wait_for(up), wait_for(down)};

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return -1;
		move_up(up);
		if (move(down) < 0)
			return -1;
	}
	return 0;
}

static void
set_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0)
		fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int
relay_run(const char *path)
{
	static struct way up, down;
	int fd = find_server(path);

	if (fd < 0) {
		fprintf(stderr,
		    "tcpchat: no server answers on this machine; its admin "
		    "starts one with: tcpchat-server\n");
		return EX_UNAVAILABLE;
	}
	set_nonblocking(STDIN_FILENO);
	set_nonblocking(STDOUT_FILENO);
	up = (struct way){.from = STDIN_FILENO, .to = fd};
	down = (struct way){.from = fd, .to = STDOUT_FILENO};
	return run(&up, &down) < 0 ? EX_IOERR : EX_OK;
}
