/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_WEBIRC_H
#define SERVER_CMD_WEBIRC_H

#include "common/irc.h"
#include "server/server.h"

enum { WEBIRC_COST = 5 }; /* of flood control, in lines */

/*
 * WEBIRC (IRCv3 webirc): a gateway that the configuration trusts says where
 * the person comes from that it connects; address, host and the limits per
 * address are that person's from then on, and the login of a gateway at the
 * Unix socket does not become theirs. It comes before NICK, USER and CAP, from
 * an address of a webirc section (the first that has it counts) and with its
 * password; else the connection ends. `secure` counts where the way from the
 * gateway is safe too: over the Unix socket and loopback.
 */
void cmd_webirc(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
