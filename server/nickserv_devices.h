/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_DEVICES_H
#define SERVER_NICKSERV_DEVICES_H

#include "server/service.h"

/* NickServ: one's devices, and whether one stays without any. */
void nickserv_devices(const struct service_call *c);
void nickserv_devices_end(const struct service_call *c);
void nickserv_always_on(const struct service_call *c);

#endif
