/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_SERVERS_H
#define SERVER_CMD_SERVERS_H

#include "common/irc.h"
#include "server/server.h"

/* The commands of a network of servers, as one server alone answers them
 * (RFC 2812 §3.4.5 to §3.4.8, §3.5, §4.5, §4.6). */
void cmd_links(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_map(struct server *srv, struct session *s, const struct irc_msg *m);
/* Operators see all connections, others their own; TRACE nick one. */
void cmd_trace(struct server *srv, struct session *s, const struct irc_msg *m);
/* CONNECT and SQUIT: there is no other server. */
void cmd_no_server(
    struct server *srv, struct session *s, const struct irc_msg *m);
/* Services are the server's own (service.h), and none registers as one. */
void cmd_service(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_summon(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_users(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
