/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_AUTHENTICATE_H
#define SERVER_CMD_AUTHENTICATE_H

#include "common/irc.h"
#include "server/server.h"

/* AUTHENTICATE (IRCv3 sasl 3.1, 3.2): before registration once, afterwards
 * again. */
void cmd_authenticate(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
