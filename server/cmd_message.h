/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_MESSAGE_H
#define SERVER_CMD_MESSAGE_H

#include "common/irc.h"
#include "server/multiline.h"
#include "server/server.h"

/* Talking (RFC 2812 §3.3; TAGMSG: IRCv3 message-tags). NOTICE and TAGMSG
 * are never answered with 301; NOTICE never with errors. */
void cmd_privmsg(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_notice(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_tagmsg(struct server *srv, struct session *s, const struct irc_msg *m);

/* A message of several lines (draft/multiline), said as PRIVMSG and NOTICE
 * say theirs. FAIL BATCH where a line of it would be too long. */
void message_say(
    struct server *srv, struct session *s, const struct multiline *m);

#endif
