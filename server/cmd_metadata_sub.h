/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_METADATA_SUB_H
#define SERVER_CMD_METADATA_SUB_H

#include "common/irc.h"
#include "server/server.h"

/* METADATA * SUB, UNSUB and SUBS: which keys a session hears of. */
void metadata_sub(
    struct server *srv, struct session *s, const struct irc_msg *m);
void metadata_unsub(
    struct server *srv, struct session *s, const struct irc_msg *m);
void metadata_subs(
    struct server *srv, struct session *s, const struct irc_msg *m);

#endif
