/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_WHOIS_H
#define SERVER_CMD_WHOIS_H

#include "common/irc.h"
#include "server/server.h"

/* Asking about people by nick (RFC 2812 §3.6.2, §3.6.3). */
void cmd_whois(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_whowas(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
