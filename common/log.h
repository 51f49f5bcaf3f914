/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_LOG_H
#define COMMON_LOG_H

/*
 * One line a call on standard error. Control characters, invalid UTF-8 and
 * backslashes are written as \xNN, so that no peer can forge a line or
 * reach a terminal. Under systemd (JOURNAL_STREAM set) each line carries its
 * syslog priority as <N>, elsewhere a time in RFC 3339 form.
 */
enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

void log_open(enum log_level most);
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
