/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_SERVER_H
#define CLIENT_COMMAND_SERVER_H

#include "client/call.h"

void command_away(struct call *c);
void command_connect(struct call *c);
void command_disconnect(struct call *c);
void command_nick(struct call *c);
void command_quit(struct call *c);
void command_raw(struct call *c);
void command_reconnect(struct call *c);
void command_who(struct call *c);
void command_whois(struct call *c);
void command_whowas(struct call *c);

#endif
