/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/nickserv.h"

#include "server/nickserv_account.h"
#include "server/nickserv_cert.h"
#include "server/nickserv_devices.h"
#include "server/nickserv_drop.h"
#include "server/nickserv_info.h"
#include "server/nickserv_invite.h"
#include "server/nickserv_nick.h"

static const struct service_command commands[] = {
    {"CERT ADD", SERVICE_ACCOUNT, 0, 1, nickserv_cert_add,
	"CERT ADD [fingerprint]",
	"Lets a client certificate log in to your account.",
	"Without a fingerprint: the certificate of this connection. A "
	"fingerprint is the SHA-256 of its public key (SubjectPublicKeyInfo), "
	"in 64 hex digits.\nClients log in with it by SASL EXTERNAL."},
    {"CERT DEL", SERVICE_ACCOUNT, 1, 1, nickserv_cert_del,
	"CERT DEL fingerprint", "Takes a key away from your account.", NULL},
    {"CERT LIST", SERVICE_ACCOUNT, 0, 1, nickserv_cert_list, "CERT LIST",
	"Lists the keys that log in to your account.", NULL},
    {"DEVICES", SERVICE_ACCOUNT, 0, 1, nickserv_devices, "DEVICES",
	"Lists by which devices you are here, and were.",
	"Several connections of one account under one nick are devices of "
	"one user. Each has its own place in what was said, if it has a name: "
	"a username of name@laptop, or name/laptop."},
    {"DEVICES END", SERVICE_ACCOUNT, 1, 1, nickserv_devices_end,
	"DEVICES END <device or #number>",
	"Ends the connections of a device, and forgets it.",
	"By its number it is one connection that ends, and the device is "
	"known still."},
    {"DEVICES LOGOUT", SERVICE_ACCOUNT, 1, 1, nickserv_devices_end,
	"DEVICES LOGOUT <device or #number>", "The same as DEVICES END.", NULL},
    {"DROP", 0, 0, 2, nickserv_drop, "DROP [account [code]]",
	"Ends your account for good.",
	"It is asked once more first, with a code that counts for ten "
	"minutes.\nPasswords, keys, nicknames, private messages, read markers "
	"and rights in channels go with it; nobody ever gets its name. "
	"Operators may end those of others."},
    {"GROUP", SERVICE_ACCOUNT, 0, 1, nickserv_nick_add, "GROUP",
	"The same as NICK ADD.", NULL},
    {"IDENTIFY", SERVICE_SECRET, 0, 4, nickserv_identify,
	"IDENTIFY [[account] password]", "Logs you in to an account.",
	"Without an account: the one to which your nickname belongs. Who "
	"comes from the machine itself by its Unix socket needs no password "
	"for the account of their login."},
    {"INFO", 0, 0, 1, nickserv_info, "INFO [account|nick]",
	"Tells about an account.",
	"Of your own you see all that is kept but what lets one in."},
    {"INVITE", SERVICE_OPER, 0, 1, nickserv_invite,
	"INVITE [accounts [duration]]",
	"Makes an invitation to register (operators).",
	"For one account within 7 days where nothing is said, as in INVITE 5 "
	"30d."},
    {"LOGOUT", SERVICE_ACCOUNT, 0, 1, nickserv_logout, "LOGOUT",
	"Logs you out; you stay here as a guest.",
	"You keep your nickname until its owner wants it back."},
    {"NICK ADD", SERVICE_ACCOUNT, 0, 1, nickserv_nick_add, "NICK ADD",
	"Makes the nickname that you have now one of your account's.",
	"Nobody else can take it then."},
    {"NICK DEL", SERVICE_ACCOUNT, 0, 1, nickserv_nick_del, "NICK DEL [nick]",
	"Frees a nickname of your account.", NULL},
    {"NICK LIST", SERVICE_ACCOUNT, 0, 1, nickserv_nick_list, "NICK LIST",
	"Lists the nicknames of your account.", NULL},
    {"PASSWORD", SERVICE_ACCOUNT | SERVICE_SECRET, 1, 4, nickserv_password,
	"PASSWORD [old] new", "Gives your account another password.",
	"The old one is not needed where there is none, nor where you come "
	"from the machine itself by its Unix socket, as the login whose "
	"account it is."},
    {"REGAIN", SERVICE_ACCOUNT, 0, 1, nickserv_regain, "REGAIN [nick]",
	"Gives you a nickname of your account that somebody else has.",
	"Without a nickname: the name of the account."},
    {"REGISTER", SERVICE_SECRET, 1, 4, nickserv_register,
	"REGISTER password [invite:TOKEN]",
	"Makes an account whose name is your nickname.",
	"The password is one word here. No e-mail address is needed. Where "
	"accounts are for who is invited, "
	"the invitation stands behind the password."},
    {"RELEASE", SERVICE_ACCOUNT, 0, 1, nickserv_release, "RELEASE [nick]",
	"Takes a nickname of your account from who else has it.",
	"Without a nickname: the name of the account."},
    {"SET ALWAYS-ON", SERVICE_ACCOUNT, 1, 1, nickserv_always_on,
	"SET ALWAYS-ON <yes|no>",
	"Whether you stay here, with your channels, without a device.",
	"You are shown as away then. It lasts, also when the server is "
	"started again, until you say no, the account is dropped, or an "
	"operator ends it."},
    {"UNGROUP", SERVICE_ACCOUNT, 0, 1, nickserv_nick_del, "UNGROUP [nick]",
	"The same as NICK DEL.", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL, NULL},
};

const struct service nickserv = {
    "NickServ", "NS", "keeps accounts and their nicknames", commands};
