/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/commands.h"

#include "server/cmd_account.h"
#include "server/cmd_authenticate.h"
#include "server/cmd_batch.h"
#include "server/cmd_cap.h"
#include "server/cmd_channel.h"
#include "server/cmd_chathistory.h"
#include "server/cmd_chghost.h"
#include "server/cmd_history.h"
#include "server/cmd_info.h"
#include "server/cmd_join.h"
#include "server/cmd_kill.h"
#include "server/cmd_kline.h"
#include "server/cmd_knock.h"
#include "server/cmd_list.h"
#include "server/cmd_markread.h"
#include "server/cmd_message.h"
#include "server/cmd_metadata.h"
#include "server/cmd_mode.h"
#include "server/cmd_monitor.h"
#include "server/cmd_nick.h"
#include "server/cmd_oper.h"
#include "server/cmd_redact.h"
#include "server/cmd_register.h"
#include "server/cmd_rename.h"
#include "server/cmd_search.h"
#include "server/cmd_servers.h"
#include "server/cmd_squery.h"
#include "server/cmd_stats.h"
#include "server/cmd_stop.h"
#include "server/cmd_user.h"
#include "server/cmd_userhost.h"
#include "server/cmd_webirc.h"
#include "server/cmd_who.h"
#include "server/cmd_whois.h"

