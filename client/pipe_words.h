/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PIPE_WORDS_H
#define CLIENT_PIPE_WORDS_H

#include "client/network.h"
#include "client/options.h"
#include "common/buf.h"

/*
 * What the client without a screen says of what is wrong: one sentence, with
 * the command to go on.
 */

/* Appends what the screen says, with its commands as a shell's: /connect is
 * the command that was run, for another server; what else is typed inside is
 * typed in a tcpchat that is started for it. */
void pipe_words(
    const struct options *o, const char *on_screen, struct buf *out);
/* Appends that n->offer, a server's key, is not trusted. */
void pipe_words_offer(
    const struct options *o, const struct network *n, struct buf *out);
/* Appends the command that was run, but for the server: tcpchat --send '#c' */
void pipe_words_command(const struct options *o, struct buf *out);
/* "tcpchat: …" on standard error, in a form that steers no terminal. */
void pipe_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
