/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_CHANNEL_H
#define CLIENT_COMMAND_CHANNEL_H

#include "client/call.h"

void command_ban(struct call *c);
void command_close(struct call *c);
void command_deop(struct call *c);
void command_devoice(struct call *c);
void command_invite(struct call *c);
void command_join(struct call *c);
void command_kick(struct call *c);
void command_list(struct call *c);
void command_mode(struct call *c);
void command_names(struct call *c);
void command_op(struct call *c);
void command_part(struct call *c);
void command_topic(struct call *c);
void command_unban(struct call *c);
void command_voice(struct call *c);

#endif
