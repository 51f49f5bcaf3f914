/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_METADATA_H
#define SERVER_CMD_METADATA_H

#include "common/irc.h"
#include "server/server.h"

/*
 * METADATA (IRCv3 draft/metadata-2). One sets one's own, also before
 * registration; operators of a channel set the channel's. What is set of an
 * account is that of all who have it.
 */
void cmd_metadata(
    struct server *srv, struct session *s, const struct irc_msg *m);
/* Publishes what was set before registration. */
void cmd_metadata_registered(struct server *srv, struct session *s);

#endif
