/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_ACCOUNT_H
#define SERVER_CMD_ACCOUNT_H

#include "common/buf.h"
#include "common/irc.h"
#include "server/server.h"

/*
 * REGISTER and VERIFY (IRCv3 draft/account-registration). No mail is sent: an
 * address is not needed and not kept, and there is nothing to verify.
 * "invite:TOKEN" in its place is an invitation.
 */
void cmd_register_account(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_verify(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
