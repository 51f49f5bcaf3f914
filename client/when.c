/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/when.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "common/text.h"

enum { YEAR_MAX = 9999 - 1900, DIGITS_MAX = 6 };

static bool
same_day(const struct tm *a, const struct tm *b)
{
	return a->tm_year == b->tm_year && a->tm_mon == b->tm_mon &&
	    a->tm_mday == b->tm_mday;
}

/* -1 for a day that no calendar has, as the 31st of February. */
static int64_t
moment(struct tm tm)
{
	struct tm asked = tm;
	time_t t;

	if (tm.tm_year > YEAR_MAX)
		return -1;
	tm.tm_isdst = -1;
	t = mktime(&tm);
	return t < 0 || !same_day(&asked, &tm) ? -1 : (int64_t)t * 1000;
}

static struct tm
midnight(int64_t now_ms)
{
	time_t t = (time_t)(now_ms / 1000);
	struct tm tm;

	localtime_r(&t, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	return tm;
}

static int64_t
parse_name(const char *s, int64_t now_ms)
{
	struct tm tm = midnight(now_ms), before;
	time_t t;

	if (!text_casecmp(s, "today"))
		return moment(tm);
	if (text_casecmp(s, "yesterday"))
		return -1;
	tm.tm_isdst = -1;
	tm.tm_hour = -12; /* noon: no change of the clocks is near */
	t = mktime(&tm);
	localtime_r(&t, &before);
	before.tm_hour = before.tm_min = before.tm_sec = 0;
	return moment(before);
}

static int64_t
parse_ago(const char *s, int64_t now_ms)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {{"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000},
	    {"w", 604800000}};
	size_t digits = strspn(s, "0123456789");
	int64_t count = strtoll(s, NULL, 10);

	if (!digits || digits > DIGITS_MAX)
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(s + digits, units[i].name) &&
		    count * units[i].ms <= now_ms)
			return now_ms - count * units[i].ms;
	return -1;
}

static int64_t
parse_date(const char *s, int64_t now_ms)
{
	static const char *const forms[] = {
	    "%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M"};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct tm tm = midnight(now_ms);
		const char *end = strptime(s, forms[i], &tm);

		if (end && !*end)
			return moment(tm);
	}
	return -1;
}

int64_t
when_parse(const char *s, int64_t now_ms)
{
	int64_t at = clock_parse_iso(s);

	if (at < 0)
		at = parse_name(s, now_ms);
	if (at < 0)
		at = parse_ago(s, now_ms);
	return at < 0 ? parse_date(s, now_ms) : at;
}
