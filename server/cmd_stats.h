/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_STATS_H
#define SERVER_CMD_STATS_H

#include "common/irc.h"
#include "server/server.h"

/*
 * STATS (RFC 2812 §3.4.4). Everybody: m how often each command came, p
 * operators who are here, u since when the server runs. Operators (481 for
 * others): l connections, o who may become operator, P listeners, y limits
 * of a connection. Other letters are about what does not exist on one server
 * alone (linked servers, bans of the server, …): nothing but 219.
 */
void cmd_stats(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
