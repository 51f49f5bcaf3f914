/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLOCK_ISO_LEN = 25 }; /* "2026-11-21T02:20:03.123Z" and its NUL */

int64_t clock_mono_ms(void); /* for deadlines; never steps */
int64_t clock_wall_ms(void); /* milliseconds since 1970 UTC */

/* The shorter of two waits, of which -1 is for ever. */
int64_t clock_sooner(int64_t a_ms, int64_t b_ms);

/* IRCv3 server-time: UTC, milliseconds, Z. */
void clock_iso(int64_t wall_ms, char out[CLOCK_ISO_LEN]);
/* The inverse; the fraction may be absent or have any number of digits. -1
 * where s is not of that form or before 1970. */
int64_t clock_parse_iso(const char *s);
/* The same of any year of four digits; false: s is not of that form. */
bool clock_read_iso(const char *s, int64_t *wall_ms);

#endif
