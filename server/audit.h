/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_AUDIT_H
#define SERVER_AUDIT_H

#include "server/server.h"

/*
 * Each act that takes a privilege, done or refused, as one line of the log, and
 * as a NOTICE to the other operators:
 *   audit WHAT by NICK!USER@HOST account=A uid=U address=ADDRESS on WHOM: WHY
 * A part that there is not is "-"; peers' bytes are escaped (log.h). WHAT is
 * one word, the command (KLINE) or the command and what became of it
 * (OPER-REFUSED). by: NULL for the server itself.
 */
void audit(struct server *srv, const struct session *by, const char *what,
    const char *whom, const char *why_fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* In the lobby, which has no owner, operators act as its founders: the same of
 * what one does there without a rank of their own, before it is published. */
void audit_lobby(struct server *srv, const struct session *by,
    const struct channel *c, const char *what, const char *why);
/* The same of somebody who is here: WHOM is their nick!user@host. */
void audit_user(struct server *srv, const struct session *by, const char *what,
    const struct user *whom, const char *why);

#endif
