/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/answers.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "common/mem.h"
#include "common/text.h"

struct answer {
	struct answer *prev, *next;
	char *target;
	char *line;
};

static const char *
name_now(const struct answers *a, const char *target)
{
	return a->former && !text_casecmp(a->former, target) ? a->renamed
							     : target;
}

void
answers_add(struct answers *a, const char *target, const char *line)
{
	struct answer *new = mem_alloc(sizeof(*new));

	new->target = mem_strdup(name_now(a, target));
	new->line = mem_strdup(line);
	DL_APPEND(a->first, new);
	a->count++;
}

void
answers_rename(struct answers *a, const char *from, const char *to)
{
	struct answer *answer;

	mem_replace(&a->former, from);
	mem_replace(&a->renamed, to);
	DL_FOREACH (a->first, answer)
		mem_replace(&answer->target, name_now(a, answer->target));
}

static void
drop_first(struct answers *a)
{
	struct answer *first = a->first;

	DL_DELETE(a->first, first);
	a->count--;
	free(first->target);
	free(first->line);
	free(first);
}

void
answers_hand_over(struct answers *a, struct sender *s, const char *command)
{
	while (a->first) {
		struct sender_text text = {.target = a->first->target,
		    .command = command,
		    .text = a->first->line,
		    .len = strlen(a->first->line)};

		if (sender_say(s, &text) < 0)
			return;
		drop_first(a);
	}
}

void
answers_free(struct answers *a)
{
	while (a->first)
		drop_first(a);
	free(a->former);
	free(a->renamed);
}
