/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_HISTORY_PAGE_H
#define SERVER_HISTORY_PAGE_H

#include "server/place.h"

/*
 * A page of a place's history, answered as a batch of type chathistory, in
 * the order of time, as long as its asker may read it. It is looked for first,
 * so that the batch says at its start (draft/chathistory-end) that nothing
 * lies behind it; then each event is read once more and written.
 */
struct page_request {
	struct place place; /* becomes the page's own */
	const char *command;
	/* Of each, the bounds, and from which end of it one counts; after the
	 * first, which gets half of the page, comes what is left of the
	 * second. */
	struct store_range ranges[2];
	size_t nranges;
	size_t limit;
};

void history_page(
    struct server *srv, struct session *s, struct page_request *r);

#endif
