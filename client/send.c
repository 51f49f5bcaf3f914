/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/send.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/handle_rename.h"
#include "client/intake.h"
#include "client/pipe.h"
#include "client/pipe_words.h"
#include "client/send_status.h"
#include "client/sender.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"

enum { READ_SIZE = 16384 };

struct send {
	const struct options *o;
	struct pipe *pipe;
	struct sender *sender;
	struct intake intake;
	char *target;
	bool connects;    /* since the first line */
	bool ended;       /* nothing more is read, */
	int error;        /* because of that, or 0 */
	int64_t names_ms; /* in the channel: speak then at the latest, or 0 */
	char *away;       /* what was told of them last, or NULL */

	uint64_t group; /* of lines that arrive together */
	int64_t group_ms, read_ms;

	bool failed; /* nothing more is said */
	int status;
	struct buf why;   /* a sentence */
	uint64_t after;   /* messages that stand after that */
	int64_t leave_ms; /* with what is known by then, or 0 */
};

/* The channel of the target, or NULL; "@#room" is said in #room. */
static const char *
channel_of(const struct send *s, const struct network *n)
{
	const char *name = s->target + strspn(s->target, n->statusmsg);

	if (network_is_channel(n, s->target))
		return s->target;
	return network_is_channel(n, name) ? name : NULL;
}

static bool
is_channel(const struct send *s, const struct network *n, const char *name)
{
	const char *channel = channel_of(s, n);

	return channel && !text_casecmp(name, channel);
}

/* What is not known by then is not waited for. */
static void
leave_at(struct send *s, int64_t when_ms)
{
	if (!s->leave_ms || when_ms < s->leave_ms)
		s->leave_ms = when_ms;
}

static void
fail(struct send *s, const struct sender_result *r)
{
	s->failed = true;
	s->status = send_status(r);
	send_say(&s->why, r);
}

/* The first failure counts. */
static void
settled(void *arg, const struct sender_result *r)
{
	struct send *s = arg;

	if (r->verdict == SENDER_SAID) {
		s->after += s->failed;
	} else if (!s->failed) {
		fail(s, r);
		leave_at(s, s->pipe->now_ms + SEND_DRAIN_MS);
	}
}

/* What is not known by now is not acknowledged. */
static void
run_late(struct send *s)
{
	struct sender_result r;

	sender_first(s->sender, &r);
	r.why = "there was no time for it";
	fail(s, &r);
}

/* The base has ended it, unless that is told already. */
static void
on_failed(struct pipe *p, void *job)
{
	struct send *s = job;
	struct sender_result r;
	struct buf text = {0};

	(void)p;
	if (s->failed || !sender_first(s->sender, &r))
		return;
	send_say(&text, &r);
	pipe_say("%s", text.data);
	buf_free(&text);
}

static void
speak(struct send *s)
{
	s->names_ms = 0;
	sender_ready(s->sender, s->pipe->n, s->pipe->now_ms);
}

static void
on_ready(struct pipe *p, void *job)
{
	struct send *s = job;
	const char *channel = channel_of(s, p->n);

	if (channel)
		pipe_join(p, channel);
	else
		speak(s);
}

static void
on_joined(struct pipe *p, void *job, struct room *r)
{
	struct send *s = job;

	if (r->names_fresh)
		s->names_ms = p->now_ms + SEND_NAMES_MS;
	else
		speak(s);
}

static void
on_lost(struct pipe *p, void *job, const char *why)
{
	struct send *s = job;

	(void)p;
	(void)why;
	s->names_ms = 0;
	sender_lost(s->sender);
}

static void
heard_rename(struct send *s, const struct network *n, const char *to)
{
	size_t status = (size_t)(channel_of(s, n) - s->target);
	struct buf target = {0};

	buf_addf(&target, "%.*s%s", (int)status, s->target, to);
	sender_rename(s->sender, s->target, target.data);
	mem_replace(&s->target, target.data);
	buf_free(&target);
}

/* Of a nick: told each time that it is something else. */
static void
heard_away(struct send *s, const struct incoming *in)
{
	const char *why = in_param(in, in->m->nparams - 1);

	if (text_casecmp(in_param(in, 1), s->target) != 0 ||
	    (s->away && !strcmp(s->away, why)))
		return;
	mem_replace(&s->away, why);
	pipe_say("%s is away: %s", s->target, why);
}

static void
heard_of_channel(struct send *s, const struct incoming *in)
{
	const char *from, *to;

	if (!strcmp(in->m->command, "366") && s->names_ms &&
	    is_channel(s, in->n, in_param(in, 1)))
		speak(s);
	else if (rename_told(in, &from, &to) && is_channel(s, in->n, from))
		heard_rename(s, in->n, to);
}

static void
on_heard(struct pipe *p, void *job, const struct incoming *in)
{
	struct send *s = job;

	(void)p;
	heard_of_channel(s, in);
	if (!strcmp(in->m->command, "301") && in->m->nparams > 2)
		heard_away(s, in);
	sender_heard(s->sender, in);
}

