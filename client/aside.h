/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ASIDE_H
#define CLIENT_ASIDE_H

/*
 * What is written to standard error while the screen is drawn (last words of
 * an assert, of a library, of mem.h) would spoil the screen and be wiped with
 * it. It is kept aside, and told when the screen is left. One a process.
 */

/* Does nothing where standard error is no terminal. */
void aside_begin(void);
/* Gives standard error back and writes what was kept, the first part of it
 * where it is long. Async-signal-safe; may be called without a begin. */
void aside_end(void);

#endif
