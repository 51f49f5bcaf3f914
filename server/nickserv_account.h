/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_ACCOUNT_H
#define SERVER_NICKSERV_ACCOUNT_H

#include "server/service.h"

/* NickServ: having an account, and being logged in to it. */
void nickserv_register(const struct service_call *c);
void nickserv_identify(const struct service_call *c);
void nickserv_logout(const struct service_call *c);
void nickserv_password(const struct service_call *c);

#endif
