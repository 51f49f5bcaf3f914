/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_log_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "common/utf8.h"

/* Every line that is relayed has room for so much, whoever says it. */
enum { PIECE = 350 };

void
import_log_begin(struct import_log *l, const char *channel, const char *nick)
{
	import_log_free(l);
	l->channel = channel;
	l->nick = mem_strdup(nick);
	l->last = INT64_MIN;
}

void
import_log_free(struct import_log *l)
{
	free(l->nick);
	buf_free(&l->body);
	buf_free(&l->changed);
	memset(l, 0, sizeof(*l));
}

static int
digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

/* The length of the date, or 0. */
static size_t
read_day(struct tm *day, const char *s)
{
	size_t dash = strlen(s) >= 10 && s[4] == '-' && s[7] == '-';
	int year = digits(s, 4), month, date;

	if (year < 0)
		return 0;
	month = digits(s + 4 + dash, 2);
	date = month < 0 ? -1 : digits(s + 6 + 2 * dash, 2);
	if (year < 1970 || month < 1 || month > 12 || date < 1 || date > 31)
		return 0;
	*day = (struct tm){
	    .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = date};
	return 8 + 2 * dash;
}

int
import_log_day(struct import_log *l, const char *date)
{
	size_t len = read_day(&l->day, date);

	l->has_day = len > 0 && !date[len];
	return l->has_day ? 0 : -1;
}

int
import_log_day_of_file(struct import_log *l, const char *path)
{
	const char *name = strrchr(path, '/');
	struct tm day;

	l->has_day = false;
	for (name = name ? name + 1 : path; *name; name++) {
		size_t len = read_day(&day, name);

		if (len == 0 || isdigit((unsigned char)name[len]))
			continue;
		l->day = day;
		l->has_day = true;
		name += len - 1;
	}
	return l->has_day ? 0 : -1;
}

char *
log_after(char *s, const char *begin)
{
	size_t len = strlen(begin);

	return s && !strncmp(s, begin, len) ? s + len : NULL;
}

char *
log_cut(char *s, const char *at)
{
	char *found = s ? strstr(s, at) : NULL;

	if (!found)
		return NULL;
	*found = '\0';
	return found + strlen(at);
}

char *
log_cut_last(char *s, const char *at)
{
	char *last = NULL;

	for (char *f = s; (f = strstr(f, at)); f++)
		last = f;
	return last ? log_cut(last, at) : NULL;
}

char *
log_cut_bracket(char *s, char open, char close)
{
	size_t len = strlen(s);
	int depth = 0;

	if (len == 0 || s[len - 1] != close)
		return s + len;
	for (size_t i = len; i-- > 0;) {
		depth += s[i] == close ? 1 : s[i] == open ? -1 : 0;
		if (depth > 0)
			continue;
		s[len - 1] = '\0';
		s[i > 0 && s[i - 1] == ' ' ? i - 1 : i] = '\0';
		return s + i + 1;
	}
	return s + len;
}

char *
log_clock(char *s, struct tm *tm, bool *seconds)
{
	int hour = digits(s, 2), minute = -1, second = 0;

	if (hour >= 0 && s[2] == ':')
		minute = digits(s + 3, 2);
	if (hour > 23 || minute < 0 || minute > 59)
		return NULL;
	s += 5;
	*seconds = s[0] == ':' && (second = digits(s + 1, 2)) >= 0;
	if (second > 60)
		return NULL;
	tm->tm_hour = hour;
	tm->tm_min = minute;
	tm->tm_sec = *seconds ? second : 0;
	return *seconds ? s + 3 : s;
}

/* What the clock shows then is what the log has. */
static bool
shows(time_t t, const struct tm *tm)
{
	struct tm back;

	return localtime_r(&t, &back) && back.tm_hour == tm->tm_hour &&
	    back.tm_min == tm->tm_min;
}

