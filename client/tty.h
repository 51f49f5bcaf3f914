/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_TTY_H
#define CLIENT_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "common/buf.h"

/*
 * The terminal's modes, curses' start and end, and signals. However the
 * program ends (return, exit, a signal, a crash), the terminal is as it was.
 * One a process.
 */
enum tty_signal {
	TTY_RESIZED = 1,   /* SIGWINCH */
	TTY_SUSPEND = 2,   /* SIGTSTP */
	TTY_CONTINUED = 4, /* SIGCONT */
	TTY_QUIT = 8       /* SIGTERM, SIGHUP, SIGINT */
};

struct tty;

/*
 * Sets the locale of the process and takes the terminal. NULL with one line
 * in err where standard input and output are no terminal, or TERM is one on
 * which no cursor can be moved.
 */
struct tty *tty_open(struct buf *err);
void tty_close(struct tty *t); /* NULL is allowed */

/* Whether the terminal shows UTF-8 (by the locale); otherwise only ASCII is
 * to be drawn. The process works in UTF-8 in either case. */
bool tty_utf8(const struct tty *t);
void tty_mouse(struct tty *t, bool on);

/* Readable when signals came; tty_signals gives the set of them. */
int tty_signal_fd(const struct tty *t);
unsigned tty_signals(struct tty *t);

/* What was typed: bytes read, 0 when there is nothing, -1 when the terminal
 * is gone. Poll STDIN_FILENO for it. */
ssize_t tty_read(struct tty *t, char *bytes, size_t max);

/* Stops the process and its group, as a shell expects of Ctrl-Z; returns when
 * it goes on. Draw everything anew then (view_resize). */
void tty_suspend(struct tty *t);
/* After TTY_CONTINUED: takes the terminal back, whose modes are what whoever
 * had it meanwhile has left (kill -STOP gives us no time to). */
void tty_resume(struct tty *t);

#endif
