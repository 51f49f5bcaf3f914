/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/past.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/recall.h"

static void
remember(void *arg, const char *line)
{
	(void)arg;
	add_history(line);
}

void
past_open(const char *file, size_t max)
{
	using_history();
	stifle_history((int)max);
	if (file && max)
		recall_load(file, max, remember, NULL);
	using_history();
}

/* readline keeps what was typed aside while an older line is shown, and
 * changes to that one in the history: both are undone. */
void
past_leave(void)
{
	if (where_history() < history_length) {
		rl_maybe_replace_line();
		while (rl_undo_list)
			rl_do_undo();
		rl_maybe_unsave_line();
	}
	using_history();
}

/* Older lines that were changed and not sent own what could undo it. */
static void
forget_edits(void)
{
	HIST_ENTRY **list = history_list();

	rl_free_undo_list();
	for (; list && *list; list++) {
		if (!(*list)->data)
			continue;
		rl_undo_list = (UNDO_LIST *)(*list)->data;
		rl_free_undo_list();
	}
}

void
past_close(void)
{
	past_leave();
	forget_edits();
	clear_history();
}

static bool
same_as_last(const char *line)
{
	HIST_ENTRY *last = history_length
	    ? history_get(history_base + history_length - 1)
	    : NULL;

	return last && !strcmp(last->line, line);
}

void
past_add(const char *file, const char *line)
{
	if (!recall_keeps(line) || same_as_last(line))
		return;
	add_history(line);
	/* A full disk costs the memory of this line, nothing else. */
	if (file)
		recall_append(file, line);
}
