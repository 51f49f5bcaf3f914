/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_DROP_H
#define SERVER_NICKSERV_DROP_H

#include "server/service.h"

/* NickServ: ends an account for good (account_drop.h), by who has it or an
 * operator, who confirm it by a code. */
void nickserv_drop(const struct service_call *c);

#endif
