/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/spawn.h"

enum {
	LINE_BYTES = 400,
	LINES_SHOWN = 30, /* of one run */
	ARGS_MAX = 64,
	STATUS_LOGIN = 255, /* ssh itself failed */
	STATUS_NO_PROGRAM = 127
};

void
ssh_init(struct ssh *x)
{
	*x = (struct ssh){.err_fd = -1};
}

/* What the other machine's shell is to run: the path as one word of it. */
static void
add_remote(const struct url *u, struct buf *out)
{
	buf_adds(out, "tcpchat --relay");
	if (!*u->path)
		return;
	buf_adds(out, " '");
	for (const char *p = u->path; *p; p++)
		if (*p == '\'')
			buf_adds(out, "'\\''");
		else
			buf_addc(out, *p);
	buf_addc(out, '\'');
}

struct args {
	const char *list[ARGS_MAX];
	size_t count;
};

static void
add(struct args *a, const char *arg)
{
	if (a->count + 1 < ARGS_MAX)
		a->list[a->count++] = arg;
}

/* Nothing is forwarded, as a configuration may say, least of all ports. */
static void
fill_args(struct args *a, const struct settings *set, const struct url *u,
    const char *remote)
{
	static const char *const fixed[] = {"-T", "-a", "-x", "-o",
	    "BatchMode=yes", "-o", "ClearAllForwardings=yes", "-o",
	    "ConnectTimeout=15"};

	for (size_t i = 0; i < set->ssh_command.count && i < ARGS_MAX / 2; i++)
		add(a, set->ssh_command.items[i]);
	if (!a->count)
		add(a, "ssh");
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		add(a, fixed[i]);
	if (*u->port) {
		add(a, "-p");
		add(a, u->port);
	}
	if (*u->user) {
		add(a, "-l");
		add(a, u->user);
	}
	add(a, "--");
	add(a, u->host);
	add(a, remote);
	a->list[a->count] = NULL;
}

static int
open_ends(int pair[2], int err[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return -1;
	if (spawn_pipe(err, 0) < 0) {
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	fcntl(pair[0], F_SETFD, FD_CLOEXEC);
	fcntl(pair[1], F_SETFD, FD_CLOEXEC);
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	return 0;
}

int
ssh_start(struct ssh *x, const struct settings *set, const struct url *u,
    struct buf *err)
{
	struct buf remote = {0};
	struct args args = {0};
	int pair[2], pipes[2], rc;

	ssh_kill(x);
	if (open_ends(pair, pipes) < 0) {
		buf_addf(err, "ssh: %s", strerror(errno));
		return -1;
	}
	lines_init(&x->err, LINE_BYTES);
	add_remote(u, &remote);
	fill_args(&args, set, u, remote.data);
	rc = spawn_start(&x->pid,
	    &(struct spawn){.path = args.list[0],
		.argv = args.list,
		.in = pair[1],
		.out = pair[1],
		.err = pipes[1]});
	buf_free(&remote);
	close(pair[1]);
	close(pipes[1]);
	x->err_fd = pipes[0];
	if (rc == 0)
		return pair[0];
	buf_addf(err, "%s: %s", args.list[0], strerror(rc));
	close(pair[0]);
	ssh_kill(x);
	return -1;
}

static void
show(struct ssh *x, struct state *s, struct room *r, const char *line)
{
	static const char *const denials[] = {"Permission denied",
	    "Host key verification failed", "Too many authentication failures",
	    "No more authentication methods"};

	for (size_t i = 0; i < sizeof(denials) / sizeof(*denials); i++)
		if (strstr(line, denials[i]))
			x->refused = true;
	if (!*line || x->said > LINES_SHOWN)
		return;
	if (x->said++ == LINES_SHOWN)
		line = "(more that is not shown)";
	state_say(s, r, SAID_SERVER, "ssh: %s", line);
}

void
ssh_listen(struct ssh *x, struct state *s, struct room *r)
{
	enum line_result result;
	size_t room, len;
	ssize_t n;
	char *line, *to;

	if (x->err_fd < 0)
		return;
	to = lines_room(&x->err, &room);
	n = to ? read(x->err_fd, to, room) : -1;
	lines_filled(&x->err, n > 0 ? (size_t)n : 0);
	while ((result = lines_next(&x->err, &line, &len)) != LINE_NONE)
		show(x, s, r,
		    result == LINE_READY ? line : "(a line that is too long)");
	if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	if (lines_rest(&x->err, &line, &len) == LINE_READY)
		show(x, s, r, line);
	close(x->err_fd);
	x->err_fd = -1;
}

bool
ssh_ended(struct ssh *x, int *status)
{
	pid_t pid = x->pid ? waitpid(x->pid, status, WNOHANG) : 0;

	if (x->pid && !pid)
		return false;
	if (pid <= 0)
		*status = 0;
	x->pid = 0;
	return true;
}

static void
forget(struct ssh *x)
{
	if (x->err_fd >= 0)
		close(x->err_fd);
	lines_free(&x->err);
	x->err_fd = -1;
	x->said = 0;
	x->refused = false;
}

void
ssh_stop(struct ssh *x)
{
	if (x->pid)
		kill(-x->pid, SIGTERM);
	forget(x);
}

void
ssh_kill(struct ssh *x)
{
	int status;

	if (x->pid) {
		kill(-x->pid, SIGKILL);
		while (waitpid(x->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	x->pid = 0;
	forget(x);
}

static void
add_target(const struct url *u, struct buf *out)
{
	buf_adds(out, "ssh ");
	if (*u->port)
		buf_addf(out, "-p %s ", u->port);
	if (*u->user)
		buf_addf(out, "%s@", u->user);
	buf_adds(out, u->host);
}

bool
ssh_explain(const struct ssh *x, int status, const struct url *u,
    struct buf *why, struct buf *advice)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	if (code == STATUS_LOGIN && x->refused) {
		buf_adds(why, "ssh could not log in without asking");
		buf_adds(advice, "Run this once in a terminal: ");
		add_target(u, advice);
		buf_adds(advice,
		    "   (or ssh-add, for a key with a passphrase); then "
		    "/reconnect");
		return true;
	}
	if (code == STATUS_NO_PROGRAM) {
		buf_addf(why, "ssh found no tcpchat on %s", u->host);
		buf_addf(advice,
		    "tcpchat must be installed on %s, where a command of ssh "
		    "finds it",
		    u->host);
		return true;
	}
	if (WIFSIGNALED(status))
		buf_addf(why, "ssh was ended by signal %d", WTERMSIG(status));
	else if (code > 0)
		buf_addf(why, "ssh ended with %d", code);
	else
		buf_adds(why, "ssh ended");
	return false;
}
