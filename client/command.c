/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/command.h"

#include <stddef.h>

#include "client/command_account.h"
#include "client/command_cert.h"
#include "client/command_channel.h"
#include "client/command_chanserv.h"
#include "client/command_history.h"
#include "client/command_search.h"
#include "client/command_server.h"
#include "client/command_talk.h"
#include "client/command_trust.h"
#include "client/command_window.h"
#include "common/text.h"

const struct command commands[] = {
    {"access", "[#CHANNEL] [list|add|del] [ACCOUNT] [admin|op|halfop|voice]", 0,
	NEEDS_SERVER, command_access,
	"who has which rank in a registered channel: alone, list them (asks "
	"ChanServ)"},
    {"away", "[REASON]", 0, NEEDS_SERVER, command_away,
	"tell others that you are away; without a reason, that you are back"},
    {"ban", "[#CHANNEL] [NICK or MASK]", 0, NEEDS_SERVER, command_ban,
	"keep somebody out; alone, list who is kept out"},
    {"cert", "[new | add | del]", 0, NEEDS_NOTHING, command_cert,
	"show your certificate, by which servers know you without a password; "
	"make it; add it to your account here, or take it out"},
    {"channel",
	"register|info|up|transfer|accept|cancel|drop [#CHANNEL] "
	"[ACCOUNT or CODE]",
	1, NEEDS_SERVER, command_channel,
	"register a channel so that it lasts, show whose it is, have your rank "
	"in it, give it to another account, take or refuse one, or end its "
	"registration (asks ChanServ)"},
    {"chanserv", "[TEXT]", 0, NEEDS_SERVER, command_chanserv,
	"tell ChanServ something in its own words, which differ from network "
	"to network; alone, ask it for help"},
    {"clear", "", 0, NEEDS_NOTHING, command_clear,
	"empty this window's scrollback"},
    {"close", "", 0, NEEDS_NOTHING, command_close,
	"close this window, leaving its channel"},
    {"connect", "[SERVER]", 0, NEEDS_NOTHING, command_connect,
	"connect to a server: a host, host:port (both with TLS), irc://HOST "
	"(not encrypted), ssh://HOST, unix:PATH or a network of tcpchat.conf"},
    {"deop", "[#CHANNEL] NICK...", 1, NEEDS_SERVER, command_deop,
	"make somebody no longer an operator"},
    {"devices", "[end DEVICE]", 0, NEEDS_SERVER, command_devices,
	"list the devices that are logged in to your account, or end one"},
    {"devoice", "[#CHANNEL] NICK...", 1, NEEDS_SERVER, command_devoice,
	"take the right to talk in a moderated channel"},
    {"disconnect", "[REASON]", 0, NEEDS_NOTHING, command_disconnect,
	"end the connection of this window's server"},
    {"goto", "DATE [TIME]", 1, NEEDS_NOTHING, command_goto,
	"show what was said then: 2026-11-03, 2026-11-03 14:30, 14:30, "
	"yesterday or 3d"},
    {"help", "[COMMAND]", 0, NEEDS_NOTHING, command_help,
	"show the commands and keys, or one command"},
    {"history", "export FILE [TARGET] | forget TARGET FOREVER", 1, NEEDS_SERVER,
	command_history,
	"get all that you said in a file of JSON lines, or have it forgotten; "
	"* is everywhere"},
    {"invite", "NICK [#CHANNEL]", 1, NEEDS_SERVER, command_invite,
	"ask somebody into a channel"},
    {"join", "#CHANNEL [KEY]", 1, NEEDS_SERVER, command_join,
	"go into a channel; it is made if it does not exist"},
    {"kick", "[#CHANNEL] NICK [REASON]", 1, NEEDS_SERVER, command_kick,
	"throw somebody out of a channel"},
    {"list", "[PATTERN]", 0, NEEDS_SERVER, command_list, "list the channels"},
    {"login", "[-k] [ACCOUNT]", 0, NEEDS_NOTHING, command_login,
	"log in to an account; the password is asked for, hidden; -k keeps it "
	"for the next start"},
    {"logout", "[-f]", 0, NEEDS_NOTHING, command_logout,
	"log out of your account; -f forgets the password that is kept"},
    {"me", "TEXT", 1, NEEDS_SERVER, command_me,
	"say what you do: \"/me waves\""},
    {"mode", "[TARGET] [CHANGES]", 0, NEEDS_SERVER, command_mode,
	"show or change the modes of a channel or of yourself"},
    {"msg", "TARGET TEXT", 2, NEEDS_SERVER, command_msg,
	"say something to a person or a channel"},
    {"names", "[#CHANNEL]", 0, NEEDS_SERVER, command_names,
	"list who is in a channel"},
    {"nick", "NAME", 1, NEEDS_NOTHING, command_nick, "change your name"},
    {"notice", "TARGET TEXT", 2, NEEDS_SERVER, command_notice,
	"say something that no program answers"},
    {"op", "[#CHANNEL] NICK...", 1, NEEDS_SERVER, command_op,
	"make somebody an operator of the channel"},
    {"part", "[#CHANNEL] [REASON]", 0, NEEDS_SERVER, command_part,
	"leave a channel; its window stays until /close"},
    {"password", "", 0, NEEDS_SERVER, command_password,
	"change the password of your account"},
    {"query", "NICK [TEXT]", 1, NEEDS_SERVER, command_query,
	"open a window for a private talk"},
    {"quit", "[REASON]", 0, NEEDS_NOTHING, command_quit, "leave tcpchat"},
    {"raw", "LINE", 1, NEEDS_NOTHING, command_raw,
	"send a line to the server as it is"},
    {"reconnect", "", 0, NEEDS_NOTHING, command_reconnect,
	"connect anew at once"},
    {"redraw", "", 0, NEEDS_NOTHING, command_redraw, "draw the screen anew"},
    {"register", "[-k] [ACCOUNT] [E-MAIL or invite:TOKEN]", 0, NEEDS_NOTHING,
	command_register,
	"make an account; the password is asked for, hidden; -k keeps it for "
	"the next start"},
    {"search", "WORDS [from:NICK] [in:#CHANNEL] [before:DATE] [after:DATE]", 0,
	NEEDS_NOTHING, command_search,
	"find what was said with all these words and \"phrases\"; alone, in "
	"the "
	"window of results, show the next page"},
    {"set", "[SETTING] [VALUE]", 0, NEEDS_NOTHING, command_set,
	"show or change settings"},
    {"topic", "[#CHANNEL] [TEXT]", 0, NEEDS_SERVER, command_topic,
	"show or set what a channel is about; - removes it"},
    {"trust", "[SERVER] [WORD or FINGERPRINT]", 0, NEEDS_NOTHING, command_trust,
	"say that a server's key is the right one: the first of its eight "
	"words when it is new, all of them or its hex digits when it has "
	"changed; alone, show what is asked"},
    {"unban", "[#CHANNEL] NICK or MASK", 1, NEEDS_SERVER, command_unban,
	"let somebody in again"},
    {"verify", "CODE [ACCOUNT]", 1, NEEDS_NOTHING, command_verify,
	"complete an account with the code that you were sent"},
    {"voice", "[#CHANNEL] NICK...", 1, NEEDS_SERVER, command_voice,
	"let somebody talk in a moderated channel"},
    {"who", "[#CHANNEL or MASK]", 0, NEEDS_SERVER, command_who,
	"list people with their addresses"},
    {"whois", "[NICK]", 0, NEEDS_SERVER, command_whois, "tell who somebody is"},
    {"whowas", "NICK", 1, NEEDS_SERVER, command_whowas,
	"tell who somebody was that has left"},
    {"window", "[NUMBER or NAME]", 0, NEEDS_NOTHING, command_window,
	"show another window: its number, its name, next or previous; "
	"alone, list them"},
    {0},
};

enum { COMMANDS = sizeof(commands) / sizeof(*commands) };

const struct command *
command_find(const char *name)
{
	for (const struct command *k = commands; k->name; k++)
		if (!text_casecmp(k->name, name))
			return k;
	return NULL;
}

const char *
command_nearest(const char *name)
{
	const char *names[COMMANDS];

	for (size_t i = 0; i < COMMANDS; i++)
		names[i] = commands[i].name;
	return text_nearest(name, names);
}
