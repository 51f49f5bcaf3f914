/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_CHGHOST_H
#define SERVER_CMD_CHGHOST_H

#include "common/irc.h"
#include "server/server.h"

/* An operator gives somebody another host or user name for as long as they
 * stay (IRCv3 chghost; the commands are InspIRCd's). What is none is answered
 * by FAIL or, without standard-replies, by a notice. */
void cmd_chghost(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_chgident(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
