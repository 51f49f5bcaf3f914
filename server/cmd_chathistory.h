/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_CHATHISTORY_H
#define SERVER_CMD_CHATHISTORY_H

#include "common/irc.h"
#include "server/server.h"

/* CHATHISTORY LATEST, BEFORE, AFTER, AROUND, BETWEEN and TARGETS (IRCv3
 * draft/chathistory), for sessions with that capability. An id that is not
 * kept here stands at the time that it holds; what shares that millisecond is
 * shown on either side of it, rather than lost. */
void cmd_chathistory(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
