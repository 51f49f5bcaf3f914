/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SIGNALS_H
#define SERVER_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/*
 * SIGTERM, SIGINT and SIGHUP are blocked but while the loop waits, and are
 * only remembered. `waiting` is the mask for the wait.
 */
void signals_start(sigset_t *waiting);
/* What would end the program for a write that fails, which is told anyway. */
void signals_ignore(void);

/* Whether it came since it was last asked. */
bool signals_stop(void);
bool signals_reload(void);

#endif
