/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SSH_H
#define CLIENT_SSH_H

#include <stdbool.h>
#include <sys/types.h>

#include "client/state.h"
#include "common/lines.h"
#include "common/url.h"

/*
 * The program ssh as the way to a server: it runs `tcpchat --relay` on the
 * other machine, which joins its standard input and output to the server's
 * Unix socket there, where the kernel knows whose process that is. Here there
 * is a socketpair and no port. ssh is never at our terminal: what it would ask
 * fails (BatchMode), what it says becomes lines.
 */
struct ssh {
	pid_t pid;  /* 0: none runs */
	int err_fd; /* what it says, or -1 */
	struct lines err;
	size_t said;  /* lines that were shown */
	bool refused; /* it said that it may not log in there */
};

void ssh_init(struct ssh *x);
/* Starts it for u. Our end of the socketpair, or -1 with err. */
int ssh_start(struct ssh *x, const struct settings *set, const struct url *u,
    struct buf *err);
/* Shows what it says; err_fd is -1 afterwards when it says no more. */
void ssh_listen(struct ssh *x, struct state *s, struct room *r);
/* Whether it has ended; *status as of waitpid. */
bool ssh_ended(struct ssh *x, int *status);
/* Asks it and what it started to end, where ssh_ended tells when it has; or
 * kills it and waits for that. */
void ssh_stop(struct ssh *x);
void ssh_kill(struct ssh *x);

/* Why it ended, and in *advice (or empty) what to do about it; whether trying
 * again would be of no use. */
bool ssh_explain(const struct ssh *x, int status, const struct url *u,
    struct buf *why, struct buf *advice);

#endif
