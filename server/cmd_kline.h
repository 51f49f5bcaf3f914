/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CMD_KLINE_H
#define SERVER_CMD_KLINE_H

#include "common/irc.h"
#include "server/server.h"

/*
 * Bans of this server, for operators, in the words of Solanum:
 *   KLINE [duration] target [:reason]    any target (ban.h)
 *   DLINE [duration] address [:reason]   an address or a block of them
 *   UNKLINE target, UNDLINE address
 * A duration is "30m", "7d", a number of minutes, or 0: for good, as without
 * one. Alone they list, as STATS K and STATS D do. One that means its setter
 * is refused; one that means another operator is set, and said to be so.
 */
void cmd_kline(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_dline(struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_unkline(
    struct server *srv, struct session *s, const struct irc_msg *m);
void cmd_undline(
    struct server *srv, struct session *s, const struct irc_msg *m);

/* Those of addresses, or all others: 225 or 216, without the end. */
void kline_list(struct server *srv, struct session *s, bool addresses);

#endif
