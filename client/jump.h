/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_JUMP_H
#define CLIENT_JUMP_H

#include "client/state.h"

/* Ways through the current window; the view follows at its next drawing. */

/* To the first line that was not read. */
void jump_marker(struct state *s);
/* To the next message to me below the one shown; from the end, to the first
 * unread one, or else to the last there is. */
void jump_mention(struct state *s);
/* To the newest line. */
void jump_end(struct state *s);
/* To a moment (when.h), where the time may stand after a space. False (and
 * nothing is done) where it is none. */
bool jump_date(struct state *s, const char *when);

#endif
