/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_COMMANDS_H
#define SERVER_COMMANDS_H

#include "server/command.h"

/* Every command, by name; ends in a NULL name. */
extern const struct command commands_table[];

#endif
