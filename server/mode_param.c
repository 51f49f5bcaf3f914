/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mode_param.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/duration.h"
#include "server/name.h"

enum {
	KEY_MAX = 64,
	NAME_MAX_BYTES = 100,
	LIMIT_DIGITS = 9,
	JOINS_MAX = 1000,
	SECONDS_MAX = 3600,
	HISTORY_MS_MIN = 60000
};

static const char *
key(struct buf *out, const char *given)
{
	if (!*given || *given == ':')
		return "A key is not empty and does not begin with ':'";
	if (strpbrk(given, " ,"))
		return "A key holds no space and no comma";
	if (strlen(given) > KEY_MAX)
		return "A key has at most 64 bytes";
	buf_adds(out, given);
	return NULL;
}

/* 0 where it is no number; `end` is what comes after it. */
static unsigned long
number(const char *given, const char **end)
{
	size_t digits = strspn(given, "0123456789");

	*end = given + digits;
	if (digits == 0 || digits > LIMIT_DIGITS)
		return 0;
	return strtoul(given, NULL, 10);
}

static const char *
limit(struct buf *out, const char *given)
{
	const char *end;
	unsigned long n = number(given, &end);

	if (n == 0 || *end)
		return "A limit is a number above 0";
	buf_addf(out, "%lu", n);
	return NULL;
}

static const char *
throttle(struct buf *out, const char *given)
{
	const char *end, *rest;
	unsigned long joins = number(given, &end), seconds;

	seconds = *end == ':' ? number(end + 1, &rest) : 0;
	if (joins == 0 || joins > JOINS_MAX || seconds == 0 ||
	    seconds > SECONDS_MAX || *rest)
		return "It is joins:seconds, from 1 to 1000 and from 1 to 3600";
	buf_addf(out, "%lu:%lu", joins, seconds);
	return NULL;
}

static const char *
forward(struct buf *out, const char *given)
{
	const char *wrong = name_check_channel(given, NAME_MAX_BYTES);

	if (!wrong)
		buf_adds(out, given);
	return wrong;
}

/* Lines, and how old they may be. */
static const char *
history(struct buf *out, const char *given)
{
	const char *end;
	unsigned long lines = number(given, &end);
	int64_t age_ms = *end == ':' ? duration_read(end + 1) : 0;
	bool none = *given && !given[strspn(given, "0")];

	if (!none &&
	    (lines == 0 || (*end && *end != ':') || age_ms < 0 ||
		(*end && age_ms < HISTORY_MS_MIN)))
		return "It is lines or lines:time, as 500 or 500:7d (from 1m "
		       "on), or 0 to keep nothing";
	buf_addf(out, "%lu", lines);
	if (age_ms) {
		buf_addc(out, ':');
		duration_add(out, age_ms);
	}
	return NULL;
}

const char *
mode_param(struct buf *out, char letter, const char *given)
{
	switch (letter) {
	case 'k':
		return key(out, given);
	case 'l':
		return limit(out, given);
	case 'j':
		return throttle(out, given);
	case 'H':
		return history(out, given);
	default:
		return forward(out, given);
	}
}
