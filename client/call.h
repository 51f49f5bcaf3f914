/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CALL_H
#define CLIENT_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "client/state.h"

/* A slash command as it is run, and as the table describes it. */
enum call_needs {
	NEEDS_NOTHING,
	NEEDS_SERVER,  /* a connection, welcomed */
	NEEDS_CHANNEL, /* the same, in a channel's window */
};

struct command;

struct call {
	struct state *s;
	struct network *n; /* of the window it was typed in */
	struct room *room; /* that window */
	char *args;        /* what follows the command; changed by call_word */
	const struct command *commands; /* the table, ends in a NULL name */
	const struct command *command;
	bool failed; /* nothing was done: the text goes back to the input */
};

struct command {
	const char *name;
	/* Its arguments for people and for TAB: words in [] may be left out;
	 * #CHANNEL, NICK, TARGET (either), COMMAND, SETTING are completed */
	const char *args;
	size_t least; /* words needed */
	enum call_needs needs;
	void (*run)(struct call *c);
	const char *help; /* one sentence */
};

/* Takes the next word off c->args; "" when there is none. */
char *call_word(struct call *c);
/* Takes a leading channel name off c->args, else gives the window's; NULL
 * (and it has said so) where there is neither. */
const char *call_channel(struct call *c);
/* Says in the window why nothing was done. */
void call_fail(struct call *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Tells something in the window. */
void call_say(struct call *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
