/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/passcommand.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/spawn.h"
#include "common/clock.h"

enum { PAUSE_MS = 10 };

/* What the command says, of which only so much is read. */
struct stream {
	int fd;
	size_t len;
	char text[PASSCOMMAND_OUTPUT_MAX];
};

struct run {
	pid_t pid;
	struct stream out, err;
};

static int
spawn(struct run *r, const char *command, int out, int err)
{
	const char *const argv[] = {"sh", "-c", command, NULL};

	return spawn_start(&r->pid,
	    &(struct spawn){.path = "/bin/sh",
		.argv = argv,
		.in = -1,
		.out = out,
		.err = err});
}

static int
start(struct run *r, const char *command)
{
	int out[2], err[2], rc;

	if (spawn_pipe(out, 0) < 0)
		return -1;
	if (spawn_pipe(err, 0) < 0) {
		close(out[0]);
		close(out[1]);
		return -1;
	}
	rc = spawn(r, command, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	r->out.fd = out[0];
	r->err.fd = err[0];
	return rc ? -1 : 0;
}

/* Beyond what has room it is read and forgotten. */
static void
drain(struct stream *s)
{
	char rest[512], *to = rest;
	size_t room = sizeof(rest);
	ssize_t n;

	if (s->len < sizeof(s->text) - 1) {
		to = s->text + s->len;
		room = sizeof(s->text) - 1 - s->len;
	}
	n = read(s->fd, to, room);
	if (n > 0 && to != rest)
		s->len += (size_t)n;
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		close(s->fd);
		s->fd = -1;
	}
	explicit_bzero(rest, sizeof(rest));
}

/* Until both are at their end; false when the time is over. What the command
 * left running in the background may keep them open: the end of the command
 * itself is enough. */
static bool
collect(struct run *r, int64_t until_ms, int *status)
{
	while (clock_mono_ms() < until_ms) {
		struct pollfd fds[] = {{.fd = r->out.fd, .events = POLLIN},
		    {.fd = r->err.fd, .events = POLLIN}};
		bool ended = waitpid(r->pid, status, WNOHANG) == r->pid;

		poll(fds, 2, ended ? 0 : PAUSE_MS);
		for (int i = 0; i < 2; i++)
			if (fds[i].revents)
				drain(i ? &r->err : &r->out);
		if (ended)
			return true;
		if (r->out.fd < 0 && r->err.fd < 0)
			poll(NULL, 0, PAUSE_MS);
	}
	return false;
}

static void
finish(struct run *r)
{
	if (r->out.fd >= 0)
		close(r->out.fd);
	if (r->err.fd >= 0)
		close(r->err.fd);
}

static const char *
judge(const struct run *r, int status, struct secret *out)
{
	size_t len = strcspn(r->out.text, "\r\n");

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return "password-command failed";
	if (!len)
		return "password-command wrote nothing";
	if (!secret_set(out, r->out.text, len))
		return "password-command wrote a line that is too long for a "
		       "password";
	return NULL;
}

static const char *
run(struct run *r, const char *command, int limit_ms, struct secret *out)
{
	int status = 0;

	if (start(r, command) < 0)
		return "password-command could not be started";
	if (!collect(r, clock_mono_ms() + limit_ms, &status)) {
		kill(-r->pid, SIGKILL);
		waitpid(r->pid, &status, 0);
		return "password-command took too long and was ended";
	}
	return judge(r, status, out);
}

const char *
passcommand_run(const char *command, int limit_ms, struct secret *out,
    char *words, size_t size)
{
	struct run r = {.out.fd = -1, .err.fd = -1};
	const char *why = run(&r, command, limit_ms, out);
	size_t len = strcspn(r.err.text, "\r\n");

	len = len < size - 1 ? len : size - 1;
	memcpy(words, r.err.text, len);
	words[len] = '\0';
	finish(&r);
	explicit_bzero(&r, sizeof(r));
	return why;
}
