/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_HANDLE_TALK_H
#define CLIENT_HANDLE_TALK_H

#include "client/incoming.h"

void handle_privmsg(const struct incoming *in); /* and CTCP in it */
void handle_notice(const struct incoming *in);

#endif
