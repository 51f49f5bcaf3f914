/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/ask.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/mem.h"

void
ask_free(struct ask *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < ASK_MAX; i++)
		free(a->questions[i]);
	free(a->line);
	free(a->account);
	free(a->extra);
	explicit_bzero(a, sizeof(*a));
	free(a);
}

struct ask *
ask_new(const char *account, ask_done *done)
{
	struct ask *a = mem_alloc(sizeof(*a));

	secret_guard();
	a->account = mem_strdup(account);
	a->done = done;
	return a;
}

void
ask_add(struct ask *a, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&text, fmt, ap);
	va_end(ap);
	a->questions[a->count++] = text.data;
}

const char *
ask_line(struct ask *a)
{
	struct buf line = {0};

	buf_addf(&line, "%s (Esc cancels): %s", a->questions[a->at],
	    a->typed.over      ? "[too long; Ctrl-U begins anew] "
		: a->typed.len ? "[hidden] "
			       : "");
	free(a->line);
	a->line = line.data;
	return a->line;
}

static bool
differ(const struct ask *a)
{
	return a->twice &&
	    strcmp(a->answers[a->count - 1].text,
		a->answers[a->count - 2].text) != 0;
}

enum ask_result
ask_answer(struct ask *a, enum hidden_result result, const char **why)
{
	*why = NULL;
	if (result == HIDDEN_CANCELLED) {
		*why = "Nothing was done";
		return ASK_DROPPED;
	}
	if (!a->typed.len || a->typed.over)
		return ASK_GOES_ON;
	a->answers[a->at++] = a->typed.secret;
	hidden_wipe(&a->typed);
	if (a->at < a->count)
		return ASK_GOES_ON;
	if (!differ(a))
		return ASK_COMPLETE;
	a->at = a->count - 2;
	*why = "The two are not the same: type it twice again";
	return ASK_GOES_ON;
}
