/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TALK_H
#define CLIENT_TALK_H

#include <stdbool.h>
#include <stdint.h>

#include "client/state.h"

/*
 * What is said. The same function shows what others say and what I say.
 */
struct talk {
	enum said kind; /* MESSAGE, ACTION or NOTICE */
	const char *from;
	const char *target;
	const char *text;
	const char *msgid;  /* "" unknown */
	int64_t time_ms;    /* wall clock; 0 = now */
	bool self;          /* I said it */
	bool server;        /* a server said it */
	bool history;       /* replayed */
	struct room *asked; /* where I typed it, NULL unknown */
};

/* What is to be known of it in that window: enum line_flag. */
unsigned talk_flags(
    const struct network *n, const struct room *r, const struct talk *t);

/* Shows it in the window where it belongs, opening a private one. */
void talk_show(struct state *s, struct network *n, const struct talk *t);

/*
 * Sends text to a target: a message for each of its lines, long ones in
 * pieces of which each fits a line when the server relays it. Shows it at
 * once where the server does not echo. -1 when nothing can be sent now.
 */
int talk_send(struct state *s, struct network *n, const char *target,
    enum said kind, const char *text);

/* Bytes of text that a line to target has room for when it is relayed. */
size_t talk_room(const struct network *n, const char *target, enum said kind);

/* Whether text has nick as a word. */
bool talk_mentions(const char *text, const char *nick);

#endif
