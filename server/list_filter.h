/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SERVER_LIST_FILTER_H
#define SERVER_LIST_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/channel.h"

/*
 * What LIST is asked for (ISUPPORT ELIST=CMNTU): ">3" and "<10" members,
 * "C<60" made less than 60 minutes ago, "T>60" topic set more than 60
 * minutes ago (nothing where there is none), masks, and "!mask" for what is
 * not wanted. All conditions must be met, one of the masks must fit and none
 * of those with '!'.
 */
enum { LIST_MASKS_MAX = 256 }; /* more than fit on a line */

struct list_filter {
	size_t more_than, less_than; /* members */
	bool smaller;                /* less_than was given */
	int64_t made_before_ms, made_after_ms;
	int64_t topic_before_ms, topic_after_ms; /* 0: any */
	const char *masks[LIST_MASKS_MAX];       /* "!…" for unwanted */
	size_t nmasks;
};

/* Takes a comma list apart in place and borrows it. */
void list_filter_parse(struct list_filter *f, char *words, int64_t now_ms);
bool list_filter_match(const struct list_filter *f, const struct channel *c);

#endif
