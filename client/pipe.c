/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/dial.h"
#include "client/errands.h"
#include "client/handle_rename.h"
#include "client/links.h"
#include "client/signals.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

enum {
	FD_SIGNALS,
	FD_STDOUT,
	FD_ERRANDS,
	FD_LINKS,
	FD_MAX = FD_LINKS + LINKS_POLL_MAX + PIPE_FDS_MAX,
	QUIT_MS = 1500, /* for the goodbye; the links take less */
	WAIT_MAX_MS = 60000
};

struct pipe_loop {
	const struct pipe_ops *ops;
	void *job;
	struct links *links;
	struct errands *errands;
	int signals;
	bool watch_stdout;
	struct pollfd fds[FD_MAX];
	size_t nlinks, njob;
	int64_t leave_ms; /* when to leave with what is still queued */
	bool again; /* a turn is due: something came late in the last one */
	bool ended;
	int status;
};

void
pipe_end(struct pipe *p, int status)
{
	if (p->ending)
		return;
	p->ending = true;
	p->loop->status = status;
	p->loop->leave_ms = p->now_ms + PIPE_END_MS;
}

void
pipe_fail(struct pipe *p, int status, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	if (p->ending)
		return;
	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	pipe_say("%s", text.data);
	buf_free(&text);
	if (p->loop->ops->failed)
		p->loop->ops->failed(p, p->loop->job);
	pipe_end(p, status);
}

void
pipe_connect(struct pipe *p)
{
	p->n->want = true;
	p->n->again = true;
	trouble_begin(&p->trouble, p->now_ms);
}

static void
tell_joined(struct pipe *p, struct room *r)
{
	if (!p->ending && p->loop->ops->joined)
		p->loop->ops->joined(p, p->loop->job, r);
}

/* Bouncers put one into channels before the welcome is complete, and may say
 * nothing to a JOIN then. */
static void
enter(struct pipe *p, const char *channel)
{
	struct room *r = state_find(&p->state, p->n, channel);

	if (r && r->joined)
		tell_joined(p, r);
	else
		network_join(p->n, channel, "");
}

bool
pipe_wants(const struct pipe *p, const char *channel)
{
	return trouble_channel(&p->trouble, channel);
}

void
pipe_join(struct pipe *p, const char *channel)
{
	struct conf_list *list = &p->trouble.channels;

	if (pipe_wants(p, channel))
		return;
	list->items =
	    mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
	list->items[list->count++] = mem_strdup(channel);
	if (p->ready)
		enter(p, channel);
}

/* What cannot be mended ends it. */
static void
give_in(struct pipe *p)
{
	if (p->trouble.status && !p->ending)
		pipe_fail(p, p->trouble.status, "%s", p->trouble.why.data);
}

static void
become_ready(struct pipe *p)
{
	const struct pipe_ops *ops = p->loop->ops;
	const struct conf_list *list = &p->trouble.channels;

	if (ops->ready)
		ops->ready(p, p->loop->job);
	for (size_t i = 0; !p->ending && i < list->count; i++)
		enter(p, list->items[i]);
	p->ready = true;
	trouble_ready(&p->trouble);
}

static void
follow_join(struct pipe *p, const struct incoming *in)
{
	struct room *r = state_find(in->s, in->n, in_param(in, 0));
	bool live = in->self && !in_replay(in);

	if (live && !strcmp(in->m->command, "JOIN") && r &&
	    pipe_wants(p, r->name))
		tell_joined(p, r);
}

static void
follow_rename(struct pipe *p, const struct incoming *in)
{
	const char *from, *to;
	char **channel;

	if (!rename_told(in, &from, &to))
		return;
	channel = trouble_channel(&p->trouble, from);
	if (channel)
		mem_replace(channel, to);
}

static void
on_heard(void *arg, const struct incoming *in)
{
	struct pipe *p = arg;

	p->loop->again = true;
	follow_rename(p, in);
	trouble_heard(&p->trouble, in);
	give_in(p);
	if (!p->ending && in->n->ready && !p->ready)
		become_ready(p);
	if (!p->ending && p->loop->ops->heard)
		p->loop->ops->heard(p, p->loop->job, in);
	follow_join(p, in);
}

static void
on_said(void *arg, const struct room *r, const struct said_line *said)
{
	struct pipe *p = arg;

	(void)r;
	trouble_said(&p->trouble, said);
}

/* What became of the connection. */
static void
follow(struct pipe *p)
{
	struct pipe_loop *l = p->loop;

	if (!p->ready || p->n->ready)
		return;
	p->ready = false;
	trouble_lost(&p->trouble, p->now_ms);
	if (!p->ending && l->ops->lost)
		l->ops->lost(p, l->job, p->trouble.told);
}

static bool
may_leave(struct pipe *p)
{
	const struct pipe_loop *l = p->loop;

	if (l->ops->busy && l->ops->busy(p, l->job))
		return false;
	return !p->ready || (!p->n->out.len && links_sent(p->loop->links));
}

static void
watch_leaving(struct pipe *p)
{
	struct pipe_loop *l = p->loop;

	if (!p->ending)
		return;
	if (!p->state.quitting && (may_leave(p) || p->now_ms >= l->leave_ms)) {
		p->state.quitting = true;
		p->n->want = false;
		p->n->again = false;
		mem_replace(&p->n->quit, p->state.settings->quit_message);
		l->leave_ms = p->now_ms + QUIT_MS;
	} else if (p->state.quitting &&
	    (links_idle(l->links) || p->now_ms >= l->leave_ms)) {
		l->ended = true;
	}
}

