/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ERRANDS_H
#define CLIENT_ERRANDS_H

#include "client/state.h"

/* The errands of all logins, on threads of their own: a resolver that hangs
 * keeps nobody from logging in. */
struct errands;

struct errands *errands_open(struct state *s);
void errands_close(struct errands *es); /* NULL is allowed */

/* Once a turn: what is to be derived or run is given to a thread. */
void errands_turn(struct errands *es);
/* What to poll for to become readable, or -1; and what to do then. */
int errands_fd(const struct errands *es);
void errands_reap(struct errands *es);

#endif
