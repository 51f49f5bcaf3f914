/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/import_log_parts.h"

/* "2026-11-26 01:37:19", maybe with a fraction, TAB, a prefix, TAB, text. */

/* What the client says of a channel, and nobody did. */
static const char *const told[] = {"Channel ", "Topic for ", "Topic set by ",
    "Nicks ", "Users ", "URL for ", "Ban list",
    "irc: ", "relay: ", "You are already", "This buffer", NULL};

static bool
is_told(char *text)
{
	for (const char *const *t = told; *t; t++)
		if (log_after(text, *t))
			return true;
	return false;
}

/* "alice [account] (real name) (~alice@host) has joined #chan" */
static enum import_log_line
joined(struct import_log *l, struct row *r, char *text)
{
	enum import_log_line result;
	char *userhost, *real, *rest;

	if (!log_cut_last(text, " has joined "))
		return IMPORT_LOG_UNKNOWN;
	userhost = log_cut_bracket(text, '(', ')');
	real = log_cut_bracket(text, '(', ')');
	rest = log_cut(text, " ");
	result = log_did(l, r, "join", text, NULL, NULL);
	if (result != IMPORT_LOG_ROW)
		return result;
	log_userhost(r, userhost);
	r->realname = *real ? real : NULL;
	if (rest && *rest == '[' && !strchr(rest, ' '))
		r->account = log_cut_bracket(rest, '[', ']');
	return result;
}

/* "alice (~alice@host) has left #chan (reason)", "… has quit (reason)", or
 * "op has kicked alice (reason)" */
static enum import_log_line
went(struct import_log *l, struct row *r, char *text)
{
	char *rest = log_cut(text, " "), *userhost, *reason, *who;
	enum import_log_line result;
	bool quit;

	if (!rest)
		return IMPORT_LOG_UNKNOWN;
	if ((who = log_after(rest, "has kicked "))) {
		reason = log_cut(who, " ");
		reason = reason ? log_cut_bracket(reason, '(', ')') : NULL;
		return log_did(l, r, "kick", text, who, reason);
	}
	userhost = log_after(rest, "(");
	rest = log_cut(userhost, ") has ");
	if (!rest ||
	    (strncmp(rest, "quit", 4) != 0 && !log_after(rest, "left ")))
		return IMPORT_LOG_UNKNOWN;
	quit = !strncmp(rest, "quit", 4);
	rest = log_cut(rest, " (");
	if (rest && *rest)
		rest[strlen(rest) - 1] = '\0';
	result = log_did(l, r, quit ? "quit" : "part", text, NULL, rest);
	if (result == IMPORT_LOG_ROW)
		log_userhost(r, userhost);
	return result;
}

/* 'from "old" to "new"' or 'to "new"' */
static char *
new_topic(char *text)
{
	char *topic = log_after(text, "to \"");

	if (!topic)
		topic = log_cut(text, "\" to \"");
	if (topic && *topic)
		topic[strlen(topic) - 1] = '\0';
	return topic;
}

/* "Mode #chan [+o alice] by op"; without "by" it is an answer. */
static enum import_log_line
mode(struct import_log *l, struct row *r, char *text)
{
	char *modes = log_cut(text, " ["), *by;

	if (!modes)
		return IMPORT_LOG_UNKNOWN;
	by = log_cut_last(modes, "] by ");
	return by ? log_did(l, r, "mode", by, NULL, modes) : IMPORT_LOG_NOTHING;
}

/* "Notice(alice): text", and our own: "Notice -> #chan: text" */
static enum import_log_line
notice(struct import_log *l, struct row *r, char *text)
{
	char *nick = log_after(text, "("), *said;

	if (nick) {
		said = log_cut(nick, "): ");
		return said ? log_said(l, r, "notice", nick, said)
			    : IMPORT_LOG_UNKNOWN;
	}
	said = log_cut(log_after(text, " -> "), ": ");
	return said ? log_said(l, r, "notice", NULL, said) : IMPORT_LOG_UNKNOWN;
}

static enum import_log_line
did(struct import_log *l, struct row *r, char *nick, char *what)
{
	char *rest;

	if ((rest = log_after(what, "is now known as ")))
		return log_did(l, r, "nick", nick, rest, NULL);
	if (log_after(what, "has unset topic for "))
		return log_did(l, r, "topic", nick, NULL, "");
	rest = log_cut(log_after(what, "has changed topic for "), " ");
	rest = rest ? new_topic(rest) : NULL;
	return rest ? log_did(l, r, "topic", nick, NULL, rest)
		    : IMPORT_LOG_UNKNOWN;
}

static enum import_log_line
network(struct import_log *l, struct row *r, char *text)
{
	enum import_log_line result = IMPORT_LOG_UNKNOWN;
	char *rest;

	if ((rest = log_after(text, "You are now known as ")))
		return log_did(l, r, "nick", NULL, rest, NULL);
	if ((rest = log_after(text, "Notice")) &&
	    (*rest == '(' || *rest == ' '))
		return notice(l, r, rest);
	if (log_after(text, "Mode #"))
		return mode(l, r, text);
	if (is_told(text) && !strstr(text, " is now known as ") &&
	    !strstr(text, " topic for "))
		return IMPORT_LOG_NOTHING;
	if (is_told(text) && log_after(text, "Topic "))
		return IMPORT_LOG_NOTHING;
	rest = log_cut(text, " ");
	if (rest)
		result = did(l, r, text, rest);
	return result;
}

/* A member's prefix may stand before the nick. */
static char *
bare(char *nick)
{
	return *nick && strchr("~&@%+", *nick) ? nick + 1 : nick;
}

static enum import_log_line
by_prefix(struct import_log *l, struct row *r, char *prefix, char *text)
{
	char *rest;

	if (!strcmp(prefix, "-->"))
		return joined(l, r, text);
	if (!strcmp(prefix, "<--"))
		return went(l, r, text);
	if (!strcmp(prefix, "--"))
		return network(l, r, text);
	if (!strcmp(prefix, "=!=") || (!*prefix && log_after(text, "****")))
		return IMPORT_LOG_NOTHING;
	if (!strcmp(prefix, " *") || !strcmp(prefix, "*")) {
		rest = log_cut(text, " ");
		return log_action(l, r, bare(text), rest ? rest : "");
	}
	return log_said(l, r, "message", bare(prefix), text);
}

enum import_log_line
import_log_weechat(struct import_log *l, char *line, struct row *r)
{
	char *prefix = log_cut(line, "\t"), *text = log_cut(prefix, "\t");
	char *clock = log_cut(line, " ");
	struct tm tm;
	bool seconds;

	if (!text || !clock || import_log_day(l, line) < 0)
		return IMPORT_LOG_UNKNOWN;
	tm = l->day;
	clock = log_clock(clock, &tm, &seconds);
	if (!clock || (*clock && *clock != '.'))
		return IMPORT_LOG_UNKNOWN;
	log_stamp(l, r, &tm, seconds);
	return by_prefix(l, r, prefix, text);
}
