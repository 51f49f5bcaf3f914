/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/run.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
close_all(struct run *r)
{
	close_fd(&r->in);
	close_fd(&r->said.fd);
	close_fd(&r->errors.fd);
}

/* Ours into r, the program's into how. */
static int
open_pipes(struct run *r, struct spawn *how)
{
	int *ours[] = {&r->in, &r->said.fd, &r->errors.fd};
	int *theirs[] = {&how->in, &how->out, &how->err};
	int fds[2];

	for (int i = 0; i < RUN_FDS; i++) {
		int end = i ? 0 : 1;

		if (spawn_pipe(fds, end) < 0)
			return -1;
		*ours[i] = fds[end];
		*theirs[i] = fds[1 - end];
	}
	return 0;
}

static int
start(struct run *r, struct spawn *how)
{
	int rc;

	how->in = how->out = how->err = -1;
	rc = open_pipes(r, how) < 0 ? errno : spawn_start(&r->pid, how);
	close_fd(&how->in);
	close_fd(&how->out);
	close_fd(&how->err);
	if (rc)
		close_all(r);
	return rc;
}

static void
open_stream(struct run_stream *s, size_t lines, size_t bytes)
{
	s->fd = -1;
	s->lines_left = lines;
	s->bytes_left = bytes;
	lines_init(&s->lines, bytes);
}

int
run_start(struct run *r, struct spawn *how, const char *text, size_t len,
    int64_t until_ms)
{
	int rc;

	*r = (struct run){.in = -1};
	open_stream(&r->said, RUN_SAID_MAX, RUN_SAID_BYTES_MAX);
	open_stream(&r->errors, RUN_ERRORS_MAX, RUN_ERRORS_BYTES_MAX);
	rc = start(r, how);
	if (rc)
		return rc;
	buf_add(&r->text, text, len);
	r->stage = RUN_GOING;
	r->until_ms = until_ms;
	return 0;
}

size_t
run_poll(const struct run *r, struct pollfd *fds)
{
	size_t count = 0;

	if (r->stage == RUN_FREE)
		return 0;
	if (r->in >= 0)
		fds[count++] = (struct pollfd){.fd = r->in, .events = POLLOUT};
	if (r->said.fd >= 0)
		fds[count++] =
		    (struct pollfd){.fd = r->said.fd, .events = POLLIN};
	if (r->errors.fd >= 0)
		fds[count++] =
		    (struct pollfd){.fd = r->errors.fd, .events = POLLIN};
	return count;
}

static bool
is_later(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* A program need not read what it is told. */
static void
feed(struct run *r)
{
	ssize_t n = 0;

	if (r->written < r->text.len)
		n = write(
		    r->in, r->text.data + r->written, r->text.len - r->written);
	if (n < 0 && is_later())
		return;
	if (n > 0)
		r->written += (size_t)n;
	if (n < 0 || r->written == r->text.len) {
		close_fd(&r->in);
		buf_free(&r->text);
	}
}

static void
tell(
    struct run_stream *s, const char *line, size_t len, run_tell *fn, void *arg)
{
	if (!len)
		return;
	if (!s->lines_left || len > s->bytes_left) {
		s->left_out++;
		return;
	}
	s->lines_left--;
	s->bytes_left -= len;
	fn(arg, line, len);
}

/* False at the end of the stream. */
static bool
fill(struct run_stream *s)
{
	size_t room;
	char *to = lines_room(&s->lines, &room);
	ssize_t n = read(s->fd, to, room);

	lines_filled(&s->lines, n > 0 ? (size_t)n : 0);
	return n > 0 || (n < 0 && is_later());
}

static void
hear(struct run_stream *s, run_tell *fn, void *arg)
{
	enum line_result result;
	char *line;
	size_t len;
	bool more;

	more = fill(s);
	while ((result = lines_next(&s->lines, &line, &len)) != LINE_NONE)
		if (result == LINE_READY)
			tell(s, line, len, fn, arg);
		else
			s->left_out++;
	if (more)
		return;
	if (lines_rest(&s->lines, &line, &len) == LINE_READY)
		tell(s, line, len, fn, arg);
	close_fd(&s->fd);
}

void
run_act(struct run *r, const struct pollfd *fds, size_t count,
    const struct run_ops *ops, void *arg)
{
	if (r->stage == RUN_FREE)
		return;
	for (size_t i = 0; i < count; i++) {
		int fd = fds[i].revents ? fds[i].fd : -1;

		if (fd < 0)
			continue;
		if (fd == r->in)
			feed(r);
		else if (fd == r->said.fd)
			hear(&r->said, ops->said, arg);
		else if (fd == r->errors.fd)
			hear(&r->errors, ops->error, arg);
	}
}

/* It stays a zombie, so that its number is nobody else's yet. */
static bool
has_ended(const struct run *r)
{
	siginfo_t info = {0};

	if (waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
		return errno != EINTR;
	return info.si_pid == r->pid;
}

static void
ask(struct run *r, enum run_stage stage, int sig, int64_t until_ms)
{
	kill(-r->pid, sig);
	r->stage = stage;
	r->until_ms = until_ms;
}

static void
finish(struct run *r)
{
	kill(-r->pid, SIGKILL);
	while (waitpid(r->pid, &r->status, 0) < 0 && errno == EINTR)
		;
	close_all(r);
	buf_free(&r->text);
	lines_free(&r->said.lines);
	lines_free(&r->errors.lines);
	r->stage = RUN_FREE;
}

static void
note_end(struct run *r, int64_t now_ms)
{
	if (r->stage == RUN_LINGERING || !has_ended(r))
		return;
	close_fd(&r->in);
	r->stage = RUN_LINGERING;
	r->until_ms = now_ms + RUN_LINGER_MS;
}

bool
run_turn(struct run *r, int64_t now_ms)
{
	if (r->stage == RUN_FREE)
		return false;
	note_end(r, now_ms);
	if (r->stage == RUN_LINGERING) {
		if (now_ms < r->until_ms &&
		    (r->said.fd >= 0 || r->errors.fd >= 0))
			return false;
		finish(r);
		return true;
	}
	if (r->until_ms < 0 || now_ms < r->until_ms)
		return false;
	if (r->stage == RUN_GOING) {
		r->late = true;
		run_stop(r, now_ms);
	} else if (r->stage == RUN_ASKED) {
		ask(r, RUN_KILLED, SIGKILL, -1);
	}
	return false;
}

int64_t
run_deadline(const struct run *r)
{
	return r->stage == RUN_FREE ? -1 : r->until_ms;
}

void
run_stop(struct run *r, int64_t now_ms)
{
	if (r->stage == RUN_GOING)
		ask(r, RUN_ASKED, SIGTERM, now_ms + RUN_GRACE_MS);
}

void
run_kill(struct run *r)
{
	if (r->stage != RUN_FREE)
		finish(r);
}
