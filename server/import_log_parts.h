/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_IMPORT_LOG_PARTS_H
#define SERVER_IMPORT_LOG_PARTS_H

#include <stdbool.h>
#include <time.h>

#include "server/row.h"

/*
 * Logs of channels that clients and bouncers have written, line by line.
 * Times are local, as TZ says. A log names people by their nick alone where
 * they speak; user and host are then those of IMPORT_LOG_USER and _HOST.
 */
#define IMPORT_LOG_USER "~log"
#define IMPORT_LOG_HOST "imported"

struct import_log {
	const char *channel; /* borrowed: what the log is of */
	char *nick;          /* whose log it is, as it is called by now; NULL:
			      * not known */
	struct tm day;       /* midnight, where lines have no date */
	bool has_day;
	int64_t last;       /* the stamp of the line before, seconds */
	uint64_t same;      /* how many lines before have the same stamp */
	struct buf body;    /* of the row */
	struct buf changed; /* of what the row says of us */
};

enum import_log_line {
	IMPORT_LOG_ROW,     /* *row, borrowed from the line and the log */
	IMPORT_LOG_NOTHING, /* understood, and nothing that history keeps */
	IMPORT_LOG_UNKNOWN
};

/* nick: whose log it is, or NULL; copied. */
void import_log_begin(
    struct import_log *l, const char *channel, const char *nick);
void import_log_free(struct import_log *l);
/* "2026-11-26" or "20261126"; -1 where it is none. */
int import_log_day(struct import_log *l, const char *date);
/* The same from the name of a file, that stands last in it. */
int import_log_day_of_file(struct import_log *l, const char *path);

/* What the readers of the formats share. They cut the line into strings. */

/* Goes past what s begins with; NULL where it does not. */
char *log_after(char *s, const char *begin);
/* Ends s before the first of these, and gives what is behind it; NULL, and s
 * as it was, where there is none. */
char *log_cut(char *s, const char *at);
/* The same at the last one. */
char *log_cut_last(char *s, const char *at);
/* Takes one pair of brackets off the end: "text (in it)" becomes "text" and
 * "in it". What stands in the brackets may have some of its own. "" where
 * there is none. */
char *log_cut_bracket(char *s, char open, char close);

/* Reads "12:34" or "12:34:56" and goes past it; NULL where there is none. */
char *log_clock(char *s, struct tm *tm, bool *seconds);
/* The time of a row. Lines of one stamp, which may be as long as a minute,
 * are a millisecond apart, so that they keep their order; after an hour that
 * the clocks go through twice, it is the one that does not go back. */
void log_stamp(
    struct import_log *l, struct row *r, const struct tm *tm, bool seconds);

/* Rows. Each gives IMPORT_LOG_UNKNOWN where a nick cannot be one. NULL as a
 * nick is the one whose log it is. */
enum import_log_line log_said(struct import_log *l, struct row *r,
    const char *kind, const char *nick, const char *text);
enum import_log_line log_action(
    struct import_log *l, struct row *r, const char *nick, const char *text);
/* arg and body may be NULL. */
enum import_log_line log_did(struct import_log *l, struct row *r,
    const char *kind, const char *nick, const char *arg, const char *body);
/* "user@host" of the row's source; anything else changes nothing. */
void log_userhost(struct row *r, char *userhost);

enum import_log_line import_log_irssi(
    struct import_log *l, char *line, struct row *r);
enum import_log_line import_log_weechat(
    struct import_log *l, char *line, struct row *r);
enum import_log_line import_log_znc(
    struct import_log *l, char *line, struct row *r);

#endif
