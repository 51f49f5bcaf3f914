/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_CHANSERV_H
#define CLIENT_COMMAND_CHANSERV_H

#include "client/call.h"

/* What ChanServ is told, in our words: it is told the same on all networks,
 * and those whose ChanServ wants it otherwise say so. */
void command_access(struct call *c);
void command_channel(struct call *c);
void command_chanserv(struct call *c);

#endif
