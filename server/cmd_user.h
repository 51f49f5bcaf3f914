/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_USER_H
#define SERVER_CMD_USER_H

#include "common/irc.h"
#include "server/server.h"

/* How one appears to others (RFC 2812 §4.1; IRCv3 setname). */
void cmd_away(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_setname(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
