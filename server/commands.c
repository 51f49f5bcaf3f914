/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commands.h"

#include "server/cmd_cap.h"
#include "server/cmd_channel.h"
#include "server/cmd_info.h"
#include "server/cmd_join.h"
#include "server/cmd_list.h"
#include "server/cmd_message.h"
#include "server/cmd_mode.h"
#include "server/cmd_monitor.h"
#include "server/cmd_nick.h"
#include "server/cmd_oper.h"
#include "server/cmd_register.h"
#include "server/cmd_user.h"
#include "server/cmd_who.h"
#include "server/cmd_whois.h"

const struct command commands_table[] = {
    {"ADMIN", COMMAND_REGISTERED, 0, 2, cmd_admin, "ADMIN [server]",
	"Shows who runs the server."},
    {"AWAY", COMMAND_REGISTERED, 0, 1, cmd_away, "AWAY [:text]",
	"Marks you as away, or as here again."},
    {"CAP", COMMAND_ANY, 1, 1, cmd_cap, "CAP LS [302] | LIST | REQ :caps | END",
	"Negotiates capabilities (IRCv3)."},
    {"ERROR", COMMAND_ANY, 0, 1, cmd_ignored, "ERROR :text",
	"Is ignored: only servers send it."},
    {"HELP", COMMAND_REGISTERED, 0, 1, cmd_help, "HELP [command]",
	"Lists the commands, or explains one."},
    {"INFO", COMMAND_REGISTERED, 0, 2, cmd_info, "INFO [server]",
	"Says what this server is."},
    {"INVITE", COMMAND_REGISTERED, 2, 1, cmd_invite, "INVITE nick #channel",
	"Invites somebody to a channel."},
    {"ISON", COMMAND_REGISTERED, 1, 1, cmd_ison, "ISON nick [nick …]",
	"Asks which of some nicknames are here."},
    {"JOIN", COMMAND_REGISTERED, 1, 1, cmd_join, "JOIN #channel[,…] [key[,…]]",
	"Enters channels; JOIN 0 leaves all."},
    {"KICK", COMMAND_REGISTERED, 2, 1, cmd_kick,
	"KICK #channel[,…] nick[,…] [:reason]",
	"Removes people from a channel."},
    {"KILL", COMMAND_OPER, 1, 1, cmd_kill, "KILL nick [:reason]",
	"Ends somebody's connections (operators)."},
    {"LIST", COMMAND_REGISTERED, 0, 4, cmd_list,
	"LIST [#channel|mask|>users|C<minutes[,…]]",
	"Lists channels, their size and topic."},
    {"LUSERS", COMMAND_REGISTERED, 0, 2, cmd_lusers, "LUSERS",
	"Counts who is here."},
    {"MODE", COMMAND_REGISTERED, 1, 1, cmd_mode,
	"MODE #channel|nick [+-modes [parameter …]]",
	"Shows or changes the modes of a channel, or your own."},
    {"MONITOR", COMMAND_REGISTERED, 1, 1, cmd_monitor,
	"MONITOR + nick[,…] | - nick[,…] | C | L | S",
	"Tells you when people come and go (IRCv3 monitor)."},
    {"MOTD", COMMAND_REGISTERED, 0, 1, cmd_motd, "MOTD [server]",
	"Shows the message of the day."},
    {"NAMES", COMMAND_REGISTERED, 0, 1, cmd_names, "NAMES #channel",
	"Lists who is in a channel."},
    {"NICK", COMMAND_ANY, 0, 1, cmd_nick, "NICK nick",
	"Sets or changes your nickname."},
    {"NOTICE", COMMAND_REGISTERED, 0, 1, cmd_notice, "NOTICE target[,…] :text",
	"Sends a text that is never answered by a program."},
    {"OPER", COMMAND_REGISTERED, 1, 5, cmd_oper, "OPER title [password]",
	"Makes you an operator of the server."},
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
    {"REHASH", COMMAND_OPER, 0, 2, cmd_rehash, "REHASH",
	"Reloads the configuration (operators)."},
    {"SETNAME", COMMAND_REGISTERED, 1, 1, cmd_setname, "SETNAME :real name",
	"Changes your real name (IRCv3 setname)."},
    {"TAGMSG", COMMAND_REGISTERED, 0, 1, cmd_tagmsg, "@+tag TAGMSG target[,…]",
	"Sends tags without a text (IRCv3 message-tags)."},
    {"TIME", COMMAND_REGISTERED, 0, 2, cmd_time, "TIME [server]",
	"Tells the server's time."},
    {"TOPIC", COMMAND_REGISTERED, 1, 1, cmd_topic, "TOPIC #channel [:text]",
	"Shows or sets a channel's topic."},
    {"USER", COMMAND_BEFORE, 4, 1, cmd_user, "USER name 0 * :real name",
	"Gives your user name and real name."},
    {"USERHOST", COMMAND_REGISTERED, 1, 1, cmd_userhost,
	"USERHOST nick [nick …]",
	"Shows user name and host of up to five people."},
    {"VERSION", COMMAND_REGISTERED, 0, 2, cmd_version, "VERSION [server]",
	"Tells the server's version and abilities."},
    {"WHO", COMMAND_REGISTERED, 1, 1, cmd_who,
	"WHO #channel|mask [%fields[,token]]",
	"Lists people in a channel, or that match a mask."},
    {"WHOIS", COMMAND_REGISTERED, 0, 1, cmd_whois, "WHOIS nick",
	"Tells about somebody who is here."},
    {"WHOWAS", COMMAND_REGISTERED, 0, 2, cmd_whowas, "WHOWAS nick [count]",
	"Tells about somebody who was here."},
    {NULL, COMMAND_ANY, 0, 0, NULL, NULL, NULL},
};
