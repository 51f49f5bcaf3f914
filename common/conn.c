/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conn.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL /* there the programs' ignored SIGPIPE must do */
#define MSG_NOSIGNAL 0
#endif

enum { CONN_IOV_MAX = 64 };

ssize_t
plain_read(struct conn *c, void *data, size_t len)
{
	return recv(c->fd, data, len, 0);
}

ssize_t
plain_writev(struct conn *c, const struct iovec *iov, int n)
{
	struct msghdr msg = {0};

	msg.msg_iov = (struct iovec *)iov;
	msg.msg_iovlen = (size_t)n;
	return sendmsg(c->fd, &msg, MSG_NOSIGNAL);
}

int
plain_flush(struct conn *c)
{
	(void)c;
	return 0;
}

short
plain_events(const struct conn *c, short wanted)
{
	(void)c;
	return wanted;
}

bool
plain_pending(const struct conn *c)
{
	(void)c;
	return false;
}

int
plain_finish(struct conn *c)
{
	return shutdown(c->fd, SHUT_WR);
}

void
plain_close(struct conn *c)
{
	close(c->fd);
}

const struct transport transport_plain = {
    .name = "plain",
    .read = plain_read,
    .writev = plain_writev,
    .flush = plain_flush,
    .events = plain_events,
    .pending = plain_pending,
    .finish = plain_finish,
    .close = plain_close,
};

void
conn_open(struct conn *c, int fd, const struct transport *t, size_t line_max,
    size_t out_max)
{
	*c = (struct conn){.fd = fd, .transport = t, .out_max = out_max};
	lines_init(&c->in, line_max);
}

void
conn_close(struct conn *c)
{
	if (c->fd >= 0)
		c->transport->close(c);
	c->fd = -1;
	lines_free(&c->in);
	outq_free(&c->out);
}

/* What a failed call means: nothing yet, where it may be tried again. */
static enum conn_result
conn_later(struct conn *c)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
		return CONN_OK;
	c->error = errno;
	return CONN_FAILED;
}

enum conn_result
conn_fill(struct conn *c)
{
	enum conn_result result = CONN_OK;
	size_t room;
	ssize_t n;
	char *to;

	if (c->error)
		return CONN_FAILED;
	if (c->ended)
		return CONN_END;
	to = lines_room(&c->in, &room);
	if (!to)
		return CONN_OK;
	n = c->transport->read(c, to, room);
	if (n < 0)
		result = conn_later(c);
	else if (n == 0)
		result = CONN_END;
	c->ended = result == CONN_END;
	lines_filled(&c->in, n > 0 ? (size_t)n : 0);
	c->read += n > 0 ? (uint64_t)n : 0;
	return result;
}

enum line_result
conn_next_line(struct conn *c, char **line, size_t *len)
{
	if (c->ended && c->keeps_rest)
		return lines_rest(&c->in, line, len);
	return lines_next(&c->in, line, len);
}

static int
conn_bound(const struct conn *c, size_t len)
{
	if (!c->out_max ||
	    (len <= c->out_max && c->out.bytes <= c->out_max - len))
		return 0;
	errno = ENOBUFS;
	return -1;
}

int
conn_queue(struct conn *c, struct block *b)
{
	if (conn_bound(c, b->len) < 0)
		return -1;
	outq_push(&c->out, b);
	return 0;
}

int
conn_queue_bytes(struct conn *c, const void *data, size_t len)
{
	struct block *b;

	if (conn_bound(c, len) < 0)
		return -1;
	b = block_new(data, len);
	outq_push(&c->out, b);
	block_release(b);
	return 0;
}

/* What is queued, as far as the transport takes it. */
static int
conn_hand_over(struct conn *c)
{
	struct iovec iov[CONN_IOV_MAX];

	while (c->out.count) {
		int filled = outq_iov(&c->out, iov, CONN_IOV_MAX);
		ssize_t n = c->transport->writev(c, iov, filled);

		if (n < 0)
			return -1;
		outq_written(&c->out, (size_t)n);
		c->written += (uint64_t)n;
	}
	return 0;
}

enum conn_result
conn_flush(struct conn *c)
{
	if (c->error)
		return CONN_FAILED;
	if (conn_hand_over(c) < 0 || c->transport->flush(c) < 0)
		return conn_later(c);
	return CONN_OK;
}

short
conn_events(const struct conn *c, bool reads)
{
	short wanted = reads ? POLLIN : 0;

	if (c->out.count)
		wanted |= POLLOUT;
	return c->transport->events(c, wanted);
}

bool
conn_waits(const struct conn *c)
{
	return conn_events(c, false) & POLLOUT;
}

bool
conn_pending(const struct conn *c)
{
	return c->transport->pending(c);
}

enum conn_result
conn_finish(struct conn *c)
{
	enum conn_result result = conn_flush(c);

	if (result == CONN_OK && c->transport->finish(c) < 0)
		return CONN_FAILED;
	return result;
}
