/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_KILL_H
#define SERVER_CMD_KILL_H

#include "common/irc.h"
#include "server/server.h"

/* What operators do to people (RFC 2812 §3.7.1, §4.7). */

/* Whoever is killed gets KILL, then ERROR; the others see it quit. */
void cmd_kill(struct server *srv, struct session *s, const struct irc_msg *m);
/* To everybody with user mode w; the sender too only if it has that. */
void cmd_wallops(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
