/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_INFO_H
#define SERVER_CMD_INFO_H

#include "common/irc.h"
#include "server/server.h"

/* Asking about the server (RFC 2812 §3.4). HELP is written from the table
 * of commands. */
void cmd_motd(struct server *srv, struct session *s, const struct irc_msg *m);
/* ISUPPORT, also before registration (draft/extended-isupport). */
void cmd_isupport(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_lusers(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_version(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_time(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_admin(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_info(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_help(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
