/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SIGNALS_H
#define CLIENT_SIGNALS_H

/*
 * Signals as something to poll for, where there is no terminal (tty.h has its
 * own). SIGINT, SIGTERM and SIGHUP are watched, but not where whoever started
 * us has them ignored (nohup, a shell's &); SIGCHLD only ends a poll; SIGPIPE
 * is ignored. One a process.
 */

/* The descriptor, readable when signals came; -1 with errno. */
int signals_open(void);
void signals_close(void);
/* Empties it. The signal that wants us to end, or 0. */
int signals_take(void);

#endif
