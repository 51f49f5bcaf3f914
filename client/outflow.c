/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/outflow.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"

/* A pipe that is ready takes so much without blocking (POSIX). */
enum { CHUNK = PIPE_BUF };

struct buf *
outflow_text(struct outflow *o)
{
	return &o->text;
}

static size_t
waiting(const struct outflow *o)
{
	return o->text.len - o->written;
}

bool
outflow_is_full(const struct outflow *o)
{
	return o->error || waiting(o) >= OUTFLOW_FULL;
}

bool
outflow_is_hungry(const struct outflow *o)
{
	return !o->error && waiting(o) < OUTFLOW_HUNGRY;
}

bool
outflow_waits(const struct outflow *o)
{
	return !o->error && waiting(o) > 0;
}

static bool
is_ready(const struct outflow *o, int wait_ms)
{
	struct pollfd fd = {.fd = o->fd, .events = POLLOUT};

	return poll(&fd, 1, wait_ms) > 0;
}

static void
write_some(struct outflow *o)
{
	size_t n = waiting(o) < CHUNK ? waiting(o) : CHUNK;
	ssize_t done = write(o->fd, o->text.data + o->written, n);

	if (done >= 0)
		o->written += (size_t)done;
	else if (errno != EAGAIN && errno != EINTR)
		o->error = errno;
}

/* What was written is dropped now and then, not byte by byte. */
static void
compact(struct outflow *o)
{
	if (o->written == o->text.len) {
		buf_reset(&o->text);
		o->written = 0;
	} else if (o->written >= OUTFLOW_HUNGRY) {
		memmove(o->text.data, o->text.data + o->written, waiting(o));
		buf_cut(&o->text, waiting(o));
		o->written = 0;
	}
}

int
outflow_flush(struct outflow *o)
{
	while (outflow_waits(o) && is_ready(o, 0))
		write_some(o);
	compact(o);
	return o->error ? -1 : 0;
}

int
outflow_close(struct outflow *o)
{
	int64_t until = clock_mono_ms() + OUTFLOW_LAST_MS, left;
	int result;

	while (outflow_waits(o) && (left = until - clock_mono_ms()) > 0 &&
	    is_ready(o, (int)left))
		write_some(o);
	result = o->error || waiting(o) ? -1 : 0;
	buf_free(&o->text);
	o->written = 0;
	return result;
}
