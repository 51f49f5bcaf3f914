/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/chanserv.h"

#include "server/chanserv_access.h"
#include "server/chanserv_info.h"
#include "server/chanserv_owner.h"

static const struct service_command commands[] = {
    {"ACCESS", SERVICE_ACCOUNT, 2, 1, chanserv_access,
	"ACCESS #channel ADD account rank | DEL account | LIST",
	"Shows or changes which accounts have which rank in a channel.",
	"Ranks are admin, op, halfop and voice. They come with joining and "
	"with\n"
	"logging in, and go with logging out. You change what is below your "
	"own\n"
	"rank, from halfop on; what is your own you may give up."},
    {"DROP", SERVICE_ACCOUNT, 1, 1, chanserv_drop, "DROP #channel [code]",
	"Ends the registration of a channel, with its list of access.",
	"The first time you are given a code that counts for ten minutes. "
	"The\n"
	"founder may, and operators of the server."},
    {"INFO", 0, 1, 1, chanserv_info, "INFO #channel",
	"Shows whose channel it is, and since when.", NULL},
    {"LIST", SERVICE_ACCOUNT, 0, 4, chanserv_list, "LIST",
	"Lists the registered channels that you have a rank in.",
	"Operators of the server are shown all that are registered."},
    {"REGISTER", SERVICE_ACCOUNT, 1, 1, chanserv_register, "REGISTER #channel",
	"Registers a channel whose founder (~) you are, so that it lasts.",
	"It keeps its topic, modes, lists, founder and ranks while nobody is "
	"in\n"
	"it and when the server starts again, until it is dropped. Accounts "
	"that\n"
	"had ranks there have them for good. What MODE gives from then on is "
	"for\n"
	"the stay: ACCESS gives for good."},
    {"TRANSFER", SERVICE_ACCOUNT, 2, 1, chanserv_transfer,
	"TRANSFER #channel account",
	"Offers your channel to another account, which must accept it.",
	"You stay an admin of it. An operator of the server gives it at "
	"once."},
    {"TRANSFER ACCEPT", SERVICE_ACCOUNT, 1, 1, chanserv_accept,
	"TRANSFER ACCEPT #channel",
	"Makes you the founder of a channel that was offered to you.", NULL},
    {"TRANSFER CANCEL", SERVICE_ACCOUNT, 1, 1, chanserv_cancel,
	"TRANSFER CANCEL #channel",
	"Takes an offer back, or refuses one that was made to you.", NULL},
    {"UP", SERVICE_ACCOUNT, 1, 1, chanserv_up, "UP #channel",
	"Gives you the rank that you have in a channel that you are in.", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL, NULL},
};

const struct service chanserv = {
    "ChanServ", "CS", "keeps channels and who may what in them", commands};
