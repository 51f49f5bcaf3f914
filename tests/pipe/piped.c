/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pipe/piped.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/mem.h"
#include "tests/harness/home.h"

enum { LOOK_MS = 20 };

struct piped_errors {
	struct watch watch;
	const char *name;
	struct buf text;
	size_t seen;
};

/* What came; false at the end, or where nothing is there. */
static bool
take(struct watch *w, struct buf *to, const char *name, char way)
{
	char bytes[16384];
	ssize_t n = w->fd < 0 ? -1 : read(w->fd, bytes, sizeof(bytes));

	if (n > 0) {
		buf_add(to, bytes, (size_t)n);
		record(name, way, bytes, (size_t)n);
		return true;
	}
	if (w->fd >= 0 && (n == 0 || (errno != EINTR && errno != EAGAIN))) {
		close(w->fd);
		w->fd = -1;
	}
	return false;
}

static void
out_ready(struct watch *w)
{
	struct piped *p = (struct piped *)w;

	take(w, &p->out, p->name, '>');
}

static void
errors_ready(struct watch *w)
{
	struct piped_errors *e = (struct piped_errors *)w;

	take(w, &e->text, e->name, '!');
}

static void
errors_end(struct watch *w)
{
	struct piped_errors *e = (struct piped_errors *)w;

	if (w->fd >= 0)
		close(w->fd);
	buf_free(&e->text);
	free(e);
}

