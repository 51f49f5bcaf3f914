/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_OPER_H
#define SERVER_CMD_OPER_H

#include "common/irc.h"
#include "server/server.h"

/* OPER title [password] (RFC 2812 §3.1.4): by the password of that title
 * (looked at on the worker, since it takes long on purpose), or without one
 * for logins, accounts and uids that the title names. */
void cmd_oper(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
