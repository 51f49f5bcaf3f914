/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PIPE_H
#define CLIENT_PIPE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/incoming.h"
#include "client/options.h"
#include "client/pipe_words.h"
#include "client/state.h"
#include "client/trouble.h"

/*
 * The client without a screen: one connection that comes back by itself, and
 * a job (send.h, tail.h, exec.h) that lives in its turns. No terminal is
 * touched and nothing is asked: what the screen would ask becomes one
 * sentence on standard error and a status of sysexits.h. Standard output is
 * the job's. Only what the job does is said to the server: no history, no
 * markers, no channels of the configuration, no chat log.
 *
 * It ends by itself, with pipe_fail, when
 *	nothing was ready for options.wait_ms: EX_UNAVAILABLE, EX_NOHOST where
 *	  the name is not known, EX_TEMPFAIL where a connection was lost;
 *	the server's key is not trusted, the login or the server's password is
 *	  missing or wrong, the server shuts us out or accepts no name:
 *	  EX_NOPERM;
 *	a channel of pipe_join is refused, or we are put out of it: EX_NOPERM;
 *	  EX_TEMPFAIL for one that is full, EX_USAGE for one that cannot be.
 */
enum {
	PIPE_FDS_MAX = 256,  /* that a job may poll */
	PIPE_END_MS = 5000,  /* for what is queued to be sent at the end */
	PIPE_LINES_KEPT = 10 /* in each room */
};

struct pipe {
	struct state state;
	const struct options *o;
	struct network *n; /* the only one */
	int64_t now_ms;    /* monotonic */
	bool ready;        /* connected and welcomed; see pipe_ops.ready */
	bool ending;       /* pipe_end was called */
	struct trouble trouble;
	struct pipe_loop *loop;
};

/* Each may be NULL. None is called after pipe_end, but `busy`. */
struct pipe_ops {
	/* Nothing is connected before pipe_connect. */
	bool later;
	/* The job writes to standard output: when its reader is gone, that is
	 * the end, without a word, as pipe_end(p, EXIT_SUCCESS). */
	bool prints;
	/* At each connection: welcomed, ISUPPORT and capabilities are known,
	 * logged in where that is set up. The channels of pipe_join are asked
	 * for after this. */
	void (*ready)(struct pipe *p, void *job);
	/* We are in a channel of pipe_join (the JOIN came, before `ready`
	 * where that is what the server does); at each connection. */
	void (*joined)(struct pipe *p, void *job, struct room *r);
	/* Each message of the server, after the state was changed by it; also
	 * before `ready`. in->batch is the open one it is part of; it is gone
	 * when "BATCH -id" is told of. */
	void (*heard)(struct pipe *p, void *job, const struct incoming *in);
	/* A connection that was ready is gone. What was queued is lost. */
	void (*lost)(struct pipe *p, void *job, const char *why);
	/* Its descriptors: fills up to PIPE_FDS_MAX, gives their number; and
	 * what poll said about them (called each turn, revents may be 0). */
	size_t (*poll)(struct pipe *p, void *job, struct pollfd *fds);
	void (*act)(
	    struct pipe *p, void *job, const struct pollfd *fds, size_t count);
	/* The end of each turn, before what is queued is sent. A child's end
	 * (SIGCHLD) makes a turn. */
	void (*turn)(struct pipe *p, void *job);
	/* When a turn is due though nothing happens, monotonic; -1 = never. */
	int64_t (*deadline)(const struct pipe *p, const void *job);
	/* pipe_fail has told why it ends: what is to be added to that. */
	void (*failed)(struct pipe *p, void *job);
	/* Each turn after pipe_end: whether the job has something that must
	 * end first (children); it is waited for PIPE_END_MS at most. */
	bool (*busy)(struct pipe *p, void *job);
	/* SIGINT, SIGTERM or SIGHUP; NULL: pipe_end(p, EXIT_SUCCESS). */
	void (*stop)(struct pipe *p, void *job, int sig);
};

/* Runs the job until pipe_end; the exit status of the process. What ops say
 * to the server: network_send(p->n, …), which is -1 where too much waits. */
int pipe_run(const struct options *o, struct settings *settings,
    const struct pipe_ops *ops, void *job);

/* The first connection, after pipe_ops.later: options.wait_ms begins here. */
void pipe_connect(struct pipe *p);
/* A channel to be in, now and after each reconnect. Being refused ends. */
void pipe_join(struct pipe *p, const char *channel);
/* Whether it is one of these, which follow a RENAME. */
bool pipe_wants(const struct pipe *p, const char *channel);

/* Leaves: what is queued is sent, then QUIT; at most PIPE_END_MS. The first
 * one's status counts. */
void pipe_end(struct pipe *p, int status);
/* One sentence on standard error, then pipe_end. */
void pipe_fail(struct pipe *p, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
