/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TAILING_H
#define CLIENT_TAILING_H

#include "client/options.h"
#include "client/pipe.h"
#include "client/tail_core.h"

/*
 * Following what --tail names, as a part of a job of pipe.h: the job calls
 * these from its own ops. What is said goes to the sink.
 *
 * It ends the job (pipe_fail, EX_DATAERR) when the server does not know the id
 * of --since; being put out of a channel is the pipe's.
 */
struct tailing {
	const struct options *o;
	const struct tailed_sink *sink;
	bool connects;  /* the first connection was begun */
	struct pipe *p; /* once it is ready */
	struct tail_core core;
	char *since_id;   /* or NULL: */
	int64_t since_ms; /* -1: from now on */
};

/* -1 with a sentence on standard error where --since says no moment; the
 * status is EX_USAGE then. */
int tailing_open(
    struct tailing *t, const struct options *o, const struct tailed_sink *sink);
void tailing_close(struct tailing *t);

void tailing_ready(struct tailing *t, struct pipe *p);
void tailing_heard(struct tailing *t, const struct incoming *in);
void tailing_lost(struct tailing *t);
/* The first one connects: pipe_ops.later is to be set. */
void tailing_turn(struct tailing *t, struct pipe *p);
int64_t tailing_deadline(const struct tailing *t);

#endif
