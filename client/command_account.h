/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_ACCOUNT_H
#define CLIENT_COMMAND_ACCOUNT_H

#include "client/call.h"

/* Passwords are asked for in the window, hidden (ask.h); none is an argument.
 */
void command_devices(struct call *c);
void command_login(struct call *c);
void command_logout(struct call *c);
void command_password(struct call *c);
void command_register(struct call *c);
void command_verify(struct call *c);

#endif
