/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include "common/clock.h"
#include "common/utf8.h"

enum { LOG_TEXT_MAX = 2048, LOG_LINE_MAX = 4 * LOG_TEXT_MAX + 64 };

/* The one state that is not passed down: messages come from everywhere. */
static enum log_level log_most = LOG_LEVEL_INFO;
static bool log_journal;

/* Whether standard error is still what systemd named, and not a terminal
 * or file that a descendant of the service opened. */
static bool
is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat st;
	char here[64];

	if (!stream || fstat(STDERR_FILENO, &st) < 0)
		return false;
	snprintf(here, sizeof(here), "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	return !strcmp(stream, here);
}

void
log_open(enum log_level most)
{
	log_most = most;
	log_journal = is_journal();
}

static bool
is_unsafe(int cp)
{
	switch (cp < 0 ? UTF8PROC_CATEGORY_CC : utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return cp == '\\';
	}
}

/* Writes s escaped to out, which holds four times its length; the end. */
static char *
escape(char *out, const char *s, size_t len)
{
	size_t n;
	int cp;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_next(s + i, len - i, &cp);
		if (!is_unsafe(cp)) {
			memcpy(out, s + i, n);
			out += n;
			continue;
		}
		for (size_t j = i; j < i + n; j++)
			out += sprintf(out, "\\x%02x", (unsigned char)s[j]);
	}
	return out;
}

static char *
prefix(char *out, enum log_level level)
{
	static const struct {
		int priority; /* syslog's */
		const char *name;
	} levels[] = {
	    [LOG_LEVEL_ERROR] = {3, "error: "},
	    [LOG_LEVEL_WARN] = {4, "warning: "},
	    [LOG_LEVEL_INFO] = {6, ""},
	    [LOG_LEVEL_DEBUG] = {7, "debug: "},
	};
	char now[CLOCK_ISO_LEN];

	if (log_journal)
		return out + sprintf(out, "<%d>", levels[level].priority);
	clock_iso(clock_wall_ms(), now);
	return out + sprintf(out, "%s %s", now, levels[level].name);
}

__attribute__((format(printf, 2, 0))) static void
log_line(enum log_level level, const char *fmt, va_list ap)
{
	char text[LOG_TEXT_MAX], line[LOG_LINE_MAX], *end = line;
	int saved = errno;
	int len = vsnprintf(text, sizeof(text), fmt, ap);

	end = prefix(end, level);
	if (len >= LOG_TEXT_MAX) {
		end = escape(end, text, LOG_TEXT_MAX - 1);
		end += sprintf(end, "...");
	} else if (len > 0)
		end = escape(end, text, (size_t)len);
	*end++ = '\n';
	/* nowhere to say that standard error cannot be written */
	if (write(STDERR_FILENO, line, (size_t)(end - line)) < 0)
		errno = saved;
	errno = saved;
}

#define LOG_AT(function, level)             \
	void function(const char *fmt, ...) \
	{                                   \
		va_list ap;                 \
                                            \
		if (level > log_most)       \
			return;             \
		va_start(ap, fmt);          \
		log_line(level, fmt, ap);   \
		va_end(ap);                 \
	}

LOG_AT(log_error, LOG_LEVEL_ERROR)
LOG_AT(log_warn, LOG_LEVEL_WARN)
LOG_AT(log_info, LOG_LEVEL_INFO)
LOG_AT(log_debug, LOG_LEVEL_DEBUG)
