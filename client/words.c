/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"

struct reading {
	const char *from;
	char *to;
	char quote; /* ' or " while in one, or 0 */
	struct buf *err;
};

static bool
is_blank(char c)
{
	return c && strchr(" \t\n", c);
}

static int
refuse_shell(const struct reading *r)
{
	buf_addf(r->err,
	    "no shell runs the command: quote '%c', or run sh -c '...', or "
	    "put it in a script",
	    *r->from);
	return -1;
}

/* What follows a backslash, or the backslash where it keeps nothing. */
static int
take_escape(struct reading *r)
{
	char next = r->from[1];

	if (r->quote && next != '"' && next != '\\') {
		*r->to++ = *r->from++;
		return 0;
	}
	if (!next) {
		buf_adds(r->err, "nothing follows the last \\");
		return -1;
	}
	*r->to++ = next;
	r->from += 2;
	return 0;
}

static bool
is_quote(const struct reading *r)
{
	return r->quote ? *r->from == r->quote
			: strchr("'\"", *r->from) != NULL;
}

/* What a shell would act upon here. */
static const char *
meant_for_shells(const struct reading *r)
{
	if (r->quote == '\'')
		return "";
	return r->quote ? "`$" : "|&;<>()`$";
}

/* One character, or a quote that begins or ends. */
static int
take(struct reading *r)
{
	if (is_quote(r)) {
		r->quote = r->quote ? 0 : *r->from;
		r->from++;
		return 0;
	}
	if (r->quote != '\'' && *r->from == '\\')
		return take_escape(r);
	if (strchr(meant_for_shells(r), *r->from))
		return refuse_shell(r);
	*r->to++ = *r->from++;
	return 0;
}

static int
take_word(struct reading *r)
{
	while (*r->from && (r->quote || !is_blank(*r->from)))
		if (take(r) < 0)
			return -1;
	if (r->quote) {
		buf_addf(r->err, "nothing closes the %c", r->quote);
		return -1;
	}
	*r->to++ = '\0';
	return 0;
}

static int
split(struct words *w, struct reading *r)
{
	r->from += strspn(r->from, " \t\n");
	while (*r->from) {
		if (w->count == WORDS_MAX) {
			buf_addf(r->err, "more than %d words", WORDS_MAX);
			return -1;
		}
		w->list[w->count++] = r->to;
		if (take_word(r) < 0)
			return -1;
		r->from += strspn(r->from, " \t\n");
	}
	if (w->count && *w->list[0])
		return 0;
	buf_adds(r->err, "a command must be given");
	return -1;
}

int
words_split(struct words *w, const char *typed, struct buf *err)
{
	struct reading r = {.from = typed, .err = err};

	w->text = mem_alloc(strlen(typed) + 1);
	r.to = w->text;
	if (split(w, &r) == 0)
		return 0;
	words_free(w);
	return -1;
}

void
words_free(struct words *w)
{
	free(w->text);
	*w = (struct words){0};
}
