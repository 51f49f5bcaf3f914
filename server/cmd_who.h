/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_WHO_H
#define SERVER_CMD_WHO_H

#include "common/irc.h"
#include "server/server.h"

/* WHO, with the fields of WHOX (IRCv3 whox). */
void cmd_who(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
