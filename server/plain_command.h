/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_COMMAND_H
#define SERVER_PLAIN_COMMAND_H

#include "server/plain_mind.h"

/* What can be done by plain lines: "@name …". */
struct plain_command {
	const char *name;
	const char *alias;  /* another name for it, or NULL */
	const char *syntax; /* of what follows the name; "" nothing */
	const char *help;
	size_t least;  /* words that follow */
	bool stranger; /* also before one has a nickname */
	/* `rest` is what follows, without spaces around it; it may be
	 * changed. False: the syntax is wrong. */
	bool (*run)(struct speech *sp, const struct speaker *who, char *rest);
};

/* Tables are sorted and end by a NULL name. By name or alias, in any case;
 * NULL: there is none. */
const struct plain_command *plain_command_find(
    const struct plain_command *table, const char *name, size_t len);
/* The nearest name or alias to one that is none, or NULL. */
const char *plain_command_nearest(
    const struct plain_command *table, const char *name);
/* Whether that is the name, in any case. */
bool plain_command_is(const char *name, const char *typed, size_t len);

#endif
