/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_INFO_H
#define SERVER_NICKSERV_INFO_H

#include "server/service.h"

/* NickServ: what is known of an account. Its owner and operators see all but
 * what lets one in, others whose nick it is and since when. */
void nickserv_info(const struct service_call *c);

#endif
