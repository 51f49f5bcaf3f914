/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_CAP_H
#define SERVER_CMD_CAP_H

#include "common/irc.h"
#include "server/server.h"

/* CAP LS, LIST, REQ and END (IRCv3 capability-negotiation). */
void cmd_cap(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
