/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_REGISTER_H
#define SERVER_CMD_REGISTER_H

#include "common/irc.h"
#include "server/server.h"

/* Who a connection is, and that it lives (RFC 2812 §3.1, §3.7). */
void cmd_pass(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_user(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_ping(struct server *srv, struct session *s, const struct irc_msg *m);
/* PONG: that something came, and it may answer what acknowledge.h asks. */
void cmd_pong(struct server *srv, struct session *s, const struct irc_msg *m);
/* ERROR: that something came is all it says. */
void cmd_ignored(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_quit(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
