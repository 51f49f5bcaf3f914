/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_SQUERY_H
#define SERVER_CMD_SQUERY_H

#include "common/irc.h"
#include "server/server.h"

/* Commands that speak to a service (service.h). */
void cmd_squery(struct server *srv, struct session *s, const struct irc_msg *m);
/* NS, NICKSERV, …: the parameters are the line. */
void cmd_to_service(
    struct server *srv, struct session *s, const struct irc_msg *m);
/* Which there are (RFC 2812 §3.5.1). */
void cmd_servlist(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
