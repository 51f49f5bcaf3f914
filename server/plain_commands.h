/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_COMMANDS_H
#define SERVER_PLAIN_COMMANDS_H

#include "server/plain_command.h"

extern const struct plain_command plain_commands[];

/* Whether what follows '@' can only be done by somebody with a nickname. */
bool plain_command_needs_nick(const char *line);
/* Acts on what follows '@', and may change it. */
void plain_command_run(
    struct speech *sp, const struct speaker *who, char *line);
/* Whether the line is a command as one types it into an IRC client: it may hold
 * a password, and is not said. */
bool plain_command_slashed(const char *line);

#endif
