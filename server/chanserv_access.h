/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANSERV_ACCESS_H
#define SERVER_CHANSERV_ACCESS_H

#include "server/service.h"

/* ChanServ: who has which rank in a registered channel. */
void chanserv_access(const struct service_call *c);
void chanserv_up(const struct service_call *c);

#endif
