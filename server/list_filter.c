/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/list_filter.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"

enum { DIGITS_MAX = 9, MINUTE_MS = 60000 };

/* -1 where it is no number. */
static int64_t
number(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	if (digits == 0 || digits > DIGITS_MAX || s[digits])
		return -1;
	return strtol(s, NULL, 10);
}

/* The stricter one of two counts. */
static void
narrow(int64_t *before_ms, int64_t *after_ms, bool after, int64_t at_ms)
{
	if (after && at_ms > *after_ms)
		*after_ms = at_ms;
	if (!after && (!*before_ms || at_ms < *before_ms))
		*before_ms = at_ms;
}

/* "C<10" or "T>10"; false where it is neither. */
static bool
parse_time(struct list_filter *f, const char *word, int64_t now_ms)
{
	int64_t minutes, at;

	if (!strchr("CcTt", word[0]) || !word[1] || !strchr("<>", word[1]))
		return false;
	minutes = number(word + 2);
	if (minutes < 0)
		return false;
	at = now_ms - minutes * MINUTE_MS;
	if (at < 1)
		at = 1;
	if (strchr("Cc", word[0]))
		narrow(
		    &f->made_before_ms, &f->made_after_ms, word[1] == '<', at);
	else
		narrow(&f->topic_before_ms, &f->topic_after_ms, word[1] == '<',
		    at);
	return true;
}

static bool
parse_members(struct list_filter *f, const char *word)
{
	int64_t n = *word == '<' || *word == '>' ? number(word + 1) : -1;

	if (n < 0)
		return false;
	if (*word == '>' && (size_t)n > f->more_than)
		f->more_than = (size_t)n;
	if (*word == '<' && (!f->smaller || (size_t)n < f->less_than))
		f->less_than = (size_t)n;
	f->smaller = f->smaller || *word == '<';
	return true;
}

void
list_filter_parse(struct list_filter *f, char *words, int64_t now_ms)
{
	char *word;

	while ((word = strsep(&words, ","))) {
		if (!*word || parse_members(f, word) ||
		    parse_time(f, word, now_ms))
			continue;
		if (f->nmasks < LIST_MASKS_MAX)
			f->masks[f->nmasks++] = word;
	}
}

static bool
numbers_match(const struct list_filter *f, const struct channel *c)
{
	if (f->smaller && c->nmembers >= f->less_than)
		return false;
	return !f->more_than || c->nmembers > f->more_than;
}

static bool
times_match(int64_t at_ms, int64_t before_ms, int64_t after_ms)
{
	return (!before_ms || at_ms < before_ms) &&
	    (!after_ms || at_ms > after_ms);
}

static bool
masks_match(const struct list_filter *f, const char *name)
{
	bool any = false, one = false;

	for (size_t i = 0; i < f->nmasks; i++) {
		const char *mask = f->masks[i];
		bool unwanted = *mask == '!';
		bool fits = text_match(mask + unwanted, name);

		if (unwanted && fits)
			return false;
		any = any || !unwanted;
		one = one || (!unwanted && fits);
	}
	return one || !any;
}

static bool
topic_matches(const struct list_filter *f, const struct channel *c)
{
	if (!f->topic_before_ms && !f->topic_after_ms)
		return true;
	return c->topic &&
	    times_match(c->topic_ms, f->topic_before_ms, f->topic_after_ms);
}

bool
list_filter_match(const struct list_filter *f, const struct channel *c)
{
	return numbers_match(f, c) &&
	    times_match(c->created_ms, f->made_before_ms, f->made_after_ms) &&
	    topic_matches(f, c) && masks_match(f, c->name);
}
