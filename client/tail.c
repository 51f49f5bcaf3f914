/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/tail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/outflow.h"
#include "client/tail_write.h"
#include "client/tailing.h"

struct job {
	const struct options *o;
	struct tailing tailing;
	struct outflow out;
};

static bool
take(void *arg, const struct tailed *m)
{
	struct job *j = arg;

	if (outflow_is_full(&j->out))
		return false;
	if (j->o->json)
		tail_write_json(outflow_text(&j->out), m);
	else
		tail_write_plain(outflow_text(&j->out), m, j->o->ntails > 1);
	return true;
}

static bool
hungry(void *arg)
{
	const struct job *j = arg;

	return outflow_is_hungry(&j->out);
}

static void
on_ready(struct pipe *p, void *job)
{
	struct job *j = job;

	tailing_ready(&j->tailing, p);
}

static void
on_heard(struct pipe *p, void *job, const struct incoming *in)
{
	struct job *j = job;

	(void)p;
	tailing_heard(&j->tailing, in);
}

static void
on_lost(struct pipe *p, void *job, const char *why)
{
	struct job *j = job;

	(void)p;
	(void)why;
	tailing_lost(&j->tailing);
}

static size_t
on_poll(struct pipe *p, void *job, struct pollfd *fds)
{
	const struct job *j = job;

	(void)p;
	if (!outflow_waits(&j->out))
		return 0;
	fds[0] = (struct pollfd){.fd = j->out.fd, .events = POLLOUT};
	return 1;
}

/* A reader that has gone away has read enough. */
static void
flush(struct pipe *p, struct job *j)
{
	if (outflow_flush(&j->out) == 0)
		return;
	if (j->out.error == EPIPE)
		pipe_end(p, EXIT_SUCCESS);
	else
		pipe_fail(
		    p, EX_IOERR, "Standard output: %s", strerror(j->out.error));
}

/* What the sink takes in the turn is written in the same one. */
static void
on_turn(struct pipe *p, void *job)
{
	struct job *j = job;

	flush(p, j);
	tailing_turn(&j->tailing, p);
	flush(p, j);
}

static int64_t
on_deadline(const struct pipe *p, const void *job)
{
	const struct job *j = job;

	(void)p;
	return tailing_deadline(&j->tailing);
}

static const struct pipe_ops ops = {.prints = true,
    .later = true,
    .ready = on_ready,
    .heard = on_heard,
    .lost = on_lost,
    .poll = on_poll,
    .turn = on_turn,
    .deadline = on_deadline};

int
tail_run(const struct options *o, struct settings *settings)
{
	struct job j = {.o = o, .out.fd = STDOUT_FILENO};
	const struct tailed_sink sink = {take, hungry, &j};
	int status = EX_USAGE;

	if (tailing_open(&j.tailing, o, &sink) == 0)
		status = pipe_run(o, settings, &ops, &j);
	outflow_close(&j.out);
	if (j.out.error && j.out.error != EPIPE && status == EXIT_SUCCESS)
		status = EX_IOERR;
	tailing_close(&j.tailing);
	return status;
}
