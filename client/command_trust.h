/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_TRUST_H
#define CLIENT_COMMAND_TRUST_H

#include "client/call.h"

void command_trust(struct call *c);

#endif
