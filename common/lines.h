/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_LINES_H
#define COMMON_LINES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Lines out of a stream of bytes. A line ends with LF, or CR LF; NUL bytes
 * and other CRs are dropped, so that no line can carry one into another.
 * At most `max` bytes of an unfinished line are held (its end not counted);
 * a longer one is reported once as LINE_TOO_LONG and skipped to its LF in
 * constant memory. Memory is held only while bytes wait, and nothing of a
 * line stays in any once the next one is asked for: it may hold a password.
 */
enum line_result { LINE_READY, LINE_NONE, LINE_TOO_LONG };

enum { LINES_CHUNK = 16384 }; /* bytes of one read */

struct lines {
	size_t max;
	char *data;
	size_t len;   /* bytes held */
	size_t start; /* where the next line begins */
	size_t wiped; /* bytes before it that are gone */
	size_t seen;  /* bytes already searched for LF */
	size_t cap;
	bool skipping; /* inside a line that was too long */
};

void lines_init(struct lines *l, size_t max);
void lines_free(struct lines *l);

/*
 * Room for a read: a pointer to *len bytes that the caller fills and then
 * reports with lines_filled. NULL and 0 where more than `max` bytes wait
 * that lines_next would hand out: those come first.
 */
char *lines_room(struct lines *l, size_t *len);
void lines_filled(struct lines *l, size_t len);

/* LINE_READY: *line is NUL-ended, *len long, borrowed until the next
 * call of any function here. It may be empty. */
enum line_result lines_next(struct lines *l, char **line, size_t *len);

/* What stands there without its LF when the stream has ended: READY once,
 * after the whole lines that still wait. */
enum line_result lines_rest(struct lines *l, char **line, size_t *len);

#endif
