/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANSERV_CALL_H
#define SERVER_CHANSERV_CALL_H

#include "server/account.h"
#include "server/service.h"

/* What the commands of ChanServ have in common. */

/* The registered channel that the word names, as far as who asks may know of
 * it; NULL, and the same answer for all others. */
struct channel *chanserv_channel(
    const struct service_call *c, const char *name);
/* The account of that name; NULL, and an answer. */
struct account *chanserv_account(
    const struct service_call *c, const char *name);
/* Tells all who are here with that account. */
void chanserv_tell(const struct service_call *c, const char *account,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A change of the channel, by who asks. */
void chanserv_publish(const struct service_call *c, enum event_kind kind,
    const struct channel *ch, const char *arg, const char *body);
/* Whether who asks is an operator of the server. */
bool chanserv_by_oper(const struct service_call *c);

/* What an operator does with channels that are not theirs is told (audit.h).
 */
void chanserv_audit(const struct service_call *c, const struct channel *ch,
    const char *what, const char *why);
/* The same for what an operator is shown, and others would not be; of all
 * channels (NULL), or of one. */
void chanserv_audit_look(
    const struct service_call *c, const struct channel *ch);

#endif
