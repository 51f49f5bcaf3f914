/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_CHANNEL_H
#define SERVER_CMD_CHANNEL_H

#include "common/irc.h"
#include "server/server.h"

/* What people do in a channel beside talking (RFC 2812 §3.2). */
void cmd_topic(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_names(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_kick(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_invite(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
