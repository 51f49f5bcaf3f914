/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_MARKREAD_H
#define SERVER_CMD_MARKREAD_H

#include "server/server.h"

/*
 * MARKREAD (IRCv3 draft/read-marker): until where one has read. A time to
 * come counts as now. A channel that is absent and one that one may not read
 * are answered alike.
 */
void cmd_markread(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
