/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_STOP_H
#define SERVER_CMD_STOP_H

#include "common/irc.h"
#include "server/server.h"

/* What operators do to the server (RFC 2812 §4.2 to §4.4). DIE and RESTART
 * may name it, so that they do not hit another one (402), and are refused
 * (723) where the configuration says so. */
void cmd_rehash(struct server *srv, struct session *s, const struct irc_msg *m);
/* Ends the server as SIGTERM does. */
void cmd_die(struct server *srv, struct session *s, const struct irc_msg *m);
/* The same, and it starts again, with the arguments that it had. */
void cmd_restart(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
