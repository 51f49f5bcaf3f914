/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_ACCOUNT_H
#define SERVER_NICKSERV_ACCOUNT_H

#include "server/service.h"

/* NickServ: being logged in. */
void nickserv_logout(const struct service_call *c);

#endif
