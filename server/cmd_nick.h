/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_NICK_H
#define SERVER_CMD_NICK_H

#include "common/irc.h"
#include "server/server.h"

/* NICK (RFC 2812 §3.1.2). The name of a login of this machine is for that
 * login alone; where that has to be looked up, the session waits. */
void cmd_nick(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
