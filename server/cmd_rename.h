/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_RENAME_H
#define SERVER_CMD_RENAME_H

#include "common/irc.h"
#include "server/server.h"

/*
 * RENAME (IRCv3 channel-rename), for operators of the channel; never the
 * lobby, and at most CHANNEL_RENAMES times in CHANNEL_RENAMES_MS. A name
 * that leads to another channel since that one was renamed counts as taken.
 */
void cmd_rename(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
