/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANSERV_INFO_H
#define SERVER_CHANSERV_INFO_H

#include "server/service.h"

/* ChanServ: what is registered. */
void chanserv_info(const struct service_call *c);
void chanserv_list(const struct service_call *c);

#endif
