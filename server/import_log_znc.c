/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/import_log_parts.h"

/* The module log of ZNC: "[01:37:19] " and what happened; the day is in the
 * name of the file. */

/* "alice (~alice@host)", and "(reason)" where it is a part or quit; a part of
 * older versions has none. */
static enum import_log_line
came_or_went(struct import_log *l, struct row *r, const char *kind, char *text)
{
	char *userhost = log_cut(text, " ("), *reason;
	enum import_log_line result;

	if (!userhost || !*userhost)
		return IMPORT_LOG_UNKNOWN;
	userhost[strlen(userhost) - 1] = '\0';
	reason = log_cut(userhost, ") (");
	result = log_did(l, r, kind, text, NULL, reason);
	if (result == IMPORT_LOG_ROW)
		log_userhost(r, userhost);
	return result;
}

/* "was kicked by op (reason)" */
static enum import_log_line
kicked(struct import_log *l, struct row *r, char *nick, char *by)
{
	char *reason = log_cut(by, " (");

	if (reason && *reason)
		reason[strlen(reason) - 1] = '\0';
	return log_did(l, r, "kick", by, nick, reason);
}

static enum import_log_line
did(struct import_log *l, struct row *r, char *nick, char *text)
{
	char *rest;
	size_t len;

	if ((rest = log_after(text, "is now known as ")))
		return log_did(l, r, "nick", nick, rest, NULL);
	if ((rest = log_after(text, "was kicked by ")))
		return kicked(l, r, nick, rest);
	if ((rest = log_after(text, "sets mode: "))) {
		/* without parameters a space is left over */
		len = strlen(rest);
		if (len > 0 && rest[len - 1] == ' ')
			rest[len - 1] = '\0';
		return log_did(l, r, "mode", nick, NULL, rest);
	}
	if (!(rest = log_after(text, "changes topic to '")) || !*rest)
		return IMPORT_LOG_UNKNOWN;
	rest[strlen(rest) - 1] = '\0';
	return log_did(l, r, "topic", nick, NULL, rest);
}

static enum import_log_line
event(struct import_log *l, struct row *r, char *text)
{
	char *rest;

	if ((rest = log_after(text, "Joins: ")))
		return came_or_went(l, r, "join", rest);
	if ((rest = log_after(text, "Parts: ")))
		return came_or_went(l, r, "part", rest);
	if ((rest = log_after(text, "Quits: ")))
		return came_or_went(l, r, "quit", rest);
	rest = log_cut(text, " ");
	return rest ? did(l, r, text, rest) : IMPORT_LOG_UNKNOWN;
}

static enum import_log_line
said(struct import_log *l, struct row *r, const char *kind, char *text,
    const char *close)
{
	char *words = log_cut(text, close);

	return words ? log_said(l, r, kind, text, words) : IMPORT_LOG_UNKNOWN;
}

static enum import_log_line
logged(struct import_log *l, struct row *r, char *text)
{
	char *rest, *words;

	if ((rest = log_after(text, "*** ")))
		return event(l, r, rest);
	if ((rest = log_after(text, "<")))
		return said(l, r, "message", rest, "> ");
	if ((rest = log_after(text, "* "))) {
		words = log_cut(rest, " ");
		return log_action(l, r, rest, words ? words : "");
	}
	if ((rest = log_after(text, "-")))
		return said(l, r, "notice", rest, "- ");
	if (log_after(text, "Connected to IRC") ||
	    log_after(text, "Disconnected from IRC") ||
	    log_after(text, "Broadcast: "))
		return IMPORT_LOG_NOTHING;
	return IMPORT_LOG_UNKNOWN;
}

enum import_log_line
import_log_znc(struct import_log *l, char *line, struct row *r)
{
	char *text = log_after(line, "[");
	struct tm tm = l->day;
	bool seconds;

	if (!text || !l->has_day)
		return IMPORT_LOG_UNKNOWN;
	text = log_after(log_clock(text, &tm, &seconds), "] ");
	if (!text)
		return IMPORT_LOG_UNKNOWN;
	log_stamp(l, r, &tm, seconds);
	return logged(l, r, text);
}
