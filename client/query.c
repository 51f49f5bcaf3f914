/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/query.h"

#include <stdlib.h>
#include <string.h>

#include "client/when.h"
#include "common/mem.h"
#include "common/text.h"

/* What is left of the typed line, a word at a time. */
struct typed {
	const char *at;
	char *word; /* the one taken last, without its quotes */
	bool quoted;
};

static bool
next_word(struct typed *t)
{
	size_t len;

	t->at += strspn(t->at, " ");
	if (!*t->at)
		return false;
	t->quoted = *t->at == '"';
	t->at += t->quoted;
	len = strcspn(t->at, t->quoted ? "\"" : " ");
	free(t->word);
	t->word = mem_strndup(t->at, len);
	t->at += len;
	t->at += t->quoted && *t->at;
	return true;
}

static int
add_word(struct query *q, const struct typed *t, struct buf *err)
{
	const char *quote = t->quoted ? "\"" : "";
	struct pattern *p;

	if (!t->word[strspn(t->word, " ")])
		return 0;
	if (q->count == QUERY_WORDS_MAX) {
		buf_addf(err,
		    "At most %d words and phrases can be searched "
		    "for at once",
		    QUERY_WORDS_MAX);
		return -1;
	}
	p = &q->patterns[q->count++];
	pattern_set(p, t->word, strlen(t->word));
	buf_addf(&q->words, "%s%s%s%s", q->words.len ? " " : "", quote, t->word,
	    quote);
	return 0;
}

static int
set_date(const char *filter, int64_t *slot, const char *value, int64_t now_ms,
    struct buf *err)
{
	*slot = when_parse(value, now_ms);
	if (*slot > 0)
		return 0;
	buf_addf(err, "%s%s is no date; %s" WHEN_FORMS " would do", filter,
	    value, filter);
	return -1;
}

static int
set_name(const char *filter, char **slot, const char *value, struct buf *err)
{
	if (!*value || *slot) {
		buf_addf(err,
		    *value ? "%s stands there twice"
			   : "%s needs a name right after it",
		    filter);
		return -1;
	}
	mem_replace(slot, value);
	return 0;
}

static const char *
value_of(const struct typed *t, const char *filter)
{
	size_t len = strlen(filter);

	for (size_t i = 0; i < len; i++)
		if (text_fold_char(t->word[i]) != filter[i])
			return NULL;
	return t->quoted ? NULL : t->word + len;
}

static int
take(struct query *q, const struct typed *t, int64_t now_ms, struct buf *err)
{
	const char *value;

	if ((value = value_of(t, "from:")))
		return set_name("from:", &q->from, value, err);
	if ((value = value_of(t, "in:")))
		return set_name("in:", &q->in, value, err);
	if ((value = value_of(t, "before:")))
		return set_date("before:", &q->before_ms, value, now_ms, err);
	if ((value = value_of(t, "after:")))
		return set_date("after:", &q->after_ms, value, now_ms, err);
	return add_word(q, t, err);
}

static int
check(const struct query *q, struct buf *err)
{
	if (q->before_ms && q->after_ms >= q->before_ms) {
		buf_adds(err,
		    "Nothing lies after the one date and before the other");
		return -1;
	}
	if (q->count || q->from || q->in || q->before_ms || q->after_ms)
		return 0;
	buf_adds(err, "What is to be searched for?");
	return -1;
}

int
query_parse(struct query *q, const char *typed, int64_t now_ms, struct buf *err)
{
	struct typed t = {.at = typed};
	int rc = 0;

	while (rc == 0 && next_word(&t))
		rc = take(q, &t, now_ms, err);
	free(t.word);
	return rc < 0 ? rc : check(q, err);
}

void
query_free(struct query *q)
{
	buf_free(&q->words);
	free(q->from);
	free(q->in);
	*q = (struct query){0};
}

bool
query_takes(const struct query *q, const struct query_subject *m)
{
	struct match found;

	if (m->time_ms < q->after_ms ||
	    (q->before_ms && m->time_ms >= q->before_ms) ||
	    (q->from && text_casecmp(q->from, m->nick)) ||
	    (q->in && text_casecmp(q->in, m->room)))
		return false;
	for (size_t i = 0; i < q->count; i++)
		if (!pattern_find(&q->patterns[i], m->text, m->len, 0, &found))
			return false;
	return true;
}

bool
query_find(const struct query *q, const char *text, size_t len, size_t from,
    struct match *out)
{
	struct match one;
	bool any = false;

	for (size_t i = 0; i < q->count; i++) {
		if (!pattern_find(&q->patterns[i], text, len, from, &one))
			continue;
		if (!any || one.start < out->start ||
		    (one.start == out->start && one.len > out->len))
			*out = one;
		any = true;
	}
	return any;
}
