/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TROUBLE_H
#define CLIENT_TROUBLE_H

#include "client/incoming.h"
#include "client/options.h"
#include "client/state.h"

/*
 * What keeps the client without a screen from what it is to do. What the
 * screen would leave to whoever looks at it ends it (pipe.h says with which
 * status), with one sentence.
 */
struct trouble {
	const struct options *o;
	struct state *s;
	struct network *n;
	struct conf_list channels; /* that are to be entered; owned */
	bool begun;                /* a connection is wanted */
	bool ready;
	int64_t unready_ms; /* monotonic: since when it is not */

	int status;     /* that ends it, or 0 */
	struct buf why; /* as a sentence */

	struct buf error; /* what was told last in a window */
	bool complete;    /* what comes now is of another event */
	bool fresh;       /* not looked at yet */
	bool spoke;       /* on standard error, since it was ready */
	char *told;       /* what was told there last, or is not to be */
	char *ssh;        /* what ssh said last, or NULL */
};

/* The channel of that name among those, or NULL. */
char **trouble_channel(const struct trouble *t, const char *channel);

/* From now on a connection is wanted. */
void trouble_begin(struct trouble *t, int64_t now_ms);
/* A line came into a window. */
void trouble_said(struct trouble *t, const struct said_line *said);
/* A message came, and was heeded: it may say that we are not wanted. */
void trouble_heard(struct trouble *t, const struct incoming *in);
/* All is well. */
void trouble_ready(struct trouble *t);
/* The connection is gone; why is in t->told. */
void trouble_lost(struct trouble *t, int64_t now_ms);
/* Once a turn: the login came to nothing, or nothing more is tried. Where it
 * is tried for ever, why it has to be is told once. */
void trouble_turn(struct trouble *t, int64_t now_ms);
/* When trouble_turn has something to do; monotonic, -1 = never. */
int64_t trouble_deadline(const struct trouble *t);
void trouble_free(struct trouble *t);

#endif
