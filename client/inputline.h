/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_INPUTLINE_H
#define CLIENT_INPUTLINE_H

#include "client/cells.h"
#include "client/editor.h"

/* The rows that the input would like to have in that width, 1 at least. */
int inputline_rows(const struct editor_look *look, int width);

/* Draws what of it fits, the cursor's row always, and puts the cursor into
 * its place. */
void inputline_draw(const struct editor_look *look, struct cells cells);

#endif
