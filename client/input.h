/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_INPUT_H
#define CLIENT_INPUT_H

#include "client/state.h"

/*
 * What a user sends with Enter: text for the current window, or a slash
 * command. REFUSED: nothing was done and the window says why; the caller
 * puts the text back.
 */
enum input_result { INPUT_TAKEN, INPUT_REFUSED };

enum input_result input_line(struct state *s, const char *line);

#endif
