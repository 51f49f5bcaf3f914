/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_PAGE_H
#define CLIENT_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/said.h"

/*
 * An answer to CHATHISTORY while it comes in: lines as they will stand in a
 * window, and where the answer begins and ends, whether that is shown or not.
 */
enum { PAGE_LINES_MAX = 2000 /* the rest of an answer is passed over */ };

/* A message that the server can be asked about: its id, where it has one, or
 * else its time. */
struct moment {
	char *msgid; /* "" or NULL for none; owned by who holds the moment */
	int64_t time_ms;
};

struct page {
	uint64_t room;           /* the window's id */
	uint64_t serial;         /* of the request */
	struct said_line *lines; /* what they point to is the page's */
	size_t count, cap;
	size_t messages;           /* of the answer, shown or not */
	struct moment first, last; /* of those, by time */
	bool end; /* the server says that nothing follows in that direction */
};

struct page *page_new(uint64_t room, uint64_t serial);
void page_free(struct page *p); /* NULL is allowed */

/* A message of the answer begins. */
void page_message(struct page *p, const char *msgid, int64_t time_ms);
/* A line of it, copied. */
void page_add(struct page *p, const struct said_line *said);
/* Whether line i is of the same message as the one before: it was said in
 * several lines, of which only the first has the id. */
bool page_continues(const struct page *p, size_t i);
/* Drops line i. */
void page_drop(struct page *p, size_t i);
/* The end of the answer: its lines are brought into the order of time, as some
 * servers begin with the newest. */
void page_complete(struct page *p);

#endif
