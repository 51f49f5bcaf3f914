/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_NICKSERV_INVITE_H
#define SERVER_NICKSERV_INVITE_H

#include "server/service.h"

/* NickServ: operators invite people to register an account (invite.h). */
void nickserv_invite(const struct service_call *c);

#endif
