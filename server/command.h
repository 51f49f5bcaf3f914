/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

#include <stddef.h>

#include "common/irc.h"
#include "server/server.h"

enum command_who {
	COMMAND_ANY,        /* before and after registration */
	COMMAND_BEFORE,     /* only before: 462 after */
	COMMAND_REGISTERED, /* only after: 451 before */
	COMMAND_OPER        /* operators: 481 */
};

/* One row: the gate, flood control, HELP and the man page read it. */
struct command {
	const char *name;
	enum command_who who;
	unsigned least; /* parameters, else 461 */
	unsigned cost;  /* of flood control, in lines */
	void (*run)(
	    struct server *srv, struct session *s, const struct irc_msg *m);
	const char *syntax;
	const char *help; /* one sentence */
	const char *spec; /* where it is told */
};

const struct command *command_lookup(
    const struct command *table, const char *name);

/* The gate: one decoded message to its handler, or the numeric that says
 * why not; labels begin and end here. `decoded` says what the dialect found
 * wrong with it (invalid UTF-8: FAIL command INVALID_UTF8; too long: 417). */
void command_dispatch(struct server *srv, struct session *s,
    const struct irc_msg *m, enum decode_result decoded);

#endif
