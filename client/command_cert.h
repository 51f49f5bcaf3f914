/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_COMMAND_CERT_H
#define CLIENT_COMMAND_CERT_H

#include "client/call.h"

void command_cert(struct call *c);

#endif