static bool
wants_input(const struct send *s)
{
	return !s->ended && !s->failed &&
	    sender_bytes(s->sender) <= SENDER_BYTES_MAX;
}

static size_t
on_poll(struct pipe *p, void *job, struct pollfd *fds)
{
	struct send *s = job;

	s->pipe = p;
	fds[0] = (struct pollfd){
	    .fd = wants_input(s) ? STDIN_FILENO : -1, .events = POLLIN};
	return 1;
}

static void
end_input(struct send *s, int error)
{
	s->ended = true;
	s->error = error;
	s->sender->hurry = true;
}

/* What comes in one read, or soon after, has arrived together. */
static void
note_arrival(struct send *s, int64_t now_ms)
{
	if (!s->group || now_ms - s->read_ms > SEND_TOGETHER_MS ||
	    now_ms - s->group_ms > SEND_HELD_MS) {
		s->group++;
		s->group_ms = now_ms;
	}
	s->read_ms = now_ms;
}

static void
on_act(struct pipe *p, void *job, const struct pollfd *fds, size_t count)
{
	struct send *s = job;
	char bytes[READ_SIZE];
	ssize_t n;

	if (!count || !fds[0].revents || !wants_input(s))
		return;
	n = read(STDIN_FILENO, bytes, sizeof(bytes));
	if (n > 0) {
		note_arrival(s, p->now_ms);
		intake_add(&s->intake, bytes, (size_t)n);
	} else if (n == 0) {
		end_input(s, 0);
	} else if (errno != EINTR && errno != EAGAIN) {
		end_input(s, errno);
	}
}

/* Lines that were read, as far as they may wait. */
static void
take_lines(struct send *s)
{
	int64_t held_ms = s->group_ms + SEND_HELD_MS;
	int64_t soon_ms = s->read_ms + SEND_TOGETHER_MS;
	struct sender_text t = {.target = s->target,
	    .command = s->o->notice ? "NOTICE" : "PRIVMSG",
	    .group = s->o->batch ? s->group : 0,
	    .hold_ms = soon_ms < held_ms ? soon_ms : held_ms};

	while (!s->failed && sender_bytes(s->sender) <= SENDER_BYTES_MAX &&
	    intake_next(&s->intake, s->ended, &t.text, &t.len)) {
		t.ref = s->intake.number;
		sender_say(s->sender, &t);
	}
}

static bool
is_done(const struct send *s)
{
	return s->ended && sender_is_idle(s->sender);
}

static void
end(struct send *s)
{
	if (s->after)
		buf_addf(&s->why, "; %llu after it %s acknowledged",
		    (unsigned long long)s->after,
		    s->after > 1 ? "were" : "was");
	if (s->failed)
		pipe_fail(s->pipe, s->status, "%s", s->why.data);
	else if (s->error)
		pipe_fail(s->pipe, EX_NOINPUT, "standard input: %s",
		    strerror(s->error));
	else
		pipe_end(s->pipe, EX_OK);
}

static void
look_at_end(struct send *s)
{
	bool late = s->leave_ms && s->pipe->now_ms >= s->leave_ms;

	if (late && !s->failed && !is_done(s))
		run_late(s);
	if (late || is_done(s) || (s->failed && !s->sender->box.flying))
		end(s);
}

static void
on_turn(struct pipe *p, void *job)
{
	struct send *s = job;

	take_lines(s);
	if (!s->connects && sender_bytes(s->sender)) {
		s->connects = true;
		p->n->multiline = s->o->batch;
		pipe_connect(p);
	}
	if (s->names_ms && p->now_ms >= s->names_ms)
		speak(s);
	if (!s->failed)
		sender_turn(s->sender, p->n, p->now_ms);
	look_at_end(s);
}

static int64_t
on_deadline(const struct pipe *p, const void *job)
{
	const struct send *s = job;
	int64_t at = s->failed ? -1 : sender_deadline(s->sender);

	(void)p;
	at = clock_sooner(at, s->leave_ms ? s->leave_ms : -1);
	return clock_sooner(at, s->names_ms ? s->names_ms : -1);
}

/* What was read is still said; who asks twice does not want to wait. */
static void
on_stop(struct pipe *p, void *job, int sig)
{
	struct send *s = job;

	(void)sig;
	leave_at(s, s->leave_ms ? p->now_ms : p->now_ms + SEND_STOP_MS);
	end_input(s, 0);
}

static const struct pipe_ops ops = {
    .later = true,
    .ready = on_ready,
    .joined = on_joined,
    .heard = on_heard,
    .lost = on_lost,
    .poll = on_poll,
    .act = on_act,
    .turn = on_turn,
    .deadline = on_deadline,
    .stop = on_stop,
    .failed = on_failed,
};

int
send_run(const struct options *o, struct settings *settings)
{
	struct send s = {.o = o, .target = mem_strdup(o->send)};
	int status;

	s.sender = sender_new(settled, &s);
	status = pipe_run(o, settings, &ops, &s);
	sender_free(s.sender);
	intake_free(&s.intake);
	buf_free(&s.why);
	free(s.target);
	free(s.away);
	return status;
}
