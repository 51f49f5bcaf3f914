/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_TALK_H
#define CLIENT_COMMAND_TALK_H

#include "client/call.h"

void command_me(struct call *c);
void command_msg(struct call *c);
void command_notice(struct call *c);
void command_query(struct call *c);

#endif