static void
out_end(struct watch *w)
{
	struct piped *p = (struct piped *)w;

	if (!p->ended) {
		kill(p->pid, SIGKILL);
		while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	if (w->fd >= 0)
		close(w->fd);
	if (p->in >= 0)
		close(p->in);
	buf_free(&p->out);
	free(p);
}

static void
make_pipe(int fds[2], int ours)
{
	if (pipe(fds) < 0)
		give_up("pipe: %s", strerror(errno));
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	fcntl(fds[ours], F_SETFL, O_NONBLOCK);
}

static _Noreturn void
run(const struct piped_options *o, const int fds[3], const char *const *argv,
    const char *const *env)
{
	for (int i = 0; i < 3; i++)
		dup2(fds[i], i);
	if (o->no_input)
		close(0);
	child_prepare(env);
	child_prepare(o->env);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	perror(argv[0]);
	_exit(127);
}

static struct piped_errors *
errors_new(const char *name, int fd)
{
	struct piped_errors *e = mem_alloc(sizeof(*e));

	e->name = name;
	e->watch.fd = fd;
	e->watch.events = POLLIN;
	e->watch.ready = errors_ready;
	e->watch.end = errors_end;
	watch_add(&e->watch);
	return e;
}

static struct piped *
start(const struct piped_options *o, const char *const *argv,
    const char *const *env)
{
	struct piped *p = mem_alloc(sizeof(*p));
	int in[2], out[2], err[2];

	make_pipe(in, 1);
	make_pipe(out, 0);
	make_pipe(err, 0);
	p->name = o->name;
	p->pid = fork();
	if (p->pid < 0)
		give_up("fork: %s", strerror(errno));
	if (!p->pid)
		run(o, (const int[]){in[0], out[1], err[1]}, argv, env);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	p->in = in[1];
	p->watch.fd = out[0];
	p->watch.events = POLLIN;
	p->watch.ready = out_ready;
	p->watch.end = out_end;
	watch_add(&p->watch);
	p->errors = errors_new(o->name, err[0]);
	return p;
}

struct piped *
piped_start(const struct piped_options *o)
{
	struct home home;
	const char *argv[PIPED_ARGS_MAX + 4] = {home_client(), "-c", home.conf};
	const char *env[] = {home.vars[0], home.vars[1], home.vars[2],
	    home.vars[3], "TERM", "LANG=C", "LC_ALL=C", "TCPCHAT_SERVER", NULL};
	size_t n = 3;

	home_make(&home, o->name, o->conf);
	for (size_t i = 0; o->args[i] && i < PIPED_ARGS_MAX; i++)
		argv[n++] = o->args[i];
	return start(o, argv, env);
}

struct piped *
piped_at_port(unsigned port, const char *nick, const char *const *args)
{
	char url[64];
	const char *list[PIPED_ARGS_MAX + 1] = {"-n", nick};
	size_t n = 2;

	while (*args && n + 1 < PIPED_ARGS_MAX)
		list[n++] = *args++;
	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", port);
	list[n] = url;
	return piped_start(&(struct piped_options){.name = nick, .args = list});
}

struct piped *
piped_at(const struct host *h, const char *nick, const char *const *args)
{
	return piped_at_port(h->port, nick, args);
}

void
piped_write(struct piped *p, const char *text)
{
	size_t left = strlen(text);
	int64_t deadline = watch_deadline();

	while (left) {
		ssize_t n = write(p->in, text, left);

		if (n > 0) {
			text += n;
			left -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (watch_turn_write(p->in, deadline) < 0)
				give_up("%s reads nothing", p->name);
		} else if (errno != EINTR) {
			give_up("%s: %s", p->name, strerror(errno));
		}
	}
}

void
piped_write_lines(struct piped *p, int from, int until)
{
	struct buf all = {0};

	for (int i = from; i < until; i++)
		buf_addf(&all, "line %d\n", i);
	piped_write(p, all.data);
	buf_free(&all);
}

void
piped_close(struct piped *p)
{
	close(p->in);
	p->in = -1;
}

const char *
piped_line(struct piped *p)
{
	int64_t deadline = watch_deadline();
	char *line, *end;

	for (;;) {
		line = p->out.len > p->next ? p->out.data + p->next : NULL;
		end = line ? strchr(line, '\n') : NULL;
		if (end)
			break;
		if (p->watch.fd < 0)
			return NULL;
		if (watch_turn(deadline) < 0)
			give_up("%s wrote no line", p->name);
	}
	*end = '\0';
	p->next = (size_t)(end + 1 - p->out.data);
	return line;
}

void
piped_expect(struct piped *p, const char *pattern)
{
	const char *line = piped_line(p);

	if (!line)
		give_up("%s ended without \"%s\"", p->name, pattern);
	if (!glob(pattern, line))
		give_up("%s wrote \"%s\", which is not like \"%s\"", p->name,
		    line, pattern);
}

static bool
find_error(struct piped_errors *e, const char *text)
{
	const char *at = e->text.len > e->seen ? e->text.data + e->seen : "";
	const char *found = strstr(at, text);

	if (!found || !strchr(found, '\n'))
		return false;
	e->seen = (size_t)(strchr(found, '\n') + 1 - e->text.data);
	return true;
}

void
piped_expect_error(struct piped *p, const char *text)
{
	int64_t deadline = watch_deadline();

	while (!find_error(p->errors, text))
		if (p->errors->watch.fd < 0 || watch_turn(deadline) < 0)
			give_up("%s did not say \"%s\"", p->name, text);
}

void
piped_expect_only_error(struct piped *p, const char *text)
{
	const char *said;

	piped_expect_error(p, text);
	said = piped_errors(p);
	if (strncmp(said, "tcpchat: ", 9) != 0 || strchr(said, '\n')[1])
		give_up("%s said more or less than a line of ours: %s", p->name,
		    said);
}

const char *
piped_errors(const struct piped *p)
{
	return p->errors->text.data ? p->errors->text.data : "";
}

void
piped_deaf(struct piped *p)
{
	close(p->watch.fd);
	p->watch.fd = -1;
}

void
piped_signal(struct piped *p, int sig)
{
	if (!p->ended)
		kill(p->pid, sig);
}

/* Its pipes may outlive it, where it has started others. */
static void
await_end(struct piped *p)
{
	int64_t deadline = watch_deadline();
	pid_t pid;

	while ((pid = waitpid(p->pid, &p->status, WNOHANG)) == 0) {
		if (clock_mono_ms() >= deadline)
			give_up("%s did not end", p->name);
		watch_turn(clock_mono_ms() + LOOK_MS);
	}
	p->ended = pid == p->pid;
	while (take(&p->watch, &p->out, p->name, '>'))
		continue;
	while (take(&p->errors->watch, &p->errors->text, p->name, '!'))
		continue;
}

void
piped_expect_exit(struct piped *p, int code)
{
	if (!p->ended)
		await_end(p);
	if (child_sanitizer_report(piped_errors(p)))
		give_up("%s", child_sanitizer_report(piped_errors(p)));
	if (!WIFEXITED(p->status))
		give_up("%s died by signal %d", p->name, WTERMSIG(p->status));
	if (WEXITSTATUS(p->status) != code)
		give_up("%s ended with %d instead of %d", p->name,
		    WEXITSTATUS(p->status), code);
}
