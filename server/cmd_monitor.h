/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_MONITOR_H
#define SERVER_CMD_MONITOR_H

#include "common/irc.h"
#include "server/server.h"

/* MONITOR + - C L S (IRCv3 monitor). What is no nick is refused (432) and
 * not watched; beyond the setting monitor-entries the rest is (734). */
void cmd_monitor(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
