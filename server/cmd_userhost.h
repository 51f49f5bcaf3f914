/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_USERHOST_H
#define SERVER_CMD_USERHOST_H

#include "common/irc.h"
#include "server/server.h"

/* Asking about several people in one line (RFC 2812 §4.8, §4.9). USERIP is
 * USERHOST with the address where the asker may know it. */
void cmd_ison(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_userhost(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_userip(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
