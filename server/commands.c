/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commands.h"

#include "server/cmd_cap.h"
#include "server/cmd_channel.h"
#include "server/cmd_join.h"
#include "server/cmd_message.h"
#include "server/cmd_mode.h"
#include "server/cmd_nick.h"
#include "server/cmd_register.h"
#include "server/cmd_user.h"

const struct command commands_table[] = {
    {"AWAY", COMMAND_REGISTERED, 0, 1, cmd_away, "AWAY [:text]",
	"Marks you as away, or as here again."},
    {"CAP", COMMAND_ANY, 1, 1, cmd_cap, "CAP LS [302] | LIST | REQ :caps | END",
	"Negotiates capabilities (IRCv3)."},
    {"ERROR", COMMAND_ANY, 0, 1, cmd_ignored, "ERROR :text",
	"Is ignored: only servers send it."},
    {"INVITE", COMMAND_REGISTERED, 2, 1, cmd_invite, "INVITE nick #channel",
	"Invites somebody to a channel."},
    {"JOIN", COMMAND_REGISTERED, 1, 1, cmd_join, "JOIN #channel[,…] [key[,…]]",
	"Enters channels; JOIN 0 leaves all."},
    {"KICK", COMMAND_REGISTERED, 2, 1, cmd_kick,
	"KICK #channel nick[,…] [:reason]", "Removes people from a channel."},
    {"MODE", COMMAND_REGISTERED, 1, 1, cmd_mode,
	"MODE #channel|nick [+-modes [parameter …]]",
	"Shows or changes the modes of a channel, or your own."},
    {"NAMES", COMMAND_REGISTERED, 0, 1, cmd_names, "NAMES #channel",
	"Lists who is in a channel."},
    {"NICK", COMMAND_ANY, 0, 1, cmd_nick, "NICK nick",
	"Sets or changes your nickname."},
    {"NOTICE", COMMAND_REGISTERED, 0, 1, cmd_notice, "NOTICE target[,…] :text",
	"Sends a text that is never answered by a program."},
    {"PART", COMMAND_REGISTERED, 1, 1, cmd_part, "PART #channel[,…] [:reason]",
	"Leaves channels."},
    {"PASS", COMMAND_BEFORE, 1, 1, cmd_pass, "PASS password",
	"Gives the server's password, before NICK and USER."},
    {"PING", COMMAND_ANY, 0, 1, cmd_ping, "PING token",
	"Asks the server for a PONG with the same token."},
    {"PONG", COMMAND_ANY, 0, 0, cmd_ignored, "PONG token",
	"Answers a PING of the server."},
    {"PRIVMSG", COMMAND_REGISTERED, 0, 1, cmd_privmsg,
	"PRIVMSG target[,…] :text", "Sends a text to channels and people."},
    {"QUIT", COMMAND_ANY, 0, 1, cmd_quit, "QUIT [:reason]",
	"Ends the connection."},
    {"SETNAME", COMMAND_REGISTERED, 1, 1, cmd_setname, "SETNAME :real name",
	"Changes your real name (IRCv3 setname)."},
    {"TAGMSG", COMMAND_REGISTERED, 0, 1, cmd_tagmsg, "@+tag TAGMSG target[,…]",
	"Sends tags without a text (IRCv3 message-tags)."},
    {"TOPIC", COMMAND_REGISTERED, 1, 1, cmd_topic, "TOPIC #channel [:text]",
	"Shows or sets a channel's topic."},
    {"USER", COMMAND_BEFORE, 4, 1, cmd_user, "USER name 0 * :real name",
	"Gives your user name and real name."},
    {NULL, COMMAND_ANY, 0, 0, NULL, NULL, NULL},
};
