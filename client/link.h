/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include <stdint.h>

#include "client/attempt.h"
#include "client/shake.h"
#include "client/ssh.h"
#include "client/state.h"
#include "common/conn.h"

/*
 * A network's connection: reads lines into handle_line, sends what waits in
 * the network's `out`, pings, and begins an attempt when there is none or it
 * was lost. Over TLS nothing is said before the server is trusted (shake.h),
 * and one that is not trusted is left until the user says more. What is wanted
 * is read from the network; times are monotonic.
 */
enum link_step {
	LINK_DOWN,    /* see the attempt */
	LINK_SHAKING, /* TLS begins; until deadline_ms. Nothing is sent */
	LINK_UP,
	LINK_ENDING, /* the connection is gone, ssh is not; until deadline_ms */
	LINK_LEAVING /* QUIT is sent; the server closes, or deadline_ms comes */
};

struct link {
	struct link *next;
	struct attempt attempt;
	struct state *s;
	struct network *n;
	enum link_step step;
	struct conn conn;
	struct shake shake;
	struct ssh ssh; /* what runs where the place is ssh's */
	int64_t deadline_ms;
	int64_t look_ms; /* while ssh ends: when to look whether it has */
	int64_t up_ms;
	int64_t heard_ms;
	int64_t ping_at_ms;
	bool greeted;    /* a line came */
	bool unanswered; /* nothing came since sent_ms */
	int64_t sent_ms;
};

struct link *link_new(struct state *s, struct network *n);
void link_free(struct link *l);

/* What to poll for; the descriptor, or -1. */
int link_fd(const struct link *l, short *events);
/* Another to read from: what ssh says. Or -1. */
int link_err_fd(const struct link *l);
void link_err_ready(struct link *l);
/* That descriptor is ready. */
void link_ready(struct link *l, int64_t now_ms);
/* Once a turn: follows what is wanted, watches the times, sends. */
void link_turn(struct link *l, int64_t now_ms);
/* When link_turn has something to do though nothing came; -1 = never. */
int64_t link_deadline(const struct link *l);

#endif
