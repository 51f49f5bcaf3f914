/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "server/import_log_parts.h"

/* "--- Log opened Thu Nov 26 01:37:19 2026", then "01:37 " or "01:37:19 " and
 * what the default theme shows without its colours. */

static const char *const told[] = {"Irssi: ", "Topic for ", "Topic set by ",
    "No topic set", "Channel ", "Home page for ", "Netsplit ",
    "Topic: ", "You are now talking", NULL};

/* "Thu Nov 26 01:37:19 2026" or "Thu Nov 26 2026", in English. */
static enum import_log_line
set_day(struct import_log *l, const char *text)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4], clock[9];
	const char *found;
	int date, year;

	if (sscanf(text, "%*3s %3s %2d %8s %4d", month, &date, clock, &year) !=
		4 &&
	    sscanf(text, "%*3s %3s %2d %4d", month, &date, &year) != 3)
		return IMPORT_LOG_UNKNOWN;
	found = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (!found || date < 1 || date > 31 || year < 1970)
		return IMPORT_LOG_UNKNOWN;
	l->day = (struct tm){.tm_year = year - 1900,
	    .tm_mon = (int)(found - months) / 3,
	    .tm_mday = date};
	l->has_day = true;
	return IMPORT_LOG_NOTHING;
}

static enum import_log_line
of_log(struct import_log *l, char *text)
{
	char *date = log_after(text, "Log opened ");

	if (!date)
		date = log_after(text, "Day changed ");
	if (date)
		return set_day(l, date);
	return log_after(text, "Log closed ") ? IMPORT_LOG_NOTHING
					      : IMPORT_LOG_UNKNOWN;
}

static char *
bare(char *nick)
{
	return *nick && strchr(" ~&@%+!", *nick) ? nick + 1 : nick;
}

/* "[user@host] has joined #chan", "… has left #chan [reason]" or "… has quit
 * [reason]" */
static enum import_log_line
came_or_went(struct import_log *l, struct row *r, char *nick, char *text)
{
	char *what = log_cut(text, "] has "), *reason = NULL;
	enum import_log_line result;
	const char *kind;

	if (!what)
		return IMPORT_LOG_UNKNOWN;
	if (log_after(what, "joined "))
		kind = "join";
	else if (log_after(what, "left "))
		kind = "part";
	else if (log_after(what, "quit "))
		kind = "quit";
	else
		return IMPORT_LOG_UNKNOWN;
	if (*kind != 'j')
		reason = log_cut(what, " [");
	if (reason && *reason)
		reason[strlen(reason) - 1] = '\0';
	result = log_did(l, r, kind, nick, NULL, reason);
	if (result == IMPORT_LOG_ROW)
		log_userhost(r, text);
	return result;
}

/* "was kicked from #chan by op [reason]" */
static enum import_log_line
kicked(struct import_log *l, struct row *r, char *nick, char *text)
{
	char *by = log_cut(text, " by "), *reason = log_cut(by, " [");

	if (!by)
		return IMPORT_LOG_UNKNOWN;
	if (reason && *reason)
		reason[strlen(reason) - 1] = '\0';
	return log_did(l, r, "kick", by, nick, reason);
}

static enum import_log_line
did(struct import_log *l, struct row *r, char *nick, char *text)
{
	char *rest;

	if (*text == '[')
		return came_or_went(l, r, nick, text + 1);
	if ((rest = log_after(text, "was kicked from ")))
		return kicked(l, r, nick, rest);
	if ((rest = log_after(text, "is now known as ")))
		return log_did(l, r, "nick", nick, rest, NULL);
	if (log_after(text, "has been invited to "))
		return IMPORT_LOG_NOTHING;
	rest = log_cut(log_after(text, "changed the topic of "), " to: ");
	return rest ? log_did(l, r, "topic", nick, NULL, rest)
		    : IMPORT_LOG_UNKNOWN;
}

/* "mode/#chan [+o alice] by op" */
static enum import_log_line
mode(struct import_log *l, struct row *r, char *text)
{
	char *modes = log_cut(text, " ["), *by = NULL;

	if (modes)
		by = log_cut_last(modes, "] by ");
	if (!by)
		return IMPORT_LOG_NOTHING;
	/* of several who did the same, the first */
	log_cut(by, ", ");
	return log_did(l, r, "mode", by, NULL, modes);
}

static enum import_log_line
event(struct import_log *l, struct row *r, char *text)
{
	char *rest;

	if ((rest = log_after(text, "You're now known as ")))
		return log_did(l, r, "nick", NULL, rest, NULL);
	if ((rest = log_after(text, "mode/")) ||
	    (rest = log_after(text, "ServerMode/")))
		return mode(l, r, rest);
	if ((rest = log_after(text, "Topic unset by "))) {
		log_cut(rest, " ");
		return log_did(l, r, "topic", rest, NULL, "");
	}
	for (const char *const *t = told; *t; t++)
		if (log_after(text, *t))
			return IMPORT_LOG_NOTHING;
	rest = log_cut(text, " ");
	return rest ? did(l, r, text, rest) : IMPORT_LOG_UNKNOWN;
}

/* "-alice:#chan- text" */
static enum import_log_line
notice(struct import_log *l, struct row *r, char *text)
{
	char *said = log_cut(text, "- ");

	if (!said || !log_cut_last(text, ":"))
		return IMPORT_LOG_UNKNOWN;
	return log_said(l, r, "notice", text, said);
}

static enum import_log_line
in_brackets(struct import_log *l, struct row *r, char *text)
{
	char *said = log_after(text, "notice(");

	/* otherwise a list of who is there */
	if (!said)
		return IMPORT_LOG_NOTHING;
	said = log_cut(said, ")] ");
	return said ? log_said(l, r, "notice", NULL, said) : IMPORT_LOG_UNKNOWN;
}

static enum import_log_line
shown(struct import_log *l, struct row *r, char *text)
{
	char *rest, *said;

	if ((rest = log_after(text, "-!- ")))
		return event(l, r, rest);
	if ((rest = log_after(text, "<"))) {
		said = log_cut(rest, "> ");
		return said ? log_said(l, r, "message", bare(rest), said)
			    : IMPORT_LOG_UNKNOWN;
	}
	if ((rest = log_after(text, " * "))) {
		said = log_cut(rest, " ");
		return log_action(l, r, bare(rest), said ? said : "");
	}
	if ((rest = log_after(text, "-")))
		return notice(l, r, rest);
	if ((rest = log_after(text, "[")))
		return in_brackets(l, r, rest);
	return *text == '!' ? IMPORT_LOG_NOTHING : IMPORT_LOG_UNKNOWN;
}

enum import_log_line
import_log_irssi(struct import_log *l, char *line, struct row *r)
{
	char *text = log_after(line, "--- ");
	struct tm tm = l->day;
	bool seconds;

	if (text)
		return of_log(l, text);
	text = log_after(log_clock(line, &tm, &seconds), " ");
	if (!text || !l->has_day)
		return IMPORT_LOG_UNKNOWN;
	log_stamp(l, r, &tm, seconds);
	return shown(l, r, text);
}
