/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/plain_text.h"

#include <string.h>
#include <time.h>

#include "common/clock.h"
#include "common/formatting.h"
#include "common/text.h"

#define LINE_END "\r\n"
#define TAB_AS   "    "

static void
spread_tabs(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\t')
			buf_adds(out, TAB_AS);
		else
			buf_addc(out, s[i]);
}

void
plain_add(struct buf *out, const char *s, size_t len)
{
	struct buf bare = {0}, spread = {0};

	formatting_strip(&bare, s, len);
	spread_tabs(&spread, bare.data, bare.len);
	if (spread.len > 0)
		text_visible(out, spread.data, spread.len, NULL);
	buf_free(&bare);
	buf_free(&spread);
}

void
plain_add_text(struct buf *out, const char *s)
{
	if (s)
		plain_add(out, s, strlen(s));
}

static void
plain_addv(struct buf *out, const char *fmt, va_list ap)
{
	const char *next;

	for (; (next = strchr(fmt, '%')); fmt = next + 2) {
		buf_add(out, fmt, (size_t)(next - fmt));
		if (next[1] == 's')
			plain_add_text(out, va_arg(ap, const char *));
		else if (next[1] == 'c')
			buf_addc(out, (char)va_arg(ap, int));
		else
			buf_addc(out, '%');
	}
	buf_adds(out, fmt);
}

void
plain_addf(struct buf *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	plain_addv(out, fmt, ap);
	va_end(ap);
}

void
plain_line(struct buf *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	plain_addv(out, fmt, ap);
	va_end(ap);
	buf_adds(out, LINE_END);
}

/* The date, where the day is not today. */
static size_t
write_date(char *text, size_t size, const struct tm *at, const struct tm *now)
{
	if (at->tm_year != now->tm_year)
		return strftime(text, size, "%b %e %Y ", at);
	if (at->tm_yday != now->tm_yday)
		return strftime(text, size, "%b %e ", at);
	return 0;
}

void
plain_add_time(struct buf *out, int64_t time_ms)
{
	time_t then = (time_t)(time_ms / 1000);
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm at, today;
	char text[40];
	size_t n;

	if (!localtime_r(&then, &at) || !localtime_r(&now, &today))
		return;
	n = write_date(text, sizeof(text), &at, &today);
	n += strftime(text + n, sizeof(text) - n, "%H:%M", &at);
	buf_add(out, text, n);
}
