/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_CAP_H
#define SERVER_CMD_CAP_H

#include "common/irc.h"
#include "server/caps.h"
#include "server/server.h"

/* CAP LS, LIST, REQ and END (IRCv3 capability-negotiation). */
void cmd_cap(struct server *srv, struct session *s, const struct irc_msg *m);

/* What it is offered with these settings. */
struct cap_offer cap_offer(const struct settings *set, const struct session *s);
/* Tells a session what it was offered otherwise before (CAP NEW, CAP DEL), if
 * it wants to know; what is gone does not work any more. */
void cap_tell(
    struct server *srv, struct session *s, const struct cap_offer *before);

#endif
