/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_CERT_H
#define SERVER_NICKSERV_CERT_H

#include "server/service.h"

/* NickServ: the keys of client certificates that log in to one's account. */
void nickserv_cert_add(const struct service_call *c);
void nickserv_cert_del(const struct service_call *c);
void nickserv_cert_list(const struct service_call *c);

#endif
