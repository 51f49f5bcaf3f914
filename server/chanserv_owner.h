/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANSERV_OWNER_H
#define SERVER_CHANSERV_OWNER_H

#include "server/service.h"

/* ChanServ: whose a channel is. */
void chanserv_register(const struct service_call *c);
void chanserv_transfer(const struct service_call *c);
void chanserv_accept(const struct service_call *c);
void chanserv_cancel(const struct service_call *c);
void chanserv_drop(const struct service_call *c);

#endif
