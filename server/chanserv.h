/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_CHANSERV_H
#define SERVER_CHANSERV_H

#include "server/service.h"

/* ChanServ keeps registered channels: whose they are, and who has which rank
 * there for good (access.h). */
extern const struct service chanserv;

#endif
