/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_LIST_H
#define SERVER_CMD_LIST_H

#include "common/irc.h"
#include "server/server.h"

/* LIST: the channels where somebody is, as far as one may know them. */
void cmd_list(struct server *srv, struct session *s, const struct irc_msg *m);

#endif
