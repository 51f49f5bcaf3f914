/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_SEARCH_RUN_H
#define SERVER_SEARCH_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/event.h"
#include "server/search_words.h"
#include "server/store.h"

/*
 * One search, on any thread: reads search.db and history.db beside those who
 * write them, and takes a bounded time. What is not yet in the index is looked
 * through as it is.
 */
enum { SEARCH_MOST = 100 };

struct search_query {
	struct search_words words;
	char *from;         /* a nick, or NULL */
	uint64_t *channels; /* where; in the order of numbers */
	size_t nchannels;
	char *owner; /* what is between people of this owner too, or NULL */
	char *peer;  /* with this one only (correspondent.h), or NULL */
	int64_t after_ms, before_ms; /* both are part of it */
	bool oldest;     /* the first ones of that time, else the last ones */
	size_t limit;    /* 1 to SEARCH_MOST */
	int64_t time_ms; /* that it may take */
	int64_t look;    /* messages, about, that the first look into the index
			  * passes */
};

/* A place in history; by that it is read again when it is shown. */
struct search_hit {
	struct store_point at;
	uint64_t channel_id; /* 0: between people */
	char id[EVENT_ID_LEN];
};

struct search_result {
	struct search_hit hits[SEARCH_MOST]; /* in the order of history */
	size_t n;
	bool failed;        /* history cannot be read */
	bool broken;        /* the index is, and has to be made anew */
	bool partial;       /* not all was seen that could be among them */
	int64_t reached_ms; /* of a partial one: as far as that; 0: it is not
			     * known */
};

void search_run(
    const struct search_query *q, const char *dir, struct search_result *r);
void search_query_free(struct search_query *q);

#endif
