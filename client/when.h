/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_WHEN_H
#define CLIENT_WHEN_H

#include <stdint.h>

/*
 * A moment as people type it: 2026-11-03 (the beginning of that day),
 * 2026-11-03T14:30 or with seconds, today, yesterday, 14:30 (today), or how
 * long ago it is: 90s, 30m, 2h, 3d, 1w. In local time; with seconds and a Z at
 * the end (ISO 8601) in UTC.
 */
#define WHEN_FORMS "2026-11-03, 2026-11-03T14:30, 14:30, today, yesterday or 3d"

/* Milliseconds since 1970. -1 where s is none of these, or before 1970. */
int64_t when_parse(const char *s, int64_t now_ms);

#endif
