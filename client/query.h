/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_QUERY_H
#define CLIENT_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/match.h"
#include "common/buf.h"

/*
 * What is searched for, as typed after /search: words and "phrases", all of
 * which a message must have, and filters. A zeroed one takes everything.
 */
enum { QUERY_WORDS_MAX = 16 };

struct query {
	struct buf words; /* words and phrases as typed */
	struct pattern patterns[QUERY_WORDS_MAX];
	size_t count;
	char *from;        /* a nick, or NULL */
	char *in;          /* a channel or a nick, or NULL */
	int64_t after_ms;  /* at this moment or later; 0 = whenever */
	int64_t before_ms; /* earlier than this; 0 = whenever */
};

/* What a message is to a query. */
struct query_subject {
	const char *nick;
	const char *room;
	int64_t time_ms;
	const char *text; /* valid UTF-8 */
	size_t len;
};

/* Fills a zeroed q. -1 with one sentence in err. */
int query_parse(
    struct query *q, const char *typed, int64_t now_ms, struct buf *err);
void query_free(struct query *q);

bool query_takes(const struct query *q, const struct query_subject *m);

/* The next piece of text at `from` or later that a word or phrase is found
 * in; false when there is no more. */
bool query_find(const struct query *q, const char *text, size_t len,
    size_t from, struct match *out);

#endif
