/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv.h"

#include "server/nickserv_account.h"

static const struct service_command commands[] = {
    {"LOGOUT", SERVICE_ACCOUNT, 0, 1, nickserv_logout, "LOGOUT",
	"Logs you out; you stay here as a guest.", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL, NULL},
};

const struct service nickserv = {
    "NickServ", "NS", "keeps accounts and their nicknames", commands};
