/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PASSCOMMAND_H
#define CLIENT_PASSCOMMAND_H

#include <stddef.h>

#include "client/secret.h"

enum { PASSCOMMAND_OUTPUT_MAX = 4096 /* bytes of it that are kept */ };

/*
 * Runs a command by `sh -c`, in a session of its own without terminal and
 * input, and takes the first line it writes. Blocks until it has ended or
 * limit_ms is over, when it is killed with what it started: for a thread.
 * NULL, or why there is no password, with the first line of its standard
 * error in `words`.
 */
const char *passcommand_run(const char *command, int limit_ms,
    struct secret *out, char *words, size_t size);

#endif
