/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_REDACT_H
#define SERVER_CMD_REDACT_H

#include "common/irc.h"
#include "server/server.h"

/*
 * REDACT (IRCv3 draft/message-redaction) of what the store has kept. One's
 * own message for a while (redact-window), where one may speak; those of
 * others in a channel with ACT_REDACT. What is not there, is of another
 * target, or is between other people has one answer: UNKNOWN_MSGID.
 */
void cmd_redact(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
