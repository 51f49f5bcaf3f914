/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_SEARCH_H
#define CLIENT_COMMAND_SEARCH_H

#include "client/call.h"

void command_search(struct call *c);

#endif
