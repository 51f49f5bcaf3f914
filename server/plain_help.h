/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_PLAIN_HELP_H
#define SERVER_PLAIN_HELP_H

#include "server/plain_command.h"

/* A line for each command, or more of the one of that name ("" none). */
void plain_help(
    struct speech *sp, const struct plain_command *table, const char *name);
/* How the command is typed. */
void plain_help_syntax(struct speech *sp, const struct plain_command *c);
/* There is no command of that name; the nearest one is told. */
void plain_help_unknown(
    struct speech *sp, const struct plain_command *table, const char *name);

#endif
