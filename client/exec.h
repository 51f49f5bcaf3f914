/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_EXEC_H
#define CLIENT_EXEC_H

#include "client/options.h"
#include "client/settings.h"

/*
 * The job --exec (pipe.h): a command is run for each message that --tail
 * would show, and what it prints is said where that came from. Nothing is run
 * for what we said ourselves, for notices, and for what carries the tag of
 * bots; the answers are notices unless --privmsg is given, and so many a
 * minute to one person (chatter.h): so no two of these talk to each other
 * without end.
 */
enum { EXEC_END_MS = 5000 /* for runs and answers at the end */ };

/* Returns the status to exit with. */
int exec_run(const struct options *o, struct settings *settings);

#endif
