/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_WINDOW_H
#define CLIENT_COMMAND_WINDOW_H

#include "client/call.h"

void command_clear(struct call *c);
void command_goto(struct call *c);
void command_help(struct call *c);
void command_redraw(struct call *c);
void command_set(struct call *c);
void command_window(struct call *c);

#endif
