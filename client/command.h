/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include "client/call.h"

/* The slash commands, sorted by name, ended by a NULL name. Read by the
 * input, by TAB, by /help and by the test against the man page. */
extern const struct command commands[];

const struct command *command_find(const char *name); /* or NULL */
/* The name nearest to what was typed, or NULL. */
const char *command_nearest(const char *name);

#endif
