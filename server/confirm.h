/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CONFIRM_H
#define SERVER_CONFIRM_H

#include <stdbool.h>

#include "server/server.h"

/*
 * Codes that must be said with a command that cannot be undone. Each belongs
 * to what is done ("DROP 17"), to who does it, and to the time: it counts for
 * ten minutes at least and for twenty at most. Nothing is remembered of them
 * but a key of this run.
 */
enum { CONFIRM_LEN = 9 }; /* eight hex digits, and a NUL */

/* -1: there are no random numbers to be had. */
int confirm_code(struct server *srv, const char *what, const char *who,
    char code[CONFIRM_LEN]);
/* Whether the code is that one; NULL is not. */
bool confirm_check(
    struct server *srv, const char *what, const char *who, const char *code);

#endif
