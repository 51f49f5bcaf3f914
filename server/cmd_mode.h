/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_MODE_H
#define SERVER_CMD_MODE_H

#include "common/irc.h"
#include "server/server.h"

/* MODE of channels and of oneself (RFC 2812 §3.1.5, §3.2.3). */
void cmd_mode(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