static int
until(const struct pipe *p)
{
	const struct pipe_loop *l = p->loop;
	int64_t job =
	    !p->ending && l->ops->deadline ? l->ops->deadline(p, l->job) : -1;
	int64_t times[] = {links_deadline(l->links), job,
	    p->ending ? l->leave_ms : trouble_deadline(&p->trouble),
	    l->again ? 0 : -1};
	int64_t first = -1, wait;

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		first = clock_sooner(first, times[i]);
	if (first < 0)
		return -1;
	wait = first - clock_mono_ms();
	return wait < 0 ? 0 : wait > WAIT_MAX_MS ? WAIT_MAX_MS : (int)wait;
}

static void
wait_for_events(struct pipe *p)
{
	struct pipe_loop *l = p->loop;
	size_t count;

	l->fds[FD_SIGNALS] =
	    (struct pollfd){.fd = l->signals, .events = POLLIN};
	l->fds[FD_STDOUT] =
	    (struct pollfd){.fd = l->watch_stdout ? STDOUT_FILENO : -1};
	l->fds[FD_ERRANDS] =
	    (struct pollfd){.fd = errands_fd(l->errands), .events = POLLIN};
	l->nlinks = links_poll(l->links, l->fds + FD_LINKS);
	count = FD_LINKS + l->nlinks;
	l->njob = !p->ending && l->ops->poll
	    ? l->ops->poll(p, l->job, l->fds + count)
	    : 0;
	count += l->njob;
	if (poll(l->fds, count, until(p)) < 0)
		for (size_t i = 0; i < count; i++)
			l->fds[i].revents = 0;
	p->now_ms = clock_mono_ms();
	l->again = false;
}

/* Whoever asks twice does not want to wait. */
static void
act_on_signals(struct pipe *p)
{
	struct pipe_loop *l = p->loop;
	int sig = l->fds[FD_SIGNALS].revents ? signals_take() : 0;

	if (!sig)
		return;
	if (p->ending)
		l->ended = true;
	else if (l->ops->stop)
		l->ops->stop(p, l->job, sig);
	else
		pipe_end(p, EXIT_SUCCESS);
}

static void
act_for_job(struct pipe *p)
{
	struct pipe_loop *l = p->loop;

	if (!p->ending && l->ops->act)
		l->ops->act(p, l->job, l->fds + FD_LINKS + l->nlinks, l->njob);
	if (!p->ending && l->ops->turn)
		l->ops->turn(p, l->job);
}

static void
look_around(struct pipe *p)
{
	follow(p);
	trouble_turn(&p->trouble, p->now_ms);
	give_in(p);
}

/* What the links find wrong has its turn at once. */
static void
send_all(struct pipe *p)
{
	bool ending;

	look_around(p);
	watch_leaving(p);
	errands_turn(p->loop->errands);
	ending = p->ending;
	links_turn(p->loop->links, p->now_ms);
	look_around(p);
	p->loop->again |= p->ending && !ending;
}

static void
turn(struct pipe *p)
{
	struct pipe_loop *l = p->loop;

	wait_for_events(p);
	act_on_signals(p);
	if (l->fds[FD_STDOUT].revents) {
		l->watch_stdout = false;
		pipe_end(p, EXIT_SUCCESS);
	}
	links_act(l->links, l->fds + FD_LINKS, l->nlinks, p->now_ms);
	if (l->fds[FD_ERRANDS].revents)
		errands_reap(l->errands);
	follow(p);
	act_for_job(p);
	l->again = false;
	send_all(p);
}

/* Poll tells of a pipe or a socket that nobody reads it any more. */
static bool
has_reader(void)
{
	struct stat st;

	return fstat(STDOUT_FILENO, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

/* Where we were started with some of them closed, what is opened next would be
 * taken for them; what uses them fails as it does without. */
static void
fill_standard(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			return;
}

static void
open_network(struct pipe *p)
{
	p->n = state_add_network(&p->state, "local", "");
	dial_set(&p->state, p->n, p->o->server);
	p->n->told = p->o->fingerprint;
	p->n->want = !p->loop->ops->later;
	p->n->again = p->n->want;
}

static void
pipe_open(struct pipe *p, struct settings *settings)
{
	struct pipe_loop *l = p->loop;

	settings->scrollback = PIPE_LINES_KEPT;
	settings->reconnect = true;
	state_init(&p->state, settings);
	p->state.bare = true;
	p->state.tap = on_said;
	p->state.tap_arg = p;
	p->state.heard = on_heard;
	p->state.heard_arg = p;
	open_network(p);
	l->links = links_open(&p->state);
	l->errands = errands_open(&p->state);
	l->watch_stdout = l->ops->prints && has_reader();
	p->now_ms = clock_mono_ms();
	p->trouble.s = &p->state;
	p->trouble.n = p->n;
	p->trouble.o = p->o;
	if (p->n->want)
		trouble_begin(&p->trouble, p->now_ms);
}

static void
pipe_close(struct pipe *p)
{
	struct pipe_loop *l = p->loop;

	p->state.heard = NULL;
	links_close(l->links);
	errands_close(l->errands);
	p->state.tap = NULL;
	state_free(&p->state);
	signals_close();
	trouble_free(&p->trouble);
}

int
pipe_run(const struct options *o, struct settings *settings,
    const struct pipe_ops *ops, void *job)
{
	struct pipe_loop loop = {.ops = ops, .job = job};
	struct pipe p = {.o = o, .loop = &loop};

	fill_standard();
	loop.signals = signals_open();
	if (loop.signals < 0) {
		pipe_say("%s", strerror(errno));
		return EX_OSERR;
	}
	pipe_open(&p, settings);
	send_all(&p);
	while (!loop.ended)
		turn(&p);
	pipe_close(&p);
	return loop.status;
}
