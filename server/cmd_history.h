/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_HISTORY_H
#define SERVER_CMD_HISTORY_H

#include "server/server.h"

/* HISTORY EXPORT and FORGET, for those with an account: what one has said
 * oneself, and have it forgotten (forgetting.h). tcpchat-protocol(7) says what
 * is answered. */
void cmd_history(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
