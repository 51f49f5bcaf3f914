/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_FOUND_H
#define CLIENT_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/query.h"

/*
 * A search and its results, in the order of time, nothing twice. Pages go
 * from the newest to older ones; where the query says after:, from the oldest
 * to newer ones.
 */
enum {
	FOUND_MAX = 1000, /* results of a search */
	FOUND_PAGE = 50,  /* of a page */
	FOUND_TEXT_MAX = 4096
};

struct result {
	int64_t time_ms;
	uint64_t rank; /* decides between equal times */
	unsigned kind; /* enum said */
	bool self;
	char *room; /* its name: a channel, or whom one talks with */
	char *nick;
	char *text;         /* no codes in it */
	char *msgid;        /* "" = not known */
	uint64_t room_id;   /* where it is in the scrollback, */
	uint64_t room_line; /* or 0 */
	uint64_t shown;     /* its line in the window of results, 0 = none */
};

struct found {
	char *typed;
	struct query query;
	bool forward; /* see above */
	struct result **items;
	size_t count;
	size_t showing; /* so many of them, from where the first page is */

	bool server;     /* it searches, else the scrollback was searched */
	bool waiting;    /* for its answer */
	bool more;       /* there may be another page */
	unsigned serial; /* of what was asked last */
	size_t asked;    /* pages */
	/* How often the page brought nothing new, as more has the time at which
	 * the last one ended than a page holds: then all that the server gives
	 * is asked for, then what lies beyond that time. */
	unsigned ties;
	size_t came; /* messages of the page that comes in */
	size_t news; /* those that were not known */
	/* the server searched only up to there; the next page begins there */
	int64_t reached_ms;
	char *trouble;   /* why there is no answer, or NULL */
	char *note;      /* what the server says about its answer, or NULL */
	uint64_t paging; /* the line that stands for another page, or 0 */
};

/* Takes over the query. */
struct found *found_new(const char *typed, struct query *query);
void found_free(struct found *f); /* NULL is allowed */

/* Adds a copy of what r points to. False for one that is there, or that lies
 * beyond the FOUND_MAX which come first in the order of pages. */
bool found_add(struct found *f, const struct result *r);
/* Whether one of that time and rank would be among the first FOUND_MAX. */
bool found_has_room(const struct found *f, int64_t time_ms, uint64_t rank);
/* The results that are shown: *first and as many as it returns. */
size_t found_shown(const struct found *f, size_t *first);
/* The result at which the next page begins; NULL where there is none. */
const struct result *found_last(const struct found *f);

#endif
