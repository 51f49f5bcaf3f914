/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_NICK_H
#define SERVER_NICKSERV_NICK_H

#include "server/service.h"

/* NickServ: nicks that belong to one's account, and getting them back. */
void nickserv_nick_add(const struct service_call *c);
void nickserv_nick_del(const struct service_call *c);
void nickserv_nick_list(const struct service_call *c);
void nickserv_regain(const struct service_call *c);
void nickserv_release(const struct service_call *c);

#endif
