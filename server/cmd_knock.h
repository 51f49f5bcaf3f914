/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_KNOCK_H
#define SERVER_CMD_KNOCK_H

#include "common/irc.h"
#include "server/server.h"

/* KNOCK: asks those who may invite to a channel to be let in (as Solanum
 * has it). One knock a minute at a channel, one in five minutes by a user. */
void cmd_knock(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