/* Of an hour that there is twice, the first one that does not go back. */
static int64_t
local_seconds(const struct tm *tm, int64_t last)
{
	struct tm summer = *tm, winter = *tm, either = *tm;
	time_t first, second;

	summer.tm_isdst = 1;
	winter.tm_isdst = 0;
	either.tm_isdst = -1;
	first = mktime(&summer);
	second = mktime(&winter);
	if (!shows(first, tm) || !shows(second, tm))
		return (int64_t)mktime(&either);
	return (int64_t)(first < last && second >= last ? second : first);
}

void
log_stamp(
    struct import_log *l, struct row *r, const struct tm *tm, bool seconds)
{
	int64_t stamp = local_seconds(tm, l->last), most, ms;

	l->same = stamp == l->last ? l->same + 1 : 0;
	l->last = stamp;
	most = seconds ? 999 : 59999;
	ms = (int64_t)l->same < most ? (int64_t)l->same : most;
	r->time_ms = stamp * 1000 + ms;
}

static bool
can_be_nick(const char *s)
{
	return *s && *s != ':' && strlen(s) <= ROW_WORD_MAX &&
	    !strpbrk(s, " !@,#&\t");
}

static enum import_log_line
begin_row(
    struct import_log *l, struct row *r, const char *kind, const char *nick)
{
	int64_t time_ms = r->time_ms;

	if (!nick)
		nick = l->nick;
	if (!nick || !can_be_nick(nick))
		return IMPORT_LOG_UNKNOWN;
	*r = (struct row){.time_ms = time_ms,
	    .kind = kind,
	    .channel = l->channel,
	    .target = l->channel,
	    .nick = nick,
	    .user = IMPORT_LOG_USER,
	    .host = IMPORT_LOG_HOST};
	return IMPORT_LOG_ROW;
}

/* In pieces that fit a line each (struct event_line). */
static void
add_pieces(struct buf *out, const char *text)
{
	size_t len = strlen(text), cut;

	while (len > PIECE) {
		cut = utf8_cut(text, len, PIECE);
		buf_add(out, text, cut);
		buf_addc(out, '\r');
		text += cut;
		len -= cut;
	}
	buf_adds(out, text);
}

enum import_log_line
log_said(struct import_log *l, struct row *r, const char *kind,
    const char *nick, const char *text)
{
	enum import_log_line result = begin_row(l, r, kind, nick);

	if (!*text)
		return IMPORT_LOG_NOTHING;
	if (event_has_ctcp(text))
		return IMPORT_LOG_NOTHING;
	buf_reset(&l->body);
	add_pieces(&l->body, text);
	r->body = l->body.data;
	return result;
}

enum import_log_line
log_action(
    struct import_log *l, struct row *r, const char *nick, const char *text)
{
	enum import_log_line result = begin_row(l, r, "message", nick);

	buf_reset(&l->body);
	buf_addf(&l->body, "\001ACTION %s\001", text);
	r->body = l->body.data;
	return result;
}

enum import_log_line
log_did(struct import_log *l, struct row *r, const char *kind, const char *nick,
    const char *arg, const char *body)
{
	enum import_log_line result = begin_row(l, r, kind, nick);

	if (result != IMPORT_LOG_ROW || (arg && !can_be_nick(arg)))
		return IMPORT_LOG_UNKNOWN;
	r->arg = arg;
	r->body = body && (*body || !strcmp(kind, "topic")) ? body : NULL;
	if (!strcmp(kind, "quit") || !strcmp(kind, "nick"))
		r->target = NULL;
	if (strcmp(kind, "nick") != 0 || !l->nick ||
	    text_casecmp(r->nick, l->nick) != 0)
		return result;
	/* r->nick may be ours, which is another one from now on */
	buf_reset(&l->changed);
	buf_adds(&l->changed, r->nick);
	r->nick = l->changed.data;
	mem_replace(&l->nick, arg);
	return result;
}

void
log_userhost(struct row *r, char *userhost)
{
	char *host = log_cut(userhost, "@");

	if (!host || !*host || !*userhost || strpbrk(host, " !@") ||
	    strpbrk(userhost, " !"))
		return;
	r->user = userhost;
	r->host = host;
}
