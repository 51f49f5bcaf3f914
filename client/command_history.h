/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_HISTORY_H
#define CLIENT_COMMAND_HISTORY_H

#include "client/call.h"

/* /history export FILE [TARGET], /history forget TARGET FOREVER */
void command_history(struct call *c);

#endif
