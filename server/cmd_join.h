/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_JOIN_H
#define SERVER_CMD_JOIN_H

#include "common/irc.h"
#include "server/server.h"

/* Coming to channels and leaving them (RFC 2812 §3.2.1, §3.2.2). */
void cmd_join(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_part(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