const struct command commands_table[] = {
    {"ADMIN", COMMAND_REGISTERED, 0, 2, cmd_admin, "ADMIN [server]",
	"Shows who runs the server.", "RFC 2812 §3.4.9"},
    {"AUTHENTICATE", COMMAND_ANY, 1, 2, cmd_authenticate,
	"AUTHENTICATE mechanism | data | *",
	"Logs in to an account by SASL: EXTERNAL, SCRAM-SHA-256 or PLAIN "
	"(IRCv3 sasl).",
	"IRCv3 sasl"},
    {"AWAY", COMMAND_ANY, 0, 1, cmd_away, "AWAY [:text]",
	"Marks you as away, or as here again.", "RFC 2812 §4.1"},
    {"BATCH", COMMAND_REGISTERED, 1, 1, cmd_batch,
	"BATCH +ref draft/multiline target | -ref",
	"Begins and ends a message of several lines (IRCv3 draft/multiline).",
	"IRCv3 client-batch, draft/multiline"},
    {"CAP", COMMAND_ANY, 1, 1, cmd_cap, "CAP LS [302] | LIST | REQ :caps | END",
	"Negotiates capabilities (IRCv3).", "IRCv3 capability negotiation"},
    {"CHANSERV", COMMAND_REGISTERED, 0, 1, cmd_to_service,
	"CHANSERV command [word …]",
	"Says a command to ChanServ, which keeps channels.", "as in Ergo"},
    {"CHATHISTORY", COMMAND_REGISTERED, 1, 2, cmd_chathistory,
	"CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN target ref [ref] n",
	"Shows what was said before; CHATHISTORY TARGETS: where (IRCv3 "
	"draft/chathistory).",
	"IRCv3 draft/chathistory"},
    {"CHGHOST", COMMAND_OPER, 2, 1, cmd_chghost, "CHGHOST nick host",
	"Gives somebody another host (operators).", "as in InspIRCd"},
    {"CHGIDENT", COMMAND_OPER, 2, 1, cmd_chgident, "CHGIDENT nick user",
	"Gives somebody another user name (operators).", "as in InspIRCd"},
    {"CONNECT", COMMAND_OPER, 1, 1, cmd_no_server, "CONNECT server",
	"Would link another server; there is none (operators).",
	"RFC 2812 §3.4.7"},
    {"CS", COMMAND_REGISTERED, 0, 1, cmd_to_service, "CS command [word …]",
	"The same as CHANSERV.", "as in Ergo"},
    {"DIE", COMMAND_OPER, 0, 1, cmd_die, "DIE [server]",
	"Ends the server (operators).", "RFC 2812 §4.3"},
    {"DLINE", COMMAND_OPER, 0, 1, cmd_dline,
	"DLINE [[duration] address [:reason]]",
	"Bans an address, or a block of them, from this server (operators); "
	"alone: lists.",
	"Solanum"},
    {"ERROR", COMMAND_ANY, 0, 1, cmd_ignored, "ERROR :text",
	"Is ignored: only servers send it.", "RFC 2812 §3.7.4"},
    {"HELP", COMMAND_REGISTERED, 0, 1, cmd_help, "HELP [command]",
	"Lists the commands, or explains one.", "Modern IRC"},
    {"HELPOP", COMMAND_REGISTERED, 0, 1, cmd_help, "HELPOP [command]",
	"The same as HELP.", "Modern IRC"},
    {"HISTORY", COMMAND_REGISTERED, 1, 5, cmd_history,
	"HISTORY EXPORT [#channel|nick|*] | FORGET #channel|nick|* FOREVER",
	"Gives you all that you have said, as JSON, or has it forgotten.",
	"tcpchat"},
    {"INFO", COMMAND_REGISTERED, 0, 2, cmd_info, "INFO [server]",
	"Says what this server is.", "RFC 2812 §3.4.10"},
    {"INVITE", COMMAND_REGISTERED, 0, 1, cmd_invite, "INVITE [nick #channel]",
	"Invites somebody to a channel, or lists your invitations.",
	"RFC 2812 §3.2.7"},
    {"ISON", COMMAND_REGISTERED, 1, 1, cmd_ison, "ISON nick [nick …]",
	"Asks which of some nicknames are here.", "RFC 2812 §4.9"},
    {"ISUPPORT", COMMAND_ANY, 0, 2, cmd_isupport, "ISUPPORT",
	"Tells what the server can do.", "IRCv3 draft/extended-isupport"},
    {"JOIN", COMMAND_REGISTERED, 1, 1, cmd_join, "JOIN #channel[,…] [key[,…]]",
	"Enters channels; JOIN 0 leaves all.", "RFC 2812 §3.2.1"},
    {"KICK", COMMAND_REGISTERED, 2, 1, cmd_kick,
	"KICK #channel[,…] nick[,…] [:reason]",
	"Removes people from a channel.", "RFC 2812 §3.2.8"},
    {"KILL", COMMAND_OPER, 1, 1, cmd_kill, "KILL nick [:reason]",
	"Ends somebody's connections (operators).", "RFC 2812 §3.7.1"},
    {"KLINE", COMMAND_OPER, 0, 1, cmd_kline,
	"KLINE [[duration] target [:reason]]",
	"Bans somebody from this server (operators): nick!user@host, an "
	"address, account:name, uid:number or certfp:fingerprint; alone: "
	"lists.",
	"Solanum"},
    {"KNOCK", COMMAND_REGISTERED, 1, 2, cmd_knock, "KNOCK #channel",
	"Asks those who may invite to let you in.", "Solanum"},
    {"LINKS", COMMAND_REGISTERED, 0, 2, cmd_links, "LINKS [[server] mask]",
	"Lists the servers of the network: this one.", "RFC 2812 §3.4.5"},
    {"LIST", COMMAND_REGISTERED, 0, 4, cmd_list,
	"LIST [#channel|mask|>users|C<minutes[,…]]",
	"Lists channels, their size and topic.", "RFC 2812 §3.2.6"},
    {"LUSERS", COMMAND_REGISTERED, 0, 2, cmd_lusers, "LUSERS [mask [server]]",
	"Counts who is here.", "RFC 2812 §3.4.2"},
    {"MAP", COMMAND_REGISTERED, 0, 2, cmd_map, "MAP",
	"Shows the servers of the network and who is on them.", "Solanum"},
    {"MARKREAD", COMMAND_REGISTERED, 0, 1, cmd_markread,
	"MARKREAD #channel|nick [timestamp=…]",
	"Tells or sets until where you have read (IRCv3 read-marker).",
	"IRCv3 draft/read-marker"},
    {"METADATA", COMMAND_ANY, 2, 2, cmd_metadata,
	"METADATA target|* GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC [key …] "
	"[:value]",
	"Shows, sets and subscribes to what people and channels say about "
	"themselves (IRCv3 metadata).",
	"IRCv3 draft/metadata-2"},
    {"MODE", COMMAND_REGISTERED, 1, 1, cmd_mode,
	"MODE #channel|nick [+-modes [parameter …]]",
	"Shows or changes the modes of a channel, or your own.",
	"RFC 2812 §3.1.5, §3.2.3"},
    {"MONITOR", COMMAND_REGISTERED, 1, 1, cmd_monitor,
	"MONITOR + nick[,…] | - nick[,…] | C | L | S",
	"Tells you when people come and go (IRCv3 monitor).", "IRCv3 monitor"},
    {"MOTD", COMMAND_REGISTERED, 0, 1, cmd_motd, "MOTD [server]",
	"Shows the message of the day.", "RFC 2812 §3.4.1"},
    {"NAMES", COMMAND_REGISTERED, 0, 1, cmd_names, "NAMES [#channel[,…]]",
	"Lists who is in channels.", "RFC 2812 §3.2.5"},
    {"NICK", COMMAND_ANY, 0, 1, cmd_nick, "NICK nick",
	"Sets or changes your nickname.", "RFC 2812 §3.1.2"},
    {"NICKSERV", COMMAND_REGISTERED, 0, 1, cmd_to_service,
	"NICKSERV command [word …]",
	"Says a command to NickServ, which keeps accounts.", "as in Ergo"},
    {"NOTICE", COMMAND_REGISTERED, 0, 1, cmd_notice, "NOTICE target[,…] :text",
	"Sends a text that is never answered by a program.", "RFC 2812 §3.3.2"},
    {"NS", COMMAND_REGISTERED, 0, 1, cmd_to_service, "NS command [word …]",
	"The same as NICKSERV.", "as in Ergo"},
    {"OPER", COMMAND_REGISTERED, 1, 5, cmd_oper, "OPER title [password]",
	"Makes you an operator of the server.", "RFC 2812 §3.1.4"},
    {"PART", COMMAND_REGISTERED, 1, 1, cmd_part, "PART #channel[,…] [:reason]",
	"Leaves channels.", "RFC 2812 §3.2.2"},
    {"PASS", COMMAND_BEFORE, 1, 1, cmd_pass, "PASS password",
	"Gives the server's password, before NICK and USER.",
	"RFC 2812 §3.1.1"},
    {"PING", COMMAND_ANY, 0, 1, cmd_ping, "PING token",
	"Asks the server for a PONG with the same token.", "RFC 2812 §3.7.2"},
    {"PONG", COMMAND_ANY, 0, 0, cmd_pong, "PONG token",
	"Answers a PING of the server.", "RFC 2812 §3.7.3"},
    {"PRIVMSG", COMMAND_REGISTERED, 0, 1, cmd_privmsg,
	"PRIVMSG target[,…] :text", "Sends a text to channels and people.",
	"RFC 2812 §3.3.1"},
    {"QUIT", COMMAND_ANY, 0, 1, cmd_quit, "QUIT [:reason]",
	"Ends the connection.", "RFC 2812 §3.1.7"},
    {"REDACT", COMMAND_REGISTERED, 2, 1, cmd_redact,
	"REDACT target msgid [:reason]",
	"Takes back a message (IRCv3 draft/message-redaction).",
	"IRCv3 draft/message-redaction"},
    {"REGISTER", COMMAND_ANY, 3, 5, cmd_register_account,
	"REGISTER account|* *|invite:token password",
	"Makes an account, and logs you in to it (IRCv3 "
	"account-registration).",
	"IRCv3 draft/account-registration"},
    {"REHASH", COMMAND_OPER, 0, 2, cmd_rehash, "REHASH",
	"Reloads the configuration (operators).", "RFC 2812 §4.2"},
    {"RENAME", COMMAND_REGISTERED, 2, 5, cmd_rename,
	"RENAME #channel #new-name [:reason]",
	"Gives a channel another name (IRCv3 channel-rename).",
	"IRCv3 channel-rename"},
    {"RESTART", COMMAND_OPER, 0, 1, cmd_restart, "RESTART [server]",
	"Ends the server and starts it again (operators).", "RFC 2812 §4.4"},
    {"SEARCH", COMMAND_REGISTERED, 1, 4, cmd_search,
	"SEARCH [text=words][;from=nick][;in=#channel|nick][;after=time]"
	"[;before=time][;limit=n]",
	"Finds what was said where you are, by words and \"phrases\" "
	"(soju.im/search).",
	"soju.im/search"},
    {"SERVICE", COMMAND_BEFORE, 6, 1, cmd_service,
	"SERVICE nick * distribution type 0 :info",
	"Would register a service; none is taken.", "RFC 2812 §3.1.6"},
    {"SERVLIST", COMMAND_REGISTERED, 0, 1, cmd_servlist,
	"SERVLIST [mask [type]]", "Lists services.", "RFC 2812 §3.5.1"},
    {"SETNAME", COMMAND_REGISTERED, 1, 1, cmd_setname, "SETNAME :real name",
	"Changes your real name (IRCv3 setname).", "IRCv3 setname"},
    {"SQUERY", COMMAND_REGISTERED, 2, 1, cmd_squery, "SQUERY service :text",
	"Says something to a service, as PRIVMSG does.", "RFC 2812 §3.5.2"},
    {"SQUIT", COMMAND_OPER, 1, 1, cmd_no_server, "SQUIT server [:reason]",
	"Would end a link to another server; there is none (operators).",
	"RFC 2812 §3.1.8"},
    {"STATS", COMMAND_REGISTERED, 1, 2, cmd_stats, "STATS letter [server]",
	"Reports: m commands, p operators here, u uptime; for operators D "
	"bans of addresses, K other bans, l connections, o operators, P "
	"listeners, y limits.",
	"RFC 2812 §3.4.4"},
    {"SUMMON", COMMAND_REGISTERED, 0, 1, cmd_summon, "SUMMON login",
	"Is disabled.", "RFC 2812 §4.5"},
    {"TAGMSG", COMMAND_REGISTERED, 0, 1, cmd_tagmsg, "@+tag TAGMSG target[,…]",
	"Sends tags without a text (IRCv3 message-tags).",
	"IRCv3 message-tags"},
    {"TIME", COMMAND_REGISTERED, 0, 2, cmd_time, "TIME [server]",
	"Tells the server's time.", "RFC 2812 §3.4.6"},
    {"TOPIC", COMMAND_REGISTERED, 1, 1, cmd_topic, "TOPIC #channel [:text]",
	"Shows or sets a channel's topic.", "RFC 2812 §3.2.4"},
    {"TRACE", COMMAND_REGISTERED, 0, 2, cmd_trace, "TRACE [nick|server]",
	"Shows your connections; operators see all.", "RFC 2812 §3.4.8"},
    {"UNDLINE", COMMAND_OPER, 1, 1, cmd_undline, "UNDLINE address",
	"Takes such a ban away (operators).", "Solanum"},
    {"UNKLINE", COMMAND_OPER, 1, 1, cmd_unkline, "UNKLINE target",
	"Takes a ban away (operators).", "Solanum"},
    {"USER", COMMAND_BEFORE, 4, 1, cmd_user, "USER name 0 * :real name",
	"Gives your user name and real name.", "RFC 2812 §3.1.3"},
    {"USERHOST", COMMAND_REGISTERED, 1, 1, cmd_userhost,
	"USERHOST nick [nick …]",
	"Shows user name and host of up to five people.", "RFC 2812 §4.8"},
    {"USERIP", COMMAND_REGISTERED, 1, 1, cmd_userip, "USERIP nick [nick …]",
	"As USERHOST, with the address where you may know it.", "Solanum"},
    {"USERS", COMMAND_REGISTERED, 0, 1, cmd_users, "USERS [server]",
	"Is disabled.", "RFC 2812 §4.6"},
    {"VERIFY", COMMAND_ANY, 2, 5, cmd_verify, "VERIFY account code",
	"Would confirm an address; none is needed (IRCv3 "
	"account-registration).",
	"IRCv3 draft/account-registration"},
    {"VERSION", COMMAND_REGISTERED, 0, 2, cmd_version, "VERSION [server]",
	"Tells the server's version and abilities.", "RFC 2812 §3.4.3"},
    {"WALLOPS", COMMAND_OPER, 1, 1, cmd_wallops, "WALLOPS :text",
	"Tells all who have user mode w (operators).", "RFC 2812 §4.7"},
    {"WEBIRC", COMMAND_BEFORE, 4, WEBIRC_COST, cmd_webirc,
	"WEBIRC password gateway host address [:options]",
	"Says, for a trusted gateway, where somebody comes from (IRCv3 "
	"webirc).",
	"IRCv3 webirc"},
    {"WHO", COMMAND_REGISTERED, 1, 1, cmd_who,
	"WHO #channel|mask [%fields[,token]]",
	"Lists people in a channel, or that match a mask.",
	"RFC 2812 §3.6.1, IRCv3 whox"},
    {"WHOIS", COMMAND_REGISTERED, 0, 1, cmd_whois, "WHOIS [server] nick[,…]",
	"Tells about people who are here.", "RFC 2812 §3.6.2"},
    {"WHOWAS", COMMAND_REGISTERED, 0, 2, cmd_whowas, "WHOWAS nick[,…] [count]",
	"Tells about people who were here.", "RFC 2812 §3.6.3"},
    {NULL, COMMAND_ANY, 0, 0, NULL, NULL, NULL, NULL},
};
