/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/clock.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t
clock_read(clockid_t which)
{
	struct timespec now;

	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_mono_ms(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ms(void)
{
	return clock_read(CLOCK_REALTIME);
}

/* The years that four digits can hold, as the form has no others. */
static const int64_t iso_first_ms = -62167219200000;
static const int64_t iso_last_ms = 253402300799999;

int64_t
clock_sooner(int64_t a_ms, int64_t b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

void
clock_iso(int64_t wall_ms, char out[CLOCK_ISO_LEN])
{
	int64_t ms;
	time_t seconds;
	struct tm tm;
	char day[20];

	if (wall_ms < iso_first_ms)
		wall_ms = iso_first_ms;
	if (wall_ms > iso_last_ms)
		wall_ms = iso_last_ms;
	ms = (wall_ms % 1000 + 1000) % 1000;
	seconds = (time_t)((wall_ms - ms) / 1000);
	gmtime_r(&seconds, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	/* strftime leaves years before 1000 shorter than four digits */
	snprintf(out, CLOCK_ISO_LEN, "%04u%s.%03uZ",
	    (unsigned)(tm.tm_year + 1900) % 10000U,
	    strchr(day, '-') ? strchr(day, '-') : "", (unsigned)(ms % 1000));
}

/* Reads exactly `digits` of them at *s and goes past them and `after`. */
static bool
read_number(const char **s, int digits, char after, int *n)
{
	*n = 0;
	for (int i = 0; i < digits; i++, (*s)++) {
		if (!isdigit((unsigned char)**s))
			return false;
		*n = *n * 10 + (**s - '0');
	}
	if (**s != after)
		return false;
	if (after)
		(*s)++;
	return true;
}

/* After the seconds: nothing or '.' and digits, then Z and the end. */
static bool
read_fraction(const char *s, int *ms)
{
	int unit = 100;

	*ms = 0;
	if (*s == '.' && isdigit((unsigned char)s[1]))
		for (s++; isdigit((unsigned char)*s); s++, unit /= 10)
			*ms += (*s - '0') * unit;
	return s[0] == 'Z' && !s[1];
}

static bool
in_range(const struct tm *tm)
{
	/* 60: a leap second, which server-time allows */
	return tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1 &&
	    tm->tm_mday <= 31 && tm->tm_hour < 24 && tm->tm_min < 60 &&
	    tm->tm_sec <= 60;
}

bool
clock_read_iso(const char *s, int64_t *wall_ms)
{
	struct tm tm = {0};
	int ms;

	if (!read_number(&s, 4, '-', &tm.tm_year) ||
	    !read_number(&s, 2, '-', &tm.tm_mon) ||
	    !read_number(&s, 2, 'T', &tm.tm_mday) ||
	    !read_number(&s, 2, ':', &tm.tm_hour) ||
	    !read_number(&s, 2, ':', &tm.tm_min))
		return false;
	for (int i = 0; i < 2; i++, s++) {
		if (!isdigit((unsigned char)*s))
			return false;
		tm.tm_sec = tm.tm_sec * 10 + (*s - '0');
	}
	tm.tm_year -= 1900;
	tm.tm_mon--;
	if (!in_range(&tm) || !read_fraction(s, &ms))
		return false;
	*wall_ms = (int64_t)timegm(&tm) * 1000 + ms;
	return true;
}

int64_t
clock_parse_iso(const char *s)
{
	int64_t ms;

	return clock_read_iso(s, &ms) && ms >= 0 ? ms : -1;
}
