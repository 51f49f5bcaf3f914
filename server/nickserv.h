/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_H
#define SERVER_NICKSERV_H

#include "server/service.h"

/* NickServ keeps accounts: who one is, by which ways one comes in, and which
 * nicks are one's own. */
extern const struct service nickserv;

#endif
